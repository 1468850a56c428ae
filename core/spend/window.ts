import { daysFrom } from '../kernel/calendar-days.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { laterMonth, type Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { BudgetInterval } from './entry.ts';

/** Local days, `from <= day < until`; `until` undefined where there is no end. */
export interface Window {
  readonly from: string;
  readonly until: string | undefined;
}

/** A Monday: weeks begin on Mondays, as ISO 8601 has them. */
const MONDAY = '1970-01-05';
const DAYS_A_WEEK = 7;
/** Every day there is. */
export const ALL_DAYS: Window = { from: '0000-00-00', until: undefined };

/** The days of a payer's month. */
export const monthWindow = (calendar: LocalCalendar, month: Month): Window => ({
  from: calendar.firstDay(month),
  until: calendar.firstDay(laterMonth(month)),
});

/** The window of a budget that a local day is in; months are those that the payer is billed by. */
export function windowOf(every: BudgetInterval, day: string, calendar: LocalCalendar): Window {
  switch (every) {
    case 'day':
      return { from: day, until: laterDate(day, 1) };
    case 'week': {
      const days = daysFrom(MONDAY, day);
      const from = laterDate(day, -(((days % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK));
      return { from, until: laterDate(from, DAYS_A_WEEK) };
    }
    case 'month':
      return monthWindow(calendar, calendar.monthOf(day));
    case 'ever':
      return ALL_DAYS;
  }
}

export const isWithin = ({ from, until }: Window, day: string): boolean =>
  from <= day && (until === undefined || day < until);

/** When the next window begins; undefined where there is none. */
export const resetsAt = ({ until }: Window, calendar: LocalCalendar): Timestamp | undefined =>
  until === undefined ? undefined : calendar.dayStart(until);
