import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom } from '../kernel/money.ts';

/**
 * The least that Stripe lets one charge, by the currency that it pays out in: "Minimum and maximum charge amounts" of
 * docs.stripe.com/currencies, as of November 2026, but for the lev, which is withdrawn. Others are near it. It is what
 * a plan's minimum charge is unless it names its own, and below what the rail collects nothing. A currency that is not
 * here has none.
 */
export const cardMinimumCharges = {
  AED: '2',
  AUD: '0.5',
  BRL: '0.5',
  CAD: '0.5',
  CHF: '0.5',
  CZK: '15',
  DKK: '2.5',
  EUR: '0.5',
  GBP: '0.3',
  HKD: '4',
  HUF: '175',
  INR: '0.5',
  JPY: '50',
  MXN: '10',
  MYR: '2',
  NOK: '3',
  NZD: '0.5',
  PLN: '2',
  RON: '2',
  SEK: '3',
  SGD: '0.5',
  THB: '10',
  USD: '0.5',
} as const satisfies Partial<Record<Currency, string>>;

const amounts: ReadonlyMap<string, string> = new Map(Object.entries(cardMinimumCharges));

/** The minimum charge of a plan that names none. */
export function defaultMinimumCharge(currency: Currency): Nanos {
  const amount = nanosFrom(amounts.get(currency) ?? '0');
  invariant(amount !== undefined, `write the minimum charge of ${currency} with at most 9 places`);
  return amount;
}
