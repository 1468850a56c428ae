import type { Agreed, AgreedCoupon } from '../../books/agreed.ts';
import { couponsIn } from '../../catalog/coupons.ts';
import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar } from '../../catalog/customer-after.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { MonthCoupon } from '../../pricing/coupon.ts';
import { shareOf } from '../../pricing/share.ts';

/** A month cut where what it is rated by changes, and what is taken off it. */
export interface CutMonth {
  readonly stretches: readonly PlanStretch[];
  readonly coupons: readonly MonthCoupon[];
}

/** A customer's month, cut where a coupon begins or ends, too. */
export function cutByCoupons(
  customer: Customer,
  month: Period,
  stretches: readonly PlanStretch[],
): CutMonth {
  const { coupons: all = [] } = customer;
  if (all.length === 0) return { stretches, coupons: [] };
  const calendar = customerCalendar(customer);
  const coupons = couponsIn(all, { month, calendar });
  const days = new Set(coupons.flatMap(({ period: { start, end } }) => [start, end]));
  return {
    coupons,
    stretches: stretches.flatMap(({ plan, stretch }) => {
      const { start, end } = stretch.period;
      const cuts = [...days].filter((at) => at > start && at < end).sort((a, b) => a - b);
      if (cuts.length === 0) return [{ plan, stretch }];
      return [start, ...cuts].map((from, place) => {
        const period = { start: from, end: cuts[place] ?? end };
        return { plan, stretch: { ...stretch, period, share: shareOf(period, month, calendar) } };
      });
    }),
  };
}

/** Coupons as they are kept with the closing of their month. */
export const keptCoupons = (coupons: readonly MonthCoupon[]): readonly AgreedCoupon[] =>
  coupons.map(({ key, off, period, share, charges, fees }) => ({
    ...{ key, ...period, ...share },
    ...(off.of === 'percent' ? { percent: off.percent } : { amount: off.amount }),
    ...(charges === undefined ? {} : { charges }),
    ...(fees === undefined ? {} : { fees }),
  }));

/** The coupons that a month was closed by. */
export const agreedCoupons = ({ coupons = [] }: Pick<Agreed, 'coupons'>): readonly MonthCoupon[] =>
  coupons.map((coupon) => {
    const { key, start, end, from, to, of, charges, fees } = coupon;
    return {
      ...{ key, off: offOf(coupon), period: { start, end }, share: { from, to, of } },
      ...(charges === undefined ? {} : { charges }),
      ...(fees === undefined ? {} : { fees }),
    };
  });

function offOf({ key, percent, amount }: AgreedCoupon): MonthCoupon['off'] {
  if (percent !== undefined) return { of: 'percent', percent };
  invariant(amount !== undefined, `a coupon takes off a part or an amount, and ${key} neither`);
  return { of: 'amount', amount };
}
