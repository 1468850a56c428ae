import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import type { BillingCycle, InvoicePeriod } from '../../contract/invoices/invoice-period.ts';
import { billingPeriod, type ClosedMonth } from '../../invoicing/billing-period.ts';
import { daysFrom, daysIn } from '../../kernel/calendar-days.ts';
import { invariant } from '../../kernel/invariant.ts';
import { localCalendar } from '../../kernel/local-calendar.ts';
import { type Month, monthFrom, monthOfDate } from '../../kernel/month.ts';
import { localDate, type TimeZone, timeZoneFrom } from '../../kernel/time-zone.ts';
import { type Period, timestampFrom } from '../../kernel/timestamp.ts';
import { type Share, shareOf } from '../../pricing/share.ts';

/** Which part of which month a line is for. */
export interface ExplainedStretch {
  readonly month: Month;
  readonly period: Period;
  readonly timeZone: TimeZone;
  /** As the document shows it. */
  readonly shown: InvoicePeriod;
  /** The days of the month it has. */
  readonly share: Share;
}

/**
 * The stretch of a line: of an adjustment the earlier month, of what is charged in advance the next one, otherwise the
 * document's own. Bounds of other months are those of `closed`, otherwise as the document's time zone has them.
 */
export function stretchOf(
  document: DocumentContent,
  line: InvoiceLine,
  closed: readonly ClosedMonth[] = [],
): ExplainedStretch {
  const timeZone = timeZoneFrom(document.period.timezone, 'timezone');
  const shown = line.period ?? document.period;
  const period = instantsOf(shown);
  const { cycle } = shown;
  if (cycle !== undefined) {
    const month = monthFrom(cycle.month);
    return { month, period, timeZone, shown, share: daysOfCycle(shown, cycle) };
  }
  const own = ownMonth(document, timeZone, closed);
  const month = adjusted(line) ?? monthIn(period, own, timeZone);
  const whole =
    month === own.month
      ? own
      : (closed.find((one) => one.month === month) ?? billingPeriod(month, timeZone));
  return { month, period, timeZone, shown, share: shareOf(period, whole, localCalendar(timeZone)) };
}

/** The days of a month of a payer with a billing day: it has as many, or more or fewer, as the month that names it. */
const daysOfCycle = (
  { firstDay, lastDay }: InvoicePeriod,
  { month, firstDay: first }: BillingCycle,
): Share => ({
  from: daysFrom(first, firstDay),
  to: daysFrom(first, lastDay) + 1,
  of: daysIn(monthFrom(month)),
});

/** A line is for days of the month that is closed, or of one after it: that is told by the middle of them. */
const monthIn = (period: Period, own: ClosedMonth, timeZone: TimeZone): Month =>
  period.start < own.end ? own.month : monthOfDate(localDate(middleOf(period), timeZone));

/** The month that an adjustment is of; undefined of any other line. */
const adjusted = ({ adjusts }: InvoiceLine): Month | undefined =>
  adjusts === undefined ? undefined : monthFrom(adjusts.period);

/** The month that the document closes; it is not named on the document, and its time zone may have changed since. */
function ownMonth(
  document: DocumentContent,
  timeZone: TimeZone,
  closed: readonly ClosedMonth[],
): ClosedMonth {
  const period = instantsOf(document.period);
  const known = closed.find(({ start, end }) => start === period.start && end === period.end);
  return known ?? { ...period, month: monthOfDate(localDate(middleOf(period), timeZone)) };
}

/** A month that follows on one of another time zone begins some hours off its first midnight. */
const middleOf = ({ start, end }: Period): Period['start'] =>
  (start + Math.floor((end - start) / 2)) as Period['start'];

function instantsOf({ start, end }: InvoicePeriod): Period {
  const period = { start: timestampFrom(start), end: timestampFrom(end) };
  invariant(
    period.start !== undefined && period.end !== undefined,
    `a document has instants, got ${start} and ${end}`,
  );
  return { start: period.start, end: period.end };
}
