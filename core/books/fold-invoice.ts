import { invariant } from '../kernel/invariant.ts';
import { nanosOf } from '../kernel/money.ts';
import type { DocumentCell, PaymentChanges } from './cell.ts';
import type { BooksDocument } from './document.ts';
import type { DocumentPlace } from './document-entry.ts';
import { kindOf } from './kinds/kinds.ts';

/** Where a document is found. */
export function documentCell(document: BooksDocument, { seq, index }: DocumentPlace): DocumentCell {
  const invoice = kindOf(document).begins(document);
  const place = { kind: 'document', id: document.id, seq, index } as const;
  return invoice === undefined ? place : { ...place, invoice };
}

/** An invoice after a document about it. Throws when it is not in the books, or void. */
export function invoiceAfter(
  cell: DocumentCell | undefined,
  document: BooksDocument,
): DocumentCell {
  invariant(cell?.invoice !== undefined, `${document.id} is about an invoice in the books`);
  const { invoice } = cell;
  invariant(invoice.voided === undefined, `${document.id} is about an invoice that is not void`);
  return { ...cell, invoice: kindOf(document).invoiceAfter(invoice, document) };
}

const untouched: PaymentChanges = { applied: [], refunded: nanosOf(0n), reversed: nanosOf(0n) };

/** A payment after a document about it. Throws when it is not in the books. */
export function paymentAfter(
  cell: DocumentCell | undefined,
  document: BooksDocument,
): DocumentCell {
  invariant(
    cell !== undefined && cell.invoice === undefined,
    `${document.id} is about a payment in the books`,
  );
  return { ...cell, payment: kindOf(document).paymentAfter(cell.payment ?? untouched, document) };
}

/** A payout after a document about it. Throws when it is not in the books. */
export function payoutAfter(cell: DocumentCell | undefined, document: BooksDocument): DocumentCell {
  invariant(cell !== undefined, `${document.id} is about a payout in the books`);
  return { ...cell, payout: kindOf(document).payoutAfter(cell.payout ?? {}, document) };
}
