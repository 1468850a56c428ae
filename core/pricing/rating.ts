import type { Decimal } from '../kernel/decimal.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';

/** What usage comes to, and why. `amount` is `usageAmount` held between the charge's minimum and maximum. */
export interface Rating {
  /** As metered. */
  readonly quantity: Decimal;
  /** What is left of it to be charged for: no less than nothing, and without what is included. */
  readonly chargedQuantity: Decimal;
  /** They add up to `usageAmount`. */
  readonly steps: readonly RatingStep[];
  readonly usageAmount: ExactAmount;
  /** What is added to reach the charge's minimum, at least zero. */
  readonly minimumTopUp: ExactAmount;
  /** What is taken off to stay within the charge's maximum, at least zero. */
  readonly maximumDiscount: ExactAmount;
  readonly amount: ExactAmount;
}

/** One product, or one correction, that an amount is made of. */
export interface RatingStep {
  readonly of:
    | 'units'
    | 'packages'
    /** Money, `price` percent of which is charged. */
    | 'percent'
    /** Money that events carry as their price. */
    | 'priced-events'
    | 'events'
    | 'flat-fee'
    /** What raising events to their minimum adds, and cutting them to their maximum takes off. */
    | 'event-minimums'
    | 'event-maximums'
    /** What brings a charge to zero that would be below it. */
    | 'below-zero';
  /** From 1, in models with tiers. */
  readonly tier?: number;
  readonly quantity: Decimal;
  /** For one of the quantity, where there is one price. */
  readonly price?: Decimal;
  readonly amount: ExactAmount;
}
