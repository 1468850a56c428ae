import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { DocumentCell, DocumentPlace, InvoiceState } from './cell.ts';
import type { BooksDocument, CreditNoteDocument, InvoiceDocument } from './document.ts';

/** Where a document is found. */
export const documentCell = (
  document: BooksDocument,
  { seq, index }: DocumentPlace,
): DocumentCell => ({
  kind: 'document',
  id: document.id,
  seq,
  index,
  ...(document.kind === 'invoice' ? { invoice: issued(document) } : {}),
});

const issued = ({ total, dueAt }: InvoiceDocument): InvoiceState => ({
  total,
  dueAt,
  paid: nanosOf(0n),
  credited: nanosOf(0n),
  creditedLines: [],
  payments: [],
  creditNotes: [],
});

/** An invoice after a document about it. Throws when it is not in the books, or void. */
export function invoiceAfter(
  cell: DocumentCell | undefined,
  document: BooksDocument,
): DocumentCell {
  invariant(cell?.invoice !== undefined, `${document.id} is about an invoice in the books`);
  return { ...cell, invoice: invoiceStateAfter(cell.invoice, document) };
}

function invoiceStateAfter(invoice: InvoiceState, document: BooksDocument): InvoiceState {
  invariant(invoice.voided === undefined, `${document.id} is about an invoice that is not void`);
  switch (document.kind) {
    case 'credit-note':
      return creditedAfter(invoice, document);
    case 'payment': {
      const { id, rail, reference, amount, effectiveAt: receivedAt } = document;
      return {
        ...invoice,
        paid: nanosOf(invoice.paid + amount),
        payments: [...invoice.payments, { id, rail, reference, amount, receivedAt }],
      };
    }
    case 'void':
      return { ...invoice, voided: { at: document.recordedAt, reason: document.reason } };
    case 'invoice':
    case 'statement':
      return invoice;
  }
}

function creditedAfter(invoice: InvoiceState, note: CreditNoteDocument): InvoiceState {
  const lines = new Map<string, Nanos>(
    invoice.creditedLines.map(({ line, amount }) => [line, amount]),
  );
  for (const { line, amount } of note.lines) {
    lines.set(line, nanosOf((lines.get(line) ?? 0n) + amount));
  }
  return {
    ...invoice,
    credited: nanosOf(invoice.credited + note.total),
    creditedLines: [...lines.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([line, amount]) => ({ line, amount })),
    creditNotes: [...invoice.creditNotes, { id: note.id, number: note.number }],
  };
}
