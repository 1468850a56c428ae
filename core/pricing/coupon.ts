import type { Decimal } from '../kernel/decimal.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
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

/** Whether a coupon counts on a part of a month that it does not begin or end within, told by where that begins. */
export const countsAt = (
  { period: { start, end } }: Pick<MonthCoupon, 'period'>,
  at: Timestamp,
): boolean => start <= at && at < end;

/** Whether a coupon counts on all of a part of a month. */
export const countsThrough = ({ period }: Pick<MonthCoupon, 'period'>, part: Period): boolean =>
  period.start <= part.start && part.end <= period.end;
