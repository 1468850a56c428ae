import { type Currency, minorUnits } from './currency.ts';
import { type Decimal, decimalOf } from './decimal.ts';
import { type ExactAmount, exactOf, sumOfExact } from './exact-amount.ts';
import { invariant } from './invariant.ts';
import { apportioned } from './largest-remainder.ts';
import { halfAwayFromZero, towardNegative } from './rounding.ts';
import { scaledFrom, scaledText } from './scaled-text.ts';

/** An amount of money as the books hold it: a count of 1e-9 of a currency's major unit. */
export type Nanos = bigint & { readonly __unit: '1e-9' };

const places = 9;
const exactPerNano = 10n ** 15n;
const decimalPerNano = 10n ** 3n;

export const nanosOf = (units: bigint): Nanos => units as Nanos;

/** The reverse of `nanosText`; undefined when the text is no plain decimal of at most 9 places. */
export function nanosFrom(text: string): Nanos | undefined {
  const units = scaledFrom(text, places);
  return units === undefined ? undefined : nanosOf(units);
}

/** The shortest decimal text, without exponent: `0.000042`. */
export const nanosText = (amount: Nanos): string => scaledText(amount, places);

/** An amount of whole minor units with exactly the currency's digits: `12.30` EUR, `1200` JPY. */
export function currencyText(amount: Nanos, currency: Currency): string {
  const isWhole = amount % nanosPerMinorUnit(currency) === 0n;
  invariant(isWhole, `round ${nanosText(amount)} ${currency} to minor units before showing it`);
  return scaledText(amount, places, minorUnits[currency]);
}

/** Any amount, with the currency's digits at least and no more than it takes: `12.30` EUR, `12.300000001` EUR. */
export const amountText = (amount: Nanos, currency: Currency): string =>
  scaledText(amount, places, minorUnits[currency]);

export const decimalFromNanos = (amount: Nanos): Decimal => decimalOf(amount * decimalPerNano);
export const exactFromNanos = (amount: Nanos): ExactAmount => exactOf(amount * exactPerNano);

/** One cent, yen or fils. */
export const nanosPerMinorUnit = (currency: Currency): bigint =>
  10n ** BigInt(places - minorUnits[currency]);

/** What a document's lines come to in nanos, and what that leaves for the customer's next document. */
export interface LinesInNanos {
  /** In the order of the amounts, each less than a nano away from its own. */
  readonly lines: readonly Nanos[];
  /** At least zero, less than a nano. */
  readonly residue: ExactAmount;
}

/**
 * Exact amounts as the lines of one document, where they are first rounded. The sum, with the residue of the customer's
 * document before, is cut to whole nanos and the rest is the new residue: what lines say, plus what is left, is what
 * was used, to the last place, over any number of documents.
 */
export function linesInNanos(amounts: readonly ExactAmount[], carried: ExactAmount): LinesInNanos {
  invariant(
    carried >= 0n && carried < exactPerNano,
    `carry a residue of at least 0 and less than a nano, got ${carried}e-24`,
  );
  const sum = sumOfExact([...amounts, carried]);
  const totalUnits = towardNegative(sum, exactPerNano);
  const lines = apportioned(amounts, { unit: exactPerNano, totalUnits });
  return {
    lines: lines.map(nanosOf),
    residue: exactOf(sum - totalUnits * exactPerNano),
  };
}

/** A document's amounts in the currency's minor units. */
export interface RoundedTogether {
  /** In the order of the amounts, each less than a minor unit away from its own; they add up to the total. */
  readonly amounts: readonly Nanos[];
  readonly total: Nanos;
  /** What rounding left out, or put in when negative: to be carried to the next document. */
  readonly residue: Nanos;
}

/** The one rounding of a document: the total half away from zero, the lines by largest remainder. */
export function roundedTogether(exact: readonly Nanos[], currency: Currency): RoundedTogether {
  const unit = nanosPerMinorUnit(currency);
  const sum = exact.reduce<bigint>((total, amount) => total + amount, 0n);
  const totalUnits = halfAwayFromZero(sum, unit);
  const amounts = apportioned(exact, { unit, totalUnits });
  return {
    amounts: amounts.map((units) => nanosOf(units * unit)),
    total: nanosOf(totalUnits * unit),
    residue: nanosOf(sum - totalUnits * unit),
  };
}
