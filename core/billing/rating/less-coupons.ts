import { type ChargePart, withCoupons } from '../../invoicing/coupon-charges.ts';
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

/** What was used under a charge within days; zero where nothing was, or days have no part of it by quantity. */
type UsedWithin = (charge: RatedCharge, days: Period) => bigint;

/** What a month comes to, and what coupons take off that: the lines are what they are without coupons. */
export function lessCoupons(
  charges: readonly RatedCharge[],
  month: Discounted,
  usedWithin: UsedWithin = () => 0n,
): readonly RatedCharge[] {
  const { coupons } = month;
  if (coupons.length === 0) return charges;
  const ahead = new Set(chargedInAdvance(month).map(({ key }) => key));
  const partsOf = (charge: RatedCharge) => partsIn(charge, month, usedWithin);
  return withCoupons(charges, coupons, { ahead, partsOf });
}

/** A charge by the stretches that it is for, by what was used in each; where that says nothing, by their days. */
function partsIn(
  charge: RatedCharge,
  { period, stretches }: Discounted,
  usedWithin: UsedWithin,
): readonly ChargePart[] {
  const { start, end } = charge.stretch ?? period;
  const own = stretches
    .map(({ stretch }) => stretch)
    .filter((one) => start <= one.period.start && one.period.start < end);
  const used = own.map((one) => positive(usedWithin(charge, one.period)));
  const isUsed = used.some((quantity) => quantity > 0n);
  return own.map(({ period: { start: from }, share }, place) => ({
    start: from,
    weight: isUsed ? (used[place] ?? 0n) : BigInt(share.to - share.from),
  }));
}

const positive = (quantity: bigint): bigint => (quantity > 0n ? quantity : 0n);

/** What of a month is charged before it, and what coupons take off that. */
export const chargedAhead = (month: Discounted): readonly RatedCharge[] =>
  lessCoupons(chargedInAdvance(month), month);
