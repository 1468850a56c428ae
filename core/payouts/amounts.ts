import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Nanos, nanosFrom, nanosPerMinorUnit, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/**
 * Amounts by currency, as they are sent: whole minor units, at least zero.
 * @throws Rejection `request.invalid`
 */
export function amountsFrom(
  sent: Readonly<Record<string, string>> | undefined,
  param: string,
): ReadonlyMap<Currency, Nanos> {
  const found = Object.entries(sent ?? {}).map(([code, text]): [Currency, Nanos] => {
    const currency = currencyFrom(code);
    const at = `${param}/${code}`;
    if (currency === undefined) {
      throw invalid(at, `name a currency of ISO 4217 that there is, got ${code}`);
    }
    const amount = nanosFrom(text);
    if (amount === undefined || amount < 0n || amount % nanosPerMinorUnit(currency) !== 0n) {
      throw invalid(at, `give an amount of whole minor units, at least zero, got ${text}`);
    }
    return [currency, amount];
  });
  return new Map(found.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });

/** The reverse of `amountsFrom`. */
export const amountsText = (
  amounts: ReadonlyMap<Currency, Nanos>,
): Readonly<Record<string, string>> =>
  Object.fromEntries([...amounts].map(([currency, amount]) => [currency, nanosText(amount)]));
