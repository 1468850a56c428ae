import { definedOnly } from '../../kernel/defined-only.ts';
import { nanosOf } from '../../kernel/money.ts';
import type { PaymentDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import { type DocumentKind, noChange, noWorth } from './document-kind.ts';
import { headMembers, invoiceMembers, payerMembers } from './members.ts';

/** Money that came in for an invoice. */
export const payment: DocumentKind<PaymentDocument> = {
  codec: object<PaymentDocument>({
    kind: oneOf({ payment: true }),
    ...headMembers,
    ...payerMembers,
    ...invoiceMembers,
    rail: textCodec,
    reference: textCodec,
    amount: nanosCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  numbered: () => undefined,
  content: () => undefined,
  month: () => undefined,
  monthBecomes: () => 'as it was',
  agreed: () => undefined,
  closedAfter: (closed) => closed,
  about: ({ invoice }) => invoice,
  begins: () => undefined,
  invoiceAfter: (invoice, { id, rail, reference, amount, effectiveAt: receivedAt, day }) => ({
    ...invoice,
    paid: nanosOf(invoice.paid + amount),
    payments: [
      ...invoice.payments,
      { id, rail, reference, amount, receivedAt, ...definedOnly({ receivedOn: day }) },
    ],
  }),
  totals: () => noChange,
  // It moves what is owed, and posts no revenue: should it ever, that is found.
  worth: () => ({ ...noWorth, earns: true }),
  journalMembers: ({ invoice, rail, reference }) => ({ invoice, rail, reference }),
};
