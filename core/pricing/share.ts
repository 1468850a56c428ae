import { calendarDaysBetween } from '../kernel/calendar-days.ts';
import { invariant } from '../kernel/invariant.ts';
import { halfAwayFromZero } from '../kernel/rounding.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';

/** The days `from` (counted from 0) up to but not including `to`, of a month of `of` days. */
export interface Share {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

export const wholeMonth: Share = { from: 0, to: 1, of: 1 };

/** The local days of `month` that `stretch`, a part of it, has; both begin and end at local midnights. */
export function shareOf(stretch: Period, month: Period, timeZone: TimeZone): Share {
  const daysUntil = (end: Timestamp): number => calendarDaysBetween(month.start, end, timeZone);
  return {
    from: daysUntil(stretch.start),
    to: daysUntil(stretch.end),
    of: daysUntil(month.end),
  };
}

/**
 * What of `value`, a month's, falls to a share of its days: the part due by its end less the part due by its start,
 * each to the nearest unit. So the shares of any days that make up the month make up the value, however they are cut.
 */
export function prorated(value: bigint, { from, to, of }: Share): bigint {
  invariant(
    from >= 0 && from <= to && to <= of && of > 0,
    `take days out of a month, got ${from} to ${to} of ${of}`,
  );
  const dueBy = (days: number): bigint => halfAwayFromZero(value * BigInt(days), BigInt(of));
  return dueBy(to) - dueBy(from);
}
