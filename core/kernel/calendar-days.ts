import { Temporal } from 'temporal-polyfill';
import type { Month } from './month.ts';
import { remembered } from './remembered.ts';
import { localDate, type TimeZone } from './time-zone.ts';
import type { Timestamp } from './timestamp.ts';

/**
 * From the local day of one instant to that of another, by the calendar: changes of clocks make it no longer or
 * shorter.
 */
export const calendarDaysBetween = (from: Timestamp, to: Timestamp, timeZone: TimeZone): number =>
  daysFrom(localDate(from, timeZone), localDate(to, timeZone));

/** Days from one day, `YYYY-MM-DD`, to another. */
export const daysFrom = remembered(
  (from: string, to: string): number =>
    Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days,
);

export const daysIn = remembered(
  (month: Month): number => Temporal.PlainYearMonth.from(month).daysInMonth,
);
