import { Temporal } from 'temporal-polyfill';
import type { Month } from './month.ts';
import type { TimeZone } from './time-zone.ts';
import type { Timestamp } from './timestamp.ts';

/**
 * From the local day of one instant to that of another, by the calendar: changes of clocks make it no longer or
 * shorter.
 */
export const calendarDaysBetween = (from: Timestamp, to: Timestamp, timeZone: TimeZone): number =>
  localDate(from, timeZone).until(localDate(to, timeZone), { largestUnit: 'days' }).days;

const localDate = (timestamp: Timestamp, timeZone: TimeZone): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(timestamp).toZonedDateTimeISO(timeZone).toPlainDate();

/** Days from one day, `YYYY-MM-DD`, to another. */
export const daysFrom = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;

export const daysIn = (month: Month): number => Temporal.PlainYearMonth.from(month).daysInMonth;
