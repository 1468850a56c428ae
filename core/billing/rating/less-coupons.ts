import { withCoupons } from '../../invoicing/coupon-charges.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { MonthCoupon } from '../../pricing/coupon.ts';
import { chargedInAdvance } from './rate-stretches.ts';

interface Discounted {
  readonly period: Period;
  readonly stretches: readonly PlanStretch[];
  readonly coupons: readonly MonthCoupon[];
}

/** What a month comes to, and what coupons take off that. */
export function lessCoupons(
  charges: readonly RatedCharge[],
  { period, stretches, coupons }: Discounted,
): readonly RatedCharge[] {
  if (coupons.length === 0) return charges;
  const ahead = new Set(chargedInAdvance(stretches).map(({ key }) => key));
  return withCoupons(charges, coupons, { period, ahead });
}

/** What of a month is charged before it, and what coupons take off that. */
export const chargedAhead = (month: Discounted): readonly RatedCharge[] =>
  lessCoupons(chargedInAdvance(month.stretches), month);
