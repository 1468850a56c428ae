import type {
  BillingDocumentOnTheWire,
  InvoiceLine,
  InvoicePeriod,
} from '../../contract/invoices/invoice.ts';
import { billingPeriod, laterLabel, localDate } from '../../invoicing/billing-period.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type TimeZone, timeZoneFrom } from '../../kernel/time-zone.ts';
import { type Period, timestampFrom } from '../../kernel/timestamp.ts';
import { type Share, shareOf } from '../../pricing/share.ts';

/** Which part of which month a line is for. */
export interface LineStretch {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly period: Period;
  readonly timeZone: TimeZone;
  /** As the document shows it. */
  readonly shown: InvoicePeriod;
  /** The days of the month it has. */
  readonly share: Share;
}

/**
 * The stretch of a line: of an adjustment the earlier month, of what is charged in advance the next one, otherwise the
 * document's own.
 */
export function stretchOf(
  document: BillingDocumentOnTheWire,
  line: InvoiceLine,
  closed: readonly (Period & { readonly label: string })[],
): LineStretch {
  const timeZone = timeZoneFrom(document.period.timezone, 'timezone');
  const shown = line.period ?? document.period;
  const period = instantsOf(shown);
  const own = ownMonth(document, timeZone, closed);
  const month =
    line.adjusts?.period ?? (period.start >= own.end ? laterLabel(own.label) : own.label);
  const whole =
    month === own.label
      ? own
      : (closed.find(({ label }) => label === month) ?? billingPeriod(month, timeZone));
  return { month, period, timeZone, shown, share: shareOf(period, whole, timeZone) };
}

/** The month that the document closes; its label is not on the document, and its time zone may have changed since. */
function ownMonth(
  document: BillingDocumentOnTheWire,
  timeZone: TimeZone,
  closed: readonly (Period & { readonly label: string })[],
): Period & { readonly label: string } {
  const period = instantsOf(document.period);
  const known = closed.find(({ start, end }) => start === period.start && end === period.end);
  return known ?? { ...period, label: localDate(middleOf(period), timeZone).slice(0, 7) };
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
