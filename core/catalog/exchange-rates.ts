import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Decimal, decimalFrom } from '../kernel/decimal.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, utc } from '../kernel/time-zone.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';

/** One unit of `currency` is `rate` units of the currency of the seller's country, from a day on. */
export interface ExchangeRate {
  readonly currency: Currency;
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly rate: Decimal;
}

/** The rates that a tenant puts, each day of a currency once. @throws Rejection `request.invalid` */
export function exchangeRatesFrom(
  rates: NonNullable<SettingsBody['exchangeRates']>,
): readonly ExchangeRate[] {
  const seen = new Set<string>();
  return rates.map(({ currency: code, from, rate: text }, index) => {
    const at = `/exchangeRates/${index}`;
    const currency = currencyFrom(code);
    const rate = decimalFrom(text);
    if (currency === undefined) {
      throw invalid(`${at}/currency`, `use a currency that ISO 4217 lists, got ${code}`);
    }
    if (localStart(from, utc) === undefined) {
      throw invalid(`${at}/from`, `give a day of the calendar, such as 2026-01-31, got ${from}`);
    }
    if (rate === undefined || rate <= 0n) {
      throw invalid(`${at}/rate`, `give a rate above 0 of at most 12 places, got ${text}`);
    }
    if (seen.has(`${code} ${from}`)) {
      throw invalid(at, `give one rate of a currency for a day, got two of ${code} from ${from}`);
    }
    seen.add(`${code} ${from}`);
    return { currency, from, rate };
  });
}

/** A rate that is older says nothing of the day any more. */
const DAYS_MAX = 31;

/** The rate of a currency on a day: the latest from that day or before, of the last 31 days. */
export function rateOn(
  rates: readonly ExchangeRate[],
  currency: Currency,
  day: string,
): ExchangeRate | undefined {
  const [latest] = rates
    .filter((rate) => rate.currency === currency && rate.from <= day)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1));
  return latest === undefined || daysBetween(latest.from, day) > DAYS_MAX ? undefined : latest;
}

const daysBetween = (from: string, to: string): number =>
  ((localStart(to, utc) ?? 0) - (localStart(from, utc) ?? 0)) / millisecondsPer.day;

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
