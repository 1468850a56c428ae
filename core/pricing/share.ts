import { daysFrom, daysIn } from '../kernel/calendar-days.ts';
import { invariant } from '../kernel/invariant.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import { laterMonth } from '../kernel/month.ts';
import { halfAwayFromZero } from '../kernel/rounding.ts';
import { type Period, type Timestamp, timestampOf } from '../kernel/timestamp.ts';

/**
 * The days `from` (counted from 0) up to but not including `to`, of a month of `of` days. Where the billing day
 * changes, a month may have more days than that, or fewer: each costs what a day of a whole month does.
 */
export interface Share {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

export const wholeMonth: Share = { from: 0, to: 1, of: 1 };

/**
 * The days of `month` that `stretch`, a part of it, has. The month is all of its days, though it may have begun some
 * hours off the first of its midnights, where the time zone was changed.
 */
export function shareOf(stretch: Period, month: Period, calendar: LocalCalendar): Share {
  const middle = timestampOf(month.start + Math.floor((month.end - month.start) / 2));
  const own = calendar.monthAt(middle);
  const first = calendar.firstDay(own);
  const of = daysIn(own);
  const daysUntil = (instant: Timestamp): number => {
    if (instant <= month.start) return 0;
    if (instant >= month.end) return daysFrom(first, calendar.firstDay(laterMonth(own)));
    return daysFrom(first, calendar.dayAt(instant));
  };
  return { from: daysUntil(stretch.start), to: daysUntil(stretch.end), of };
}

/**
 * What of `value`, a month's, falls to a share of its days: the part due by its end less the part due by its start,
 * each to the nearest unit. So the shares of any days that make up the month make up the value, however they are cut.
 */
export function prorated(value: bigint, { from, to, of }: Share): bigint {
  invariant(
    from >= 0 && from <= to && of > 0,
    `take days out of a month, got ${from} to ${to} of ${of}`,
  );
  const dueBy = (days: number): bigint => halfAwayFromZero(value * BigInt(days), BigInt(of));
  return dueBy(to) - dueBy(from);
}
