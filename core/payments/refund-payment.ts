import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId, type PaymentDocument, type RefundDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { type Dated, datedAt, refuseBeforePayment } from './dated.ts';
import { decideOnPayment, type RecordedFact } from './decide-on-payment.ts';
import type { PaymentInBooks } from './payment-in-books.ts';
import { refuseToldOtherwise, refuseUnpayable } from './refusals.ts';
import { RAIL_OF_MOVES, refuseRail } from './told-rail.ts';
import { refuseOfWallet } from './wallet-payment.ts';

/** Unapplied money of a payment that was paid back. */
export interface RefundRequest {
  readonly payment: string;
  readonly amount: Nanos;
  /** Over which it went, and the rail's own word for it: with the payment they say which refund this is. */
  readonly rail: string;
  readonly reference: string;
  readonly refundedAt: Timestamp;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
  /** It was taken out of a wallet before. */
  readonly isOfWallet?: true;
}

/**
 * Records a refund once, however often it is told.
 * @throws Rejection `payment.not-found`, `payment.amount-invalid`, `payment.amount-exceeded`, `payment.date-invalid`,
 * `payment.differs`, `request.invalid` for the rail of moves, `books.full`
 */
export async function refundPayment(
  books: Books,
  tenant: string,
  request: RefundRequest,
): Promise<RecordedFact> {
  const { payment, rail, reference } = request;
  const id = documentId('refund', [payment, rail, reference]);
  return decideOnPayment(books, tenant, { payment, originals: [id] }, (page, found) => {
    // A move is no refund that is told again.
    if (rail === RAIL_OF_MOVES) refuseRail(page, rail);
    const known = page.originals.get(id);
    if (known?.kind === 'refund') {
      refuseToldOtherwise(request, known);
      return { id, isNew: false };
    }
    if (request.isOfWallet !== true) refuseOfWallet(found.document);
    refuseRail(page, rail);
    refundOn(page, found, { id, request });
    return { id, isNew: true };
  });
}

/** Adds a refund that is not there yet. */
export function refundOn(
  page: Page,
  found: PaymentInBooks,
  { id, request }: { readonly id: string; readonly request: RefundRequest },
): void {
  const dated = refundDated(page, found, request);
  page.add(refundDocument(id, request, { document: found.document, dated, page }));
}

/**
 * When it counts, of a refund that can be recorded as things stand on the page.
 * @throws Rejection `payment.amount-invalid`, `payment.amount-exceeded`, `payment.date-invalid`
 */
function refundDated(
  page: Page,
  { document, unapplied }: PaymentInBooks,
  { amount, refundedAt, timeZone = utc }: RefundRequest,
): Dated {
  refuseUnpayable(amount, document.currency);
  const dated = datedAt(refundedAt, timeZone);
  refuseBeforePayment(dated, document, { param: '/refundedAt', now: page.recordedAt });
  if (amount > unapplied) {
    throw new Rejection(
      'payment.amount-exceeded',
      `pay back what is unapplied, ${nanosText(unapplied)} at most, got ${nanosText(amount)}: credit the invoice, or take the application back, first`,
      { param: '/amount' },
    );
  }
  return dated;
}

/** Refuses what `refundPayment` would, of a refund that is not there yet. @throws Rejection as that does */
export function refuseRefund(page: Page, found: PaymentInBooks, request: RefundRequest): void {
  refuseRail(page, request.rail);
  refundDated(page, found, request);
}

function refundDocument(
  id: string,
  { payment, amount, rail, reference }: RefundRequest,
  from: { readonly document: PaymentDocument; readonly dated: Dated; readonly page: Page },
): RefundDocument {
  const { document, dated, page } = from;
  const { customer, currency } = document;
  return {
    kind: 'refund',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: dated.effectiveAt,
    postings: netPostings([
      { account: accountName({ kind: 'unapplied', customer }), currency, amount },
      { account: accountName({ kind: 'cash', rail }), currency, amount: nanosOf(-amount) },
    ]),
    payment,
    day: dated.day,
    rail,
    reference,
    amount,
  };
}
