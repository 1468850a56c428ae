import type { Books } from '../books/books.ts';
import { documentId, type PauseDocument } from '../books/document.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, type TimeZone } from '../kernel/time-zone.ts';
import { datedAt } from '../payments/dated.ts';
import type { RecordedFact } from '../payments/decide-on-payment.ts';
import { issuedInvoice, refuseVoid } from '../payments/issued-invoice.ts';

/** An invoice of which nobody is to be reminded before a day; without one, the pause that there is ends. */
export interface PauseRequest {
  readonly invoice: string;
  /** `YYYY-MM-DD`, in the seller's time zone: from then on reminders may come again. */
  readonly until: string | undefined;
  readonly reason: string;
  /** The caller's, for this pause. */
  readonly key: string;
  readonly timeZone: TimeZone;
}

/** Nobody means a pause of years. */
const DAYS_MAX = 366;

/**
 * Pauses the reminders of an invoice, or goes on with them. The last one counts; the same key again is the same one.
 * @throws Rejection `invoice.not-found`, `invoice.already-void`, `reminder.day-invalid`,
 * `request.idempotency-key-reused`
 */
export async function pauseInvoice(
  books: Books,
  tenant: string,
  { invoice, until, reason, key, timeZone }: PauseRequest,
): Promise<RecordedFact> {
  const id = documentId('pause', [invoice, key]);
  return books.record(tenant, {
    cells: [],
    originals: [invoice, id],
    decide: (page) => {
      const issued = issuedInvoice(page, invoice);
      const known = page.originals.get(id);
      if (known?.kind === 'pause') return knownPause(known, { until, reason, key });
      refuseVoid(issued);
      const { effectiveAt, day } = datedAt(page.recordedAt, timeZone);
      if (until !== undefined) refuseNotAhead(until, day);
      const { number: invoiceNumber, customer, currency } = issued.document;
      page.add({
        kind: 'pause',
        id,
        customer,
        currency,
        recordedAt: page.recordedAt,
        effectiveAt,
        postings: [],
        invoice,
        invoiceNumber,
        day,
        ...definedOnly({ until }),
        reason,
      } satisfies PauseDocument);
      return { id, isNew: true };
    },
  });
}

function knownPause(
  { id, until, reason }: PauseDocument,
  asked: Pick<PauseRequest, 'until' | 'reason' | 'key'>,
): RecordedFact {
  if (until === asked.until && reason === asked.reason) return { id, isNew: false };
  throw new Rejection(
    'request.idempotency-key-reused',
    `send another pause under another key: ${JSON.stringify(asked.key.slice(0, 80))} is that of one ${until === undefined ? 'that ends' : `until ${until}`}, because ${reason}`,
    { param: 'idempotency-key' },
  );
}

function refuseNotAhead(until: string, today: string): void {
  const last = laterDate(today, DAYS_MAX);
  if (until > today && until <= last) return;
  throw new Rejection(
    'reminder.day-invalid',
    `/until: give a day after ${today}, which is today, and up to ${last}; got ${until}`,
    { param: '/until' },
  );
}

/** @throws Rejection `reminder.day-invalid` for what is no day of the calendar. */
export function refuseNoDay(
  day: string,
  { param, timeZone }: { readonly param: string; readonly timeZone: TimeZone },
): void {
  if (localStart(day, timeZone) !== undefined) return;
  const detail = `${param}: give a day of the calendar, got ${day}`;
  throw new Rejection('reminder.day-invalid', detail, { param });
}
