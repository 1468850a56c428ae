import type { CouponBody } from '../contract/catalog/coupon-shapes.ts';
import { type Decimal, decimalFromInteger } from '../kernel/decimal.ts';
import { dayInMonths, type LocalCalendar } from '../kernel/local-calendar.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, utc } from '../kernel/time-zone.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { CouponOff, MonthCoupon } from '../pricing/coupon.ts';
import { shareOf } from '../pricing/share.ts';
import { decimalAt, percentAt } from '../pricing/wire-decimals.ts';

const HUNDRED = decimalFromInteger(100n);

/**
 * Coupons as they were sent, where each can be kept.
 * @throws Rejection `request.invalid`, `plan.date-invalid`, `price.negative`, `price.too-precise`, `price.out-of-range`
 */
export function checkedCoupons(coupons: readonly CouponBody[]): readonly CouponBody[] {
  const seen = new Set<string>();
  for (const [index, coupon] of coupons.entries()) {
    const param = `/coupons/${index}`;
    if (seen.has(coupon.key)) throw refused(`${param}/key`, `name each once, got ${coupon.key}`);
    seen.add(coupon.key);
    refuseNothingOff(coupon, param);
    refuseBadDays(coupon, param);
  }
  return coupons;
}

function refuseNothingOff({ percentOff, amountOff }: CouponBody, param: string): void {
  if ((percentOff === undefined) === (amountOff === undefined)) {
    const got = percentOff === undefined ? 'neither' : 'both';
    throw refused(param, `give percentOff or amountOff, got ${got}`);
  }
  const name = percentOff === undefined ? 'amountOff' : 'percentOff';
  const off = offOf({ percentOff, amountOff }, param);
  const [least, most] = off.of === 'percent' ? [off.percent, off.percent] : [off.amount, undefined];
  if (least > 0n && (most === undefined || most <= HUNDRED)) return;
  const bounds = off.of === 'percent' ? 'above 0 and at most 100' : 'above 0';
  throw refused(`${param}/${name}`, `give what is ${bounds}, got ${percentOff ?? amountOff}`);
}

function refuseBadDays({ from, until, months }: CouponBody, param: string): void {
  const days = [
    ['from', from] as const,
    ...(until === undefined ? [] : [['until', until] as const]),
  ];
  for (const [name, day] of days) {
    if (localStart(day, utc) !== undefined) continue;
    const detail = `${param}/${name}: give a day of the calendar from 1970 on, such as 2026-01-31, got ${day}`;
    throw new Rejection('plan.date-invalid', detail, { param: `${param}/${name}` });
  }
  if (until === undefined) return;
  if (months !== undefined) throw refused(param, 'give until or months, got both');
  if (until <= from) {
    throw refused(`${param}/until`, `give a day after ${from}, on which it begins, got ${until}`);
  }
}

const refused = (param: string, what: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${what}`, { param });

function offOf(
  { percentOff, amountOff }: Pick<CouponBody, 'percentOff' | 'amountOff'>,
  param: string,
): CouponOff {
  const at = (name: string, read: (text: string, place: string) => Decimal, text: string) =>
    read(text, `${param}/${name}`);
  return percentOff === undefined
    ? { of: 'amount', amount: at('amountOff', decimalAt, amountOff ?? '0') }
    : { of: 'percent', percent: at('percentOff', percentAt, percentOff) };
}

/** The first day on which a coupon does not count any more; undefined where it has no end. */
export const couponEnd = ({ from, until, months }: CouponBody): string | undefined =>
  months === undefined ? until : dayInMonths(from, months);

/** The coupons that count on days of a month, in their order. */
export function couponsIn(
  coupons: readonly CouponBody[],
  { month, calendar }: { readonly month: Period; readonly calendar: LocalCalendar },
): readonly MonthCoupon[] {
  return coupons.flatMap((coupon, index): MonthCoupon[] => {
    const end = couponEnd(coupon);
    const from = calendar.dayStart(coupon.from);
    const until = end === undefined ? month.end : calendar.dayStart(end);
    const period = {
      start: from > month.start ? from : month.start,
      end: until < month.end ? until : month.end,
    };
    if (period.start >= period.end) return [];
    const { key, charges, fees } = coupon;
    return [
      {
        key,
        off: offOf(coupon, `/coupons/${index}`),
        ...(charges === undefined ? {} : { charges }),
        ...(fees === undefined ? {} : { fees }),
        period,
        share: shareOf(period, month, calendar),
      },
    ];
  });
}
