import { definedOnly } from '../../kernel/defined-only.ts';
import { invariant } from '../../kernel/invariant.ts';
import { nanosOf } from '../../kernel/money.ts';
import type { InvoiceState, PaymentChanges } from '../cell.ts';
import type { ApplicationDocument, ReceivedPayment } from '../document.ts';
import { nanosCodec, object, oneOf } from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, invoiceMembers, payerMembers, receivedMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** Moves money of a payment between what is unapplied and an invoice. */
export const application: DocumentKind<ApplicationDocument> = {
  ...movesMoney,
  codec: object<ApplicationDocument>({
    kind: oneOf({ application: true }),
    ...headMembers,
    ...payerMembers,
    ...invoiceMembers,
    ...receivedMembers,
    amount: nanosCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ invoice, payment }) => ({ invoice, payment }),
  invoiceAfter: (invoice, document) => {
    const { id, payment, amount } = document;
    return {
      ...invoice,
      paid: nanosOf(invoice.paid + amount),
      payments: paymentsAfter(invoice.payments, document),
      applications: [...(invoice.applications ?? []), { id, payment, amount }],
    };
  },
  paymentAfter: (changes, document) => ({
    ...changes,
    applied: appliedAfter(changes.applied, document),
  }),
  unapplied: (document) => ({
    payment: document.payment,
    amount: -document.amount,
    received: receivedIn(document),
  }),
  journalMembers: ({ invoice, payment, rail, reference }) => ({
    invoice,
    payment,
    rail,
    reference,
  }),
};

/** What an application says of its payment. */
const receivedIn = (document: ApplicationDocument): ReceivedPayment => ({
  payment: document.payment,
  rail: document.rail,
  reference: document.reference,
  receivedAt: document.receivedAt,
  ...definedOnly({ receivedOn: document.receivedOn }),
});

/** A payment stays in its place, also where nothing of it is applied any more. */
function paymentsAfter(
  payments: InvoiceState['payments'],
  document: ApplicationDocument,
): InvoiceState['payments'] {
  const { payment, rail, reference, amount, receivedAt, receivedOn } = document;
  const known = payments.some(({ id }) => id === payment);
  const day = definedOnly({ receivedOn });
  const next = known
    ? payments.map((one) =>
        one.id === payment ? { ...one, amount: nanosOf(one.amount + amount) } : one,
      )
    : [...payments, { id: payment, rail, reference, amount, receivedAt, ...day }];
  const after = next.find(({ id }) => id === payment);
  invariant(
    after !== undefined && after.amount >= 0n,
    `${document.id} takes back of ${payment} what is applied to ${document.invoice}, got ${amount}`,
  );
  return next;
}

/** What comes to nothing goes; applied again, it is the latest. */
function appliedAfter(
  applied: PaymentChanges['applied'],
  { invoice, invoiceNumber, amount }: ApplicationDocument,
): PaymentChanges['applied'] {
  const before = applied.find((one) => one.invoice === invoice);
  if (before === undefined) {
    return [...applied, { invoice, amount, ...definedOnly({ invoiceNumber }) }];
  }
  return applied
    .map((one) => (one === before ? { ...one, amount: nanosOf(one.amount + amount) } : one))
    .filter((one) => one.amount !== 0n);
}
