import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import { countries } from '../kernel/countries.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Decimal, decimalFrom, decimalFromInteger, decimalText } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/** What is withheld of what payees of a country earn. */
interface Withholding {
  /** Percent. */
  readonly rate: Decimal;
  /** Below it nothing is withheld of a statement; of a currency that is not here, of anything. */
  readonly from: ReadonlyMap<Currency, Nanos>;
  readonly reason: string;
}

/** By country. */
export type WithholdingPolicy = ReadonlyMap<string, Withholding>;

const HUNDRED = decimalFromInteger(100n);

/** What settings say of withholding. @throws Rejection `request.invalid` */
export const withholdingPolicyFrom = (
  table: NonNullable<SettingsBody['withholding']>,
): WithholdingPolicy =>
  new Map(
    Object.entries(table).map(([country, { rate: text, from = {}, reason }]) => {
      const at = `/withholding/${country}`;
      if (!countries.has(country)) {
        throw invalid(at, `give the ISO 3166-1 code of a country, such as US, got ${country}`);
      }
      const rate = decimalFrom(text);
      invariant(rate !== undefined, `the shape of a rate lets no ${text} through`);
      if (rate > HUNDRED) {
        throw invalid(`${at}/rate`, `give at most 100 percent, got ${decimalText(rate)}`);
      }
      const least = Object.entries(from).map((entry) => leastFrom(`${at}/from`, entry));
      return [country, { rate, from: new Map(least), reason }];
    }),
  );

function leastFrom(
  at: string,
  [code, text]: readonly [string, string],
): readonly [Currency, Nanos] {
  const currency = currencyFrom(code);
  if (currency === undefined) {
    throw invalid(`${at}/${code}`, `use a currency that ISO 4217 lists, got ${code}`);
  }
  const amount = nanosFrom(text);
  invariant(amount !== undefined, 'the shape of settings lets only amounts of 9 places through');
  return [currency, amount];
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
