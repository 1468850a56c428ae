import { nanosOf } from '../../kernel/money.ts';
import type { InvoiceDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec, timestampCodec } from '../json-codec.ts';
import { billedOf, closedWith, type DocumentKind, noChange, residueOf } from './document-kind.ts';
import { closingMembers, headMembers, numberedMembers, payerMembers } from './members.ts';
import { ofCustomer } from './of-customer.ts';

export const invoice: DocumentKind<InvoiceDocument> = {
  ...ofCustomer,
  codec: object<InvoiceDocument>({
    kind: oneOf({ invoice: true }),
    ...headMembers,
    ...payerMembers,
    ...closingMembers,
    ...numberedMembers,
    subtotal: nanosCodec,
    total: nanosCodec,
    dueAt: timestampCodec,
    content: textCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  numbered: (document) => document,
  content: ({ content }) => content,
  month: (document) => document,
  monthBecomes: () => 'closed',
  agreed: ({ agreed }) => agreed,
  closedAfter: (closed, document, { seq, index }) => {
    const { currency, subtotal } = document;
    return closedWith(closed, document, { seq, index, currency, subtotal });
  },
  about: () => ({}),
  begins: ({ total, dueAt }) => ({
    total,
    dueAt,
    paid: nanosOf(0n),
    credited: nanosOf(0n),
    creditedLines: [],
    payments: [],
    creditNotes: [],
  }),
  invoiceAfter: (state) => state,
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  totals: ({ recognised, subtotal }) => ({ ...noChange, recognised, invoiced: subtotal }),
  worth: (document) => ({
    billed: billedOf(document),
    residue: residueOf(document),
    earns: true,
  }),
  journalMembers: ({ number, period }) => ({ number, period: period.month }),
};
