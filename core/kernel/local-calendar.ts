import { Temporal } from 'temporal-polyfill';
import { invariant } from './invariant.ts';
import { laterMonth, type Month, monthOfDate } from './month.ts';
import { remembered } from './remembered.ts';
import { localDate, localStart, type TimeZone } from './time-zone.ts';
import type { Timestamp } from './timestamp.ts';

/** From a local day, `YYYY-MM-DD`, on, calendars are those of this time zone. */
export interface ZoneChange {
  readonly timezone: TimeZone;
  readonly from: string;
}

/** From a month, `YYYY-MM`, on, months begin on this day of it: 1 to 28, which every month has. */
export interface BillingDayChange {
  readonly day: number;
  readonly from: string;
}

/** Local days one after another, without gap or overlap, though the time zone may change between two of them. */
export interface LocalCalendar {
  /** The time zone of the day before a day: until then, clocks show it. */
  zoneBefore(date: string): TimeZone;
  /** When a day begins: at the midnight of the time zone that the day before it has, and never before that day. */
  dayStart(date: string): Timestamp;
  /** The day, `YYYY-MM-DD`, that an instant is in. */
  dayAt(instant: Timestamp): string;
  /** Whether months begin on another day than the first, or have. */
  readonly hasBillingDay: boolean;
  /** The first day of a month: in the calendar month that it is named by. */
  firstDay(month: Month): string;
  /** The month that a day is in. */
  monthOf(date: string): Month;
  /** The month that an instant is in. */
  monthAt(instant: Timestamp): Month;
}

/**
 * The calendar of `timezone`, or of each of `changes`, ascending, from its day on; its months begin on the first, or as
 * `days`, ascending, say it.
 */
export function localCalendar(
  timezone: TimeZone,
  changes: readonly ZoneChange[] = [],
  days: readonly BillingDayChange[] = [],
): LocalCalendar {
  const zoneBefore = (date: string): TimeZone => {
    // Most payers never change theirs: no date is reckoned for those.
    if (changes.length === 0) return timezone;
    const day = laterDate(date, -1);
    return (changes.findLast(({ from }) => from <= day) ?? changes[0])?.timezone ?? timezone;
  };
  const midnightOf = (date: string): Timestamp => {
    const start = localStart(date, zoneBefore(date));
    invariant(start !== undefined, `parse a day first, got ${date}`);
    return start;
  };
  const dayStart = (date: string): Timestamp => {
    const start = midnightOf(date);
    if (changes.length === 0) return start;
    const before = laterDate(date, -1);
    if (zoneBefore(before) === zoneBefore(date)) return start;
    // From Samoa to Kiribati are 25 hours: the day would end before it begins, and is skipped.
    const begun = midnightOf(before);
    return begun > start ? begun : start;
  };
  const dayAt = (instant: Timestamp): string => {
    // Zones are less than two days apart: the day is one of these.
    let date = laterDate(localDate(instant, timezone), 2);
    while (dayStart(date) > instant) date = laterDate(date, -1);
    return date;
  };
  const firstDay = (month: Month): string => {
    const { day = 1 } = days.findLast(({ from }) => from <= month) ?? days[0] ?? {};
    return `${month}-${String(day).padStart(2, '0')}`;
  };
  const monthOf = (date: string): Month => {
    const month = monthOfDate(date);
    return firstDay(month) <= date ? month : laterMonth(month, -1);
  };
  const monthAt = (instant: Timestamp): Month => monthOf(dayAt(instant));
  return {
    zoneBefore,
    dayStart,
    dayAt,
    hasBillingDay: days.length > 0,
    firstDay,
    monthOf,
    monthAt,
  };
}

/** A day, `YYYY-MM-DD`, and so many days. */
export const laterDate = remembered((date: string, days: number): string =>
  Temporal.PlainDate.from(date).add({ days }).toString(),
);

/** The same day so many months later; the last of its month where that has no such day. */
export const dayInMonths = remembered((date: string, months: number): string =>
  Temporal.PlainDate.from(date).add({ months }).toString(),
);
