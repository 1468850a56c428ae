import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { dayOf } from '../books/day.ts';
import { documentId, type PaymentDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { recoverOn } from './applications.ts';
import { type Dated, datedAt, refuseMisdated, yearBefore } from './dated.ts';
import {
  type IssuedInvoice,
  issuedInvoice,
  refusePartOfMinorUnit,
  refuseVoid,
} from './issued-invoice.ts';
import { amountDue, writtenOff } from './payment-state.ts';
import { payerPaymentId } from './record-payer-payment.ts';
import { refuseRail } from './told-rail.ts';
import { paymentsOn, refuseTooManyPayments } from './too-many-payments.ts';
import { refuseTooManyUnapplied, unappliedOn } from './too-many-unapplied.ts';

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
 * Records a payment once, however often it is told, and answers its id. What is more than due is unapplied money of the
 * payer. What was written off and comes after all is written off no more.
 * @throws Rejection `invoice.not-found`, `invoice.already-void`, `invoice.amount-invalid`,
 * `invoice.payment-date-invalid`, `payment.too-many-unapplied`, `request.invalid` for the rail of moves, `books.full`
 * for too many payments or rails, or `invoice.payment-differs` when the same payment was recorded with another amount,
 * or as money of the payer.
 */
export async function recordPayment(
  books: Books,
  tenant: string,
  request: PaymentRequest,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { invoice, rail, reference, receivedAt, timeZone = utc } = request;
  const id = documentId('payment', [invoice, rail, reference]);
  const dated = datedAt(receivedAt, timeZone);
  const before = await books.read(tenant, { cells: [], originals: [invoice] });
  const issuedBefore = issuedInvoice(before, invoice);
  const { customer } = issuedBefore.document;
  const likely = toldOf(issuedBefore, request);
  const ofPayer = payerPaymentId({ payer: customer, rail, reference });
  return books.record(tenant, {
    cells: [{ kind: 'customer', customer }],
    originals: [invoice, id, ofPayer, ...(likely === undefined ? [] : [likely])],
    decide: (page) => {
      const issued = issuedInvoice(page, invoice);
      const known = page.originals.get(id);
      if (known?.kind === 'payment') {
        refuseOtherAmount(request, known.amount);
        return { id, isNew: false };
      }
      refuseKnownOfPayer(page, request, { issued, ofPayer });
      refuseRail(page, rail);
      refuseVoid(issued);
      refuseUnpayable(request, issued);
      refuseMisdated(dated, {
        code: 'invoice.payment-date-invalid',
        param: '/receivedAt',
        first: yearBefore(dayOf(issued.document)),
        why: `a year before ${issued.document.number}`,
        now: page.recordedAt,
      });
      const waiting = unappliedOn(page, customer);
      const paid = paymentsOn(page, invoice);
      page.add(paymentDocument(id, request, { issued, page, dated }));
      refuseTooManyPayments(page, issued.document, paid);
      recoverOn(issued.document, { page, dated, cause: id });
      refuseTooManyUnapplied(page, customer, waiting);
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

/** Money of an entry of a bank is known by that entry, and paid the invoice under this word. */
const toldOf = ({ state }: IssuedInvoice, { rail, reference }: PaymentRequest) =>
  state.payments.find((one) => one.rail === rail && one.reference === reference)?.id;

/**
 * Money of the payer of the same word is the same money. What was left of a payment of another invoice is not: payers
 * use one word for all that they pay.
 */
function refuseKnownOfPayer(
  page: Page,
  request: PaymentRequest,
  { issued, ofPayer }: { readonly issued: IssuedInvoice; readonly ofPayer: string },
): void {
  const told = page.originals.has(ofPayer) ? ofPayer : toldOf(issued, request);
  if (told === undefined) return;
  const payment = page.originals.get(told);
  if (payment?.kind === 'payment' && payment.invoice !== undefined) return;
  throw knownOfPayer(request, told);
}

/** The same word of the same rail is the same money: to record it here as well would count it twice. */
const knownOfPayer = ({ rail, reference }: PaymentRequest, id: string): Rejection =>
  new Rejection(
    'invoice.payment-differs',
    `apply ${id} to the invoice, or give another payment another reference: ${JSON.stringify(reference.slice(0, 80))} over ${rail} is recorded as money of the payer`,
    { param: '/reference' },
  );

function refuseUnpayable({ amount }: PaymentRequest, { document }: IssuedInvoice): void {
  refusePartOfMinorUnit(amount, document.currency, '/amount');
  if (amount > 0n) return;
  throw new Rejection(
    'invoice.amount-invalid',
    `give an amount above zero, got ${nanosText(amount)}`,
    { param: '/amount' },
  );
}

function paymentDocument(
  id: string,
  { invoice, rail, reference, amount }: PaymentRequest,
  from: { readonly issued: IssuedInvoice; readonly page: Page; readonly dated: Dated },
): PaymentDocument {
  const { issued, page, dated } = from;
  const { customer, currency, number: invoiceNumber } = issued.document;
  const owed = amountDue(issued.state) + writtenOff(issued.state);
  const applied = nanosOf(owed <= 0n ? 0n : amount < owed ? amount : owed);
  return {
    kind: 'payment',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: dated.effectiveAt,
    postings: netPostings([
      { account: accountName({ kind: 'cash', rail }), currency, amount },
      {
        account: accountName({ kind: 'receivable', customer }),
        currency,
        amount: nanosOf(-applied),
      },
      {
        account: accountName({ kind: 'unapplied', customer }),
        currency,
        amount: nanosOf(applied - amount),
      },
    ]),
    invoice,
    invoiceNumber,
    day: dated.day,
    rail,
    reference,
    amount,
    ...(applied < amount ? { applied } : {}),
  };
}
