import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import { nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, utc } from '../kernel/time-zone.ts';
import { writeOffDocument } from './applications.ts';
import { datedAt } from './dated.ts';
import type { RecordedFact } from './decide-on-payment.ts';
import { issuedInvoice, refuseVoid } from './issued-invoice.ts';
import { amountDue } from './payment-state.ts';

/** An invoice of which what is due is not hoped for any more. */
export interface WriteOffRequest {
  readonly invoice: string;
  readonly reason: string;
  /** The caller's, for this write-off. */
  readonly key: string;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
}

/**
 * Writes off what is due of an invoice, which is uncollectible then. Money that comes for it later takes that back. The
 * same key again is the same write-off. Taxes stay as they are: a credit note gives them back, where the law lets it.
 * @throws Rejection `invoice.not-found`, `invoice.already-void`, `invoice.nothing-due`,
 * `request.idempotency-key-reused`
 */
export async function writeOffInvoice(
  books: Books,
  tenant: string,
  { invoice, reason, key, timeZone = utc }: WriteOffRequest,
): Promise<RecordedFact> {
  const id = documentId('write-off', [invoice, key]);
  return books.record(tenant, {
    cells: [],
    originals: [invoice, id],
    decide: (page) => {
      const issued = issuedInvoice(page, invoice);
      const known = page.originals.get(id);
      if (known?.kind === 'write-off') {
        if (known.reason === reason) return { id, isNew: false };
        throw new Rejection(
          'request.idempotency-key-reused',
          `send another write-off under another key: ${JSON.stringify(key.slice(0, 80))} is that of one because ${known.reason}`,
          { param: 'idempotency-key' },
        );
      }
      refuseVoid(issued);
      const amount = amountDue(issued.state);
      if (amount <= 0n) {
        throw new Rejection(
          'invoice.nothing-due',
          `leave ${issued.document.number} as it is: ${nanosText(amount)} is due of it`,
        );
      }
      const dated = datedAt(page.recordedAt, timeZone);
      page.add(writeOffDocument({ id, invoice: issued.document, reason, amount }, { page, dated }));
      return { id, isNew: true };
    },
  });
}
