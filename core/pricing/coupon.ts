import type { Decimal } from '../kernel/decimal.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { Share } from './share.ts';

/** What is taken off: a part of what things cost, or an amount a month. */
export type CouponOff =
  | { readonly of: 'percent'; readonly percent: Decimal }
  | { readonly of: 'amount'; readonly amount: Decimal };

/** Of what a coupon takes off, by the keys of a plan; neither where it is of all that a month costs. */
export interface CouponScope {
  readonly charges?: readonly string[];
  readonly fees?: readonly string[];
}

/** A coupon for the days of a month on which it counts. */
export interface MonthCoupon extends CouponScope {
  readonly key: string;
  readonly off: CouponOff;
  readonly period: Period;
  readonly share: Share;
}

/** Something that a month costs. */
export type Discountable =
  | { readonly of: 'charge' | 'fee'; readonly key: string }
  | { readonly of: 'commitment' };

export function isOff({ charges, fees }: CouponScope, what: Discountable): boolean {
  if (charges === undefined && fees === undefined) return true;
  if (what.of === 'commitment') return false;
  return (what.of === 'charge' ? charges : fees)?.includes(what.key) ?? false;
}

/** The coupons that are in force when a part of a month begins, which is not cut by any of them. */
export const couponsOn = (
  coupons: readonly MonthCoupon[],
  { start }: Pick<Period, 'start'>,
): readonly MonthCoupon[] =>
  coupons.filter(({ period }) => period.start <= start && start < period.end);
