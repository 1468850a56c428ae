import { type Currency, minorUnits } from '../../kernel/currency.ts';
import { type Nanos, nanosFrom, nanosOf, nanosText } from '../../kernel/money.ts';
import { cardMinimumCharges } from '../../pricing/minimum-charge.ts';
import type { RailQuote } from '../ports.ts';

/**
 * How many places an amount has at Stripe (docs.stripe.com/currencies, as of November 2026), where that is not what ISO
 * 4217 says. Amounts in krónur are sent as of two places that are always zero.
 */
const placesAtStripe: Partial<Record<Currency, number>> = { ISK: 2, MGA: 0 };

/** Currencies of three places that Stripe takes. Their last digit has to be zero. */
const threePlaces: ReadonlySet<Currency> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/**
 * What is not collected, as an amount could be read as a hundred times of what it is: Stripe lists the Ugandan shilling
 * as one without places, and elsewhere as one with two; and of others with three places it says nothing.
 */
const isAmbiguous = (currency: Currency): boolean =>
  currency === 'UGX' || (minorUnits[currency] > 2 && !threePlaces.has(currency));

const NANO_PLACES = 9;

const nanosPerUnit = (currency: Currency): bigint =>
  10n ** BigInt(NANO_PLACES - (placesAtStripe[currency] ?? minorUnits[currency]));

/** What Stripe is told of an amount: a count of its own minor units. */
export const stripeAmount = (amount: Nanos, currency: Currency): bigint =>
  amount / nanosPerUnit(currency);

/** The reverse, of a count that is not negative. */
export const nanosFromStripe = (count: bigint, currency: Currency): Nanos =>
  nanosOf(count * nanosPerUnit(currency));

const minimums: ReadonlyMap<string, string> = new Map(Object.entries(cardMinimumCharges));

const refused = (detail: string): RailQuote => ({ kind: 'not-collectable', detail });

/** Whether Stripe collects an amount. What it takes at most, it says itself. */
export function stripeQuote(amount: Nanos, currency: Currency): RailQuote {
  const counted = stripeCounts(amount, currency);
  const minimum = nanosFrom(minimums.get(currency) ?? '0') ?? nanosOf(0n);
  if (counted.kind === 'not-collectable' || amount >= minimum) return counted;
  return refused(
    `collect in another way what is less than ${nanosText(minimum)} ${currency}, got ${nanosText(amount)}`,
  );
}

/** Whether Stripe has such an amount. Of what it pays back there is no least. */
export function stripeCounts(amount: Nanos, currency: Currency): RailQuote {
  if (isAmbiguous(currency)) {
    return refused(`collect ${currency} in another way: how Stripe counts it is not certain`);
  }
  const unit = nanosPerUnit(currency) * (threePlaces.has(currency) ? 10n : 1n);
  if (amount % unit !== 0n) {
    return refused(
      `collect in another way what is no multiple of ${nanosText(nanosOf(unit))} ${currency}, got ${nanosText(amount)}`,
    );
  }
  return { kind: 'collectable' };
}
