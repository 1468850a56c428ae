import { Temporal } from 'temporal-polyfill';
import type { InvoicePeriod } from '../contract/invoices/invoice.ts';
import { invariant } from '../kernel/invariant.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, type TimeZone } from '../kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  rfc3339,
  type Timestamp,
  timestampOf,
} from '../kernel/timestamp.ts';

/** A month of a customer: half-open, from one local midnight to another. */
export interface BillingPeriod extends Period {
  /** `YYYY-MM`: the month in which it begins. */
  readonly label: string;
  readonly timeZone: TimeZone;
}

const LABEL = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const YEAR = { min: 1970, max: 9997 } as const;
/** A period of a 31st that has gone by begins before the month its label names the next one by. */
const MONTHS_AROUND = [-1, 0, 1] as const;

/**
 * The period that begins on day `anchorDay` of the month `label`, or on its last day where the month is shorter, and
 * ends where the next one begins. Each bound is computed from the anchor and not from the bound before, so that a 31st
 * is not worn down to a 28th by February.
 * @throws Rejection `period.malformed` unless `label` is a month `YYYY-MM` from 1970 to 9997.
 */
export function billingPeriod(label: string, timeZone: TimeZone, anchorDay = 1): BillingPeriod {
  const month = monthFrom(label);
  return {
    label,
    start: startIn(month, timeZone, anchorDay),
    end: startIn(month.add({ months: 1 }), timeZone, anchorDay),
    timeZone,
  };
}

function monthFrom(label: string): Temporal.PlainYearMonth {
  const year = Number.parseInt(label.slice(0, 4), 10);
  if (LABEL.test(label) && year >= YEAR.min && year <= YEAR.max) {
    return Temporal.PlainYearMonth.from(label);
  }
  throw new Rejection(
    'period.malformed',
    `name a month as YYYY-MM, such as 2026-03, got ${JSON.stringify(label.slice(0, 40))}`,
    { param: 'period' },
  );
}

function startIn(month: Temporal.PlainYearMonth, timeZone: TimeZone, anchorDay: number): Timestamp {
  invariant(
    anchorDay >= 1 && anchorDay <= 31,
    `anchor months on a day from 1 to 31, got ${anchorDay}`,
  );
  const date = month.toPlainDate({ day: Math.min(anchorDay, month.daysInMonth) });
  const start = localStart(date.toString(), timeZone);
  invariant(start !== undefined, `${date.toString()} begins at some instant in ${timeZone}`);
  return start;
}

/** The month after `label`, or as many after, or before it, as said. */
export const laterLabel = (label: string, months = 1): string =>
  monthFrom(label).add({ months }).toString();

/** The period that `instant` is in. */
export function billingPeriodAt(
  instant: Timestamp,
  timeZone: TimeZone,
  anchorDay = 1,
): BillingPeriod {
  const label = localDate(instant, timeZone).slice(0, 7);
  const found = MONTHS_AROUND.map((months) =>
    billingPeriod(laterLabel(label, months), timeZone, anchorDay),
  ).find(({ start, end }) => start <= instant && instant < end);
  invariant(found !== undefined, `some period of ${timeZone} contains ${rfc3339(instant)}`);
  return found;
}

/**
 * The periods from the one that `since` is in to the last that had ended `graceMilliseconds` before `now`, ascending.
 */
export function duePeriods(
  since: Timestamp,
  {
    now,
    graceMilliseconds,
    timeZone,
    anchorDay = 1,
  }: {
    readonly now: Timestamp;
    readonly graceMilliseconds: number;
    readonly timeZone: TimeZone;
    readonly anchorDay?: number;
  },
): BillingPeriod[] {
  const due: BillingPeriod[] = [];
  let period = billingPeriodAt(since, timeZone, anchorDay);
  while (period.end + graceMilliseconds <= now) {
    due.push(period);
    period = billingPeriod(laterLabel(period.label), timeZone, anchorDay);
  }
  return due;
}

/** @throws Rejection `period.not-ended` while the period goes on. */
export function refuseUnended({ label, end, timeZone }: BillingPeriod, now: Timestamp): void {
  if (now >= end) return;
  throw new Rejection(
    'period.not-ended',
    `close ${label} after it has ended in ${timeZone}, at ${rfc3339(end)}: it is ${rfc3339(now)} now`,
    { param: 'period' },
  );
}

/**
 * @throws Rejection `period.already-invoiced` when a change that counts from `from` on would change what a closed month
 * was rated by.
 */
export function refuseInvoiced(
  from: Timestamp,
  closed: readonly (Period & { readonly label: string })[],
  param: string,
): void {
  const last = closed.reduce<(Period & { readonly label: string }) | undefined>(
    (latest, one) => (latest === undefined || one.end > latest.end ? one : latest),
    undefined,
  );
  if (last === undefined || from >= last.end) return;
  throw new Rejection(
    'period.already-invoiced',
    `let the change count from ${rfc3339(last.end)} or later: ${last.label} is invoiced, and what it was rated by stays as it was`,
    { param },
  );
}

/** The date that calendars in a zone show at an instant, `YYYY-MM-DD`. */
export const localDate = (instant: Timestamp, timeZone: TimeZone): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();

/** `date` and so many days, and the instant at which that day has ended. */
export function dueDateOf(
  date: string,
  days: number,
  timeZone: TimeZone,
): { readonly dueDate: string; readonly dueAt: Timestamp } {
  const due = Temporal.PlainDate.from(date).add({ days });
  const dueAt = localStart(due.add({ days: 1 }).toString(), timeZone);
  invariant(dueAt !== undefined, `${due.toString()} ends at some instant in ${timeZone}`);
  return { dueDate: due.toString(), dueAt };
}

/** A stretch of time as invoices show it. */
export const invoicePeriod = ({ start, end }: Period, timeZone: TimeZone): InvoicePeriod => ({
  start: rfc3339(start),
  end: rfc3339(end),
  timezone: timeZone,
  firstDay: localDate(start, timeZone),
  lastDay: localDate(timestampOf(end - millisecondsPer.second), timeZone),
});

/**
 * `period`, begun where the month before it was closed: the same, unless the customer's time zone or anchor was changed
 * in between. Then this one month is longer or shorter, and no instant is billed twice or not at all.
 */
export function followingOn(
  period: BillingPeriod,
  closed: readonly (Period & { readonly label: string })[],
): BillingPeriod {
  const before = closed.find(({ label }) => label === laterLabel(period.label, -1));
  return before === undefined ? period : { ...period, start: before.end };
}
