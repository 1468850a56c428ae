import type { CustomerCell } from '../books/cell.ts';
import type { BillingCycle, InvoicePeriod } from '../contract/invoices/invoice-period.ts';
import { daysFrom, daysIn } from '../kernel/calendar-days.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { type LocalCalendar, laterDate } from '../kernel/local-calendar.ts';
import { laterMonth, type Month, monthFrom } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, localStart, type TimeZone, utc } from '../kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  rfc3339,
  type Timestamp,
  timestampOf,
} from '../kernel/timestamp.ts';

/** A month of a customer: half-open, from one local midnight to another. */
export interface BillingPeriod extends Period {
  /** The month in which it begins. */
  readonly month: Month;
  readonly timeZone: TimeZone;
  /** Its days, where its payer has a billing day: then it is no month of the calendar. */
  readonly cycle?: BillingCycle;
}

/** A month that is closed, as its document says it. */
export interface ClosedMonth extends Period {
  readonly month: Month;
}

/** A month of a calendar: it begins where the first of its days does, and ends where the next one begins. */
export const billingPeriod = (month: Month, timeZone: TimeZone): BillingPeriod => ({
  month,
  start: startOf(month, timeZone),
  end: startOf(laterMonth(month), timeZone),
  timeZone,
});

/** Zones are at most this far from UTC. */
const ZONE_MAX_MS = 15 * millisecondsPer.hour;

/** From when a month has begun anywhere until it has ended everywhere: what is outside is no part of anybody's. */
export function periodInEveryZone(month: Month): Period {
  const { start, end } = billingPeriod(month, utc);
  return { start: timestampOf(start - ZONE_MAX_MS), end: timestampOf(end + ZONE_MAX_MS) };
}

/**
 * A month of a payer's calendar, from its billing day where it has one: it ends at the midnight of the time zone that
 * its last day has, and months tile.
 */
export function periodIn(calendar: LocalCalendar, month: Month): BillingPeriod {
  const next = laterMonth(month);
  const [first, after] = [calendar.firstDay(month), calendar.firstDay(next)];
  const period = { start: calendar.dayStart(first), end: calendar.dayStart(after) };
  return {
    ...{ month, ...period, timeZone: calendar.zoneBefore(after) },
    ...definedOnly({ cycle: cycleOf(calendar, { month, ...period }) }),
  };
}

/** The days of a month of a payer with a billing day, as documents name them; undefined where it has none. */
export function cycleOf(
  calendar: LocalCalendar,
  { month, start, end }: ClosedMonth,
): BillingCycle | undefined {
  if (!calendar.hasBillingDay) return undefined;
  return { month, firstDay: calendar.dayAt(start), lastDay: laterDate(calendar.dayAt(end), -1) };
}

/** How many days a month has, of those that it would have: others only where the billing day changes. */
export const daysOf = ({
  cycle,
}: Pick<BillingPeriod, 'cycle'>): { readonly days: number; readonly of: number } =>
  cycle === undefined
    ? { days: 1, of: 1 }
    : {
        days: daysFrom(cycle.firstDay, cycle.lastDay) + 1,
        of: daysIn(monthFrom(cycle.month)),
      };

function startOf(month: Month, timeZone: TimeZone): Timestamp {
  const start = localStart(month, timeZone);
  invariant(start !== undefined, `${month} begins at some instant in ${timeZone}`);
  return start;
}

/** The months of a payer that are closed, in their order. */
export const closedMonths = (cell: CustomerCell | undefined): readonly ClosedMonth[] =>
  (cell?.closed ?? []).map(({ month, start, end }) => ({ month, start, end }));

/** @throws Rejection `period.not-ended` while the period goes on. */
export function refuseUnended({ month, end, timeZone }: BillingPeriod, now: Timestamp): void {
  if (now >= end) return;
  throw new Rejection(
    'period.not-ended',
    `close ${month} after it has ended in ${timeZone}, at ${rfc3339(end)}: it is ${rfc3339(now)} now`,
    { param: 'period' },
  );
}

/**
 * @throws Rejection `period.already-invoiced` when a change that counts from `from` on would change what a closed month
 * was rated by.
 */
export function refuseInvoiced(
  from: Timestamp,
  closed: readonly ClosedMonth[],
  param: string,
): void {
  const last = closed.reduce<ClosedMonth | undefined>(
    (latest, one) => (latest === undefined || one.end > latest.end ? one : latest),
    undefined,
  );
  if (last === undefined || from >= last.end) return;
  throw new Rejection(
    'period.already-invoiced',
    `let the change count from ${rfc3339(last.end)} or later: ${last.month} is invoiced, and what it was rated by stays as it was`,
    { param },
  );
}

/** `date` and so many days, and the instant at which that day has ended. */
export function dueDateOf(
  date: string,
  days: number,
  timeZone: TimeZone,
): { readonly dueDate: string; readonly dueAt: Timestamp } {
  const dueDate = laterDate(date, days);
  const dueAt = localStart(laterDate(dueDate, 1), timeZone);
  invariant(dueAt !== undefined, `${dueDate} ends at some instant in ${timeZone}`);
  return { dueDate, dueAt };
}

/** A stretch of time as invoices show it. */
export const invoicePeriod = (
  { start, end, cycle }: Period & Pick<BillingPeriod, 'cycle'>,
  timeZone: TimeZone,
): InvoicePeriod => ({
  start: rfc3339(start),
  end: rfc3339(end),
  timezone: timeZone,
  firstDay: localDate(start, timeZone),
  lastDay: localDate(timestampOf(end - millisecondsPer.second), timeZone),
  ...definedOnly({ cycle }),
});

/**
 * `period`, begun where the month before it was closed, and ended where the one after it begins: the same, unless time
 * zones were changed before they were kept by their days. So no instant is billed twice or not at all.
 */
export function tiledBy(period: BillingPeriod, closed: readonly ClosedMonth[]): BillingPeriod {
  const before = closed.find(({ month }) => month === laterMonth(period.month, -1));
  const after = closed.find(({ month }) => month === laterMonth(period.month));
  return { ...period, start: before?.end ?? period.start, end: after?.start ?? period.end };
}
