import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { dayOf } from '../books/day.ts';
import { documentId, netPostings, type PaymentDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, type TimeZone, utc } from '../kernel/time-zone.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import {
  type IssuedInvoice,
  issuedInvoice,
  refusePartOfMinorUnit,
  refuseVoid,
} from './issued-invoice.ts';

/** Money that came in for an invoice: part of what is due, all, or more. */
export interface PaymentRequest {
  readonly invoice: string;
  /** Over which it came: `bank`, `card`, … */
  readonly rail: string;
  /** The rail's own word for it; with the invoice and the rail it says which payment this is. */
  readonly reference: string;
  readonly amount: Nanos;
  readonly receivedAt: Timestamp;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
}

/**
 * Records a payment once, however often it is told, and answers its id. What is more than due stays the customer's
 * credit on the receivable account.
 * @throws Rejection `invoice.not-found`, `invoice.already-void`, `invoice.amount-invalid`,
 * `invoice.payment-date-invalid`, or `invoice.payment-differs` when the same payment was recorded with another amount.
 */
export async function recordPayment(
  books: Books,
  tenant: string,
  request: PaymentRequest,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { invoice, rail, reference } = request;
  const id = documentId('payment', [invoice, rail, reference]);
  return books.record(tenant, {
    cells: [{ kind: 'document', id }],
    originals: [invoice],
    decide: (page) => {
      const issued = issuedInvoice(page, invoice);
      const known = issued.state.payments.find((payment) => payment.id === id);
      if (known !== undefined) {
        refuseOtherAmount(request, known.amount);
        return { id, isNew: false };
      }
      refuseVoid(issued);
      refuseUnpayable(request, issued);
      refuseMisdated(request, issued, page.recordedAt);
      page.add(paymentDocument(id, request, { issued, page }));
      return { id, isNew: true };
    },
  });
}

function refuseOtherAmount({ amount, reference }: PaymentRequest, known: Nanos): void {
  if (amount === known) return;
  throw new Rejection(
    'invoice.payment-differs',
    `give another payment another reference: ${JSON.stringify(reference.slice(0, 80))} is recorded with ${nanosText(known)}, got ${nanosText(amount)}`,
    { param: '/amount' },
  );
}

function refuseUnpayable({ amount }: PaymentRequest, { document }: IssuedInvoice): void {
  refusePartOfMinorUnit(amount, document.currency, '/amount');
  if (amount > 0n) return;
  throw new Rejection(
    'invoice.amount-invalid',
    `give an amount above zero, got ${nanosText(amount)}`,
    { param: '/amount' },
  );
}

/** Years are easily mistyped, and a payment of another one moves every balance between. */
function refuseMisdated(
  { receivedAt, timeZone = utc }: PaymentRequest,
  { document }: IssuedInvoice,
  now: Timestamp,
): void {
  const first = yearBefore(dayOf(document));
  if (receivedAt <= now && localDate(receivedAt, timeZone) >= first) return;
  throw new Rejection(
    'invoice.payment-date-invalid',
    `give when the money came, from ${first}, a year before ${document.number}, to ${rfc3339(now)}, which is now; got ${rfc3339(receivedAt)}`,
    { param: '/receivedAt' },
  );
}

/** Days are compared as text: whether there is a 29 February does not matter. */
const yearBefore = (day: string): string =>
  `${String(Number.parseInt(day, 10) - 1).padStart(4, '0')}${day.slice(4)}`;

function paymentDocument(
  id: string,
  { invoice, rail, reference, amount, receivedAt, timeZone = utc }: PaymentRequest,
  { issued, page }: { readonly issued: IssuedInvoice; readonly page: Page },
): PaymentDocument {
  const { customer, currency, number: invoiceNumber } = issued.document;
  return {
    kind: 'payment',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: receivedAt,
    postings: netPostings([
      { account: accountName({ kind: 'cash', rail }), currency, amount },
      {
        account: accountName({ kind: 'receivable', customer }),
        currency,
        amount: nanosOf(-amount),
      },
    ]),
    invoice,
    invoiceNumber,
    day: localDate(receivedAt, timeZone),
    rail,
    reference,
    amount,
  };
}
