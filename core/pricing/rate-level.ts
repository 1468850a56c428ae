import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { exactOf, sumOfExact } from '../kernel/exact-amount.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { Charge } from './charge.ts';
import { limitsOf, rate } from './rate.ts';
import type { Rating, RatingStep } from './rating.ts';
import { prorated, type Share } from './share.ts';

/** A level over a part of a month. */
export interface PartOfLevel {
  /** The part's share of the month's quantity. The parts of a month add up to it. */
  readonly quantity: Decimal;
  /** What the quantity would be if the part had been the whole month. */
  readonly level: Decimal;
}

/**
 * A part of a month by time, to the millisecond: a level stands for time, not for days. A month of `days` instead of
 * `of` costs as many days as it has.
 */
export const timeShareOf = (
  part: Period,
  month: Period,
  { days, of }: { readonly days: number; readonly of: number } = { days: 1, of: 1 },
): Share => {
  const [own, whole] = days === of ? [1, 1] : [days, of];
  return {
    from: (part.start - month.start) * own,
    to: (part.end - month.start) * own,
    of: (month.end - month.start) * whole,
  };
};

/**
 * What a level comes to over a part of a month: the part's share of what the level would cost the whole month. So
 * bounds of tiers and sizes of packages are for the level itself, and a price that holds for half a month costs half.
 */
export function rateLevel(charge: Charge, { quantity, level }: PartOfLevel, share: Share): Rating {
  // A price a unit is in proportion already.
  if (isWhole(share) || charge.price.model === 'per_unit') {
    return rate(charge, { kind: 'quantity', quantity }, share);
  }
  const whole = rate(charge, { kind: 'quantity', quantity: level });
  const steps = whole.steps.map((step) => partOf(step, share));
  const usageAmount = sumOfExact(steps.map(({ amount }) => amount));
  const { minimumTopUp, maximumDiscount } = limitsOf(charge, usageAmount, share);
  return {
    quantity,
    chargedQuantity: decimalOf(prorated(whole.chargedQuantity, share)),
    steps,
    usageAmount,
    minimumTopUp,
    maximumDiscount,
    amount: exactOf(usageAmount + minimumTopUp - maximumDiscount),
  };
}

const isWhole = ({ from, to, of }: Share): boolean => from === 0 && to === of;

/** The amount is exact; the quantity is its share to 12 places. */
const partOf = (step: RatingStep, share: Share): RatingStep => ({
  ...step,
  quantity: decimalOf(prorated(step.quantity, share)),
  amount: exactOf(prorated(step.amount, share)),
});
