import type { Decimal } from './decimal.ts';
import { invariant } from './invariant.ts';
import { halfAwayFromZero } from './rounding.ts';
import { scaledFrom, scaledText } from './scaled-text.ts';

/**
 * An amount of money as rating makes it: a count of 1e-24 of a currency's major unit.
 *
 * A quantity has 12 places and so has a price; their product has 24, and no step of rating makes more: a percentage has
 * at most 10 places, and sums, differences, minima and maxima make none. So amounts are plain integers that compare and
 * add up without fractions to reduce. The one division there is, by the days of a month, is made of differences of
 * running shares (`prorated`), which add up to the whole whatever their last place says.
 */
export type ExactAmount = bigint & { readonly __unit: '1e-24' };

const places = 24;

export const exactOf = (units: bigint): ExactAmount => units as ExactAmount;
export const exactZero = exactOf(0n);

/** `quantity` at `price` each. */
export const exactProduct = (quantity: Decimal, price: Decimal): ExactAmount =>
  exactOf(quantity * price);

export const exactFromDecimal = (amount: Decimal): ExactAmount => exactOf(amount * 10n ** 12n);

/** `percent` of `base`; a percentage has at most 10 places. */
export function percentOf(base: Decimal, percent: Decimal): ExactAmount {
  invariant(percent % 100n === 0n, `give a percentage of at most 10 places, got ${percent}e-12`);
  return exactOf((base * percent) / 100n);
}

/** `percent` of an amount, to the nearest of 24 places, half away from zero. */
export const percentOfExact = (amount: ExactAmount, percent: Decimal): ExactAmount =>
  exactOf(halfAwayFromZero(amount * percent, 100n * 10n ** 12n));

export const sumOfExact = (amounts: readonly ExactAmount[]): ExactAmount =>
  exactOf(amounts.reduce<bigint>((sum, amount) => sum + amount, 0n));

/** The shortest decimal text, without exponent. */
export const exactText = (amount: ExactAmount): string => scaledText(amount, places);

/** The reverse of `exactText`; undefined when the text is no plain decimal of at most 24 places. */
export function exactFrom(text: string): ExactAmount | undefined {
  const units = scaledFrom(text, places);
  return units === undefined ? undefined : exactOf(units);
}
