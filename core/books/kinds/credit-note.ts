import { type Nanos, nanosOf } from '../../kernel/money.ts';
import type { InvoiceState } from '../cell.ts';
import type { CreditedLine, CreditNoteDocument } from '../document.ts';
import { list, nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import { type DocumentKind, noChange, noWorth } from './document-kind.ts';
import { headMembers, numberedMembers, payerMembers } from './members.ts';
import { ofCustomer } from './of-customer.ts';

/** What is credited is forgiven: what usage was worth stays as it was. */
export const creditNote: DocumentKind<CreditNoteDocument> = {
  ...ofCustomer,
  codec: object<CreditNoteDocument>({
    kind: oneOf({ 'credit-note': true }),
    ...headMembers,
    ...payerMembers,
    ...numberedMembers,
    invoice: textCodec,
    lines: list(object<CreditedLine>({ line: textCodec, amount: nanosCodec })),
    subtotal: nanosCodec,
    total: nanosCodec,
    content: textCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  numbered: (document) => document,
  content: ({ content }) => content,
  month: () => undefined,
  monthBecomes: () => 'as it was',
  agreed: () => undefined,
  closedAfter: (closed) => closed,
  about: ({ invoice }) => ({ invoice }),
  begins: () => undefined,
  invoiceAfter: creditedAfter,
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  totals: ({ subtotal }) => ({ ...noChange, credited: subtotal }),
  worth: () => noWorth,
  journalMembers: ({ number, invoice }) => ({ number, invoice }),
};

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
