import { definedOnly } from '../../kernel/defined-only.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import type { PaymentDocument, ReceivedPayment } from '../document.ts';
import { monthCodec, nanosCodec, object, oneOf, optional, textCodec } from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** What of a payment was applied when it was recorded: of those of before there was more than one way, all. */
export const appliedAtOnce = ({ invoice, amount, applied = amount }: PaymentDocument): Nanos =>
  invoice === undefined ? nanosOf(0n) : applied;

/** A payment, as others speak of it. */
export const receivedOf = (document: PaymentDocument): ReceivedPayment => ({
  payment: document.id,
  rail: document.rail,
  reference: document.reference,
  receivedAt: document.effectiveAt,
  ...definedOnly({ receivedOn: document.day }),
});

/** Money that came in, for an invoice or without one. */
export const payment: DocumentKind<PaymentDocument> = {
  ...movesMoney,
  codec: object<PaymentDocument>({
    kind: oneOf({ payment: true }),
    ...headMembers,
    ...payerMembers,
    invoice: optional(textCodec),
    invoiceNumber: optional(textCodec),
    day: optional(textCodec),
    rail: textCodec,
    reference: textCodec,
    amount: nanosCodec,
    applied: optional(nanosCodec),
    deposit: optional(monthCodec),
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ invoice }) => ({ invoice }),
  invoiceAfter: (invoice, document) => ({
    ...invoice,
    paid: nanosOf(invoice.paid + appliedAtOnce(document)),
    payments: [
      ...invoice.payments,
      {
        id: document.id,
        rail: document.rail,
        reference: document.reference,
        amount: appliedAtOnce(document),
        receivedAt: document.effectiveAt,
        ...definedOnly({ receivedOn: document.day }),
      },
    ],
  }),
  paymentAfter: (changes) => changes,
  unapplied: (document) => ({
    payment: document.id,
    amount: document.amount - appliedAtOnce(document),
    received: receivedOf(document),
  }),
  journalMembers: ({ invoice, rail, reference }) => ({
    ...definedOnly({ invoice }),
    rail,
    reference,
  }),
};
