import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId, type ReversalDocument, type ReversalReason } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { releaseOn } from './apply-payment.ts';
import { bankEntryReversalId } from './bank-entry.ts';
import { datedAt, refuseBeforePayment } from './dated.ts';
import { decideOnPayment, type RecordedFact } from './decide-on-payment.ts';
import { originRail } from './origin-rail.ts';
import type { PaymentInBooks } from './payment-in-books.ts';
import { refuseToldOtherwise, refuseUnpayable } from './refusals.ts';

/** Money of a payment that was taken back from us. */
export interface ReversalRequest {
  readonly payment: string;
  /** All that is left of it, where it is left out. */
  readonly amount?: Nanos | undefined;
  readonly reason: ReversalReason;
  /** The rail's own word for it: with the payment it says which reversal this is. */
  readonly reference: string;
  /** What names the entry of a bank statement that it is: then that alone says which reversal this is. */
  readonly bankEntry?: string | undefined;
  readonly reversedAt: Timestamp;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
}

/**
 * Records a reversal once, however often it is told. What is unapplied goes first; for the rest, the latest
 * applications are taken back in the same block, so that their invoices are due again. Money that was moved to the
 * payer is taken from the rail that it came in over.
 * @throws Rejection `payment.not-found`, `payment.amount-invalid`, `payment.amount-exceeded`, `payment.date-invalid`,
 * `payment.differs`, `books.full` for money that was moved too often to be followed
 */
export async function reversePayment(
  books: Books,
  tenant: string,
  request: ReversalRequest,
): Promise<RecordedFact> {
  const { payment, reference, bankEntry } = request;
  const id =
    bankEntry === undefined
      ? documentId('reversal', [payment, reference])
      : bankEntryReversalId(bankEntry);
  const rail = await originRail(books, tenant, payment);
  return decideOnPayment(books, tenant, { payment, originals: [id] }, (page, found) => {
    const known = page.originals.get(id);
    if (known?.kind === 'reversal') {
      refuseToldOtherwise(request, known);
      refuseOtherPayment(request, known);
      refuseRest(request, known, leftOf(found));
      return { id, isNew: false };
    }
    reverseOn(page, found, { id, request, rail });
    return { id, isNew: true };
  });
}

/** Of a payment's own reversal, the id says of which it is; of an entry of a bank it does not. */
function refuseOtherPayment(
  { payment, reference }: ReversalRequest,
  known: ReversalDocument,
): void {
  if (payment === known.payment) return;
  throw new Rejection(
    'payment.differs',
    `give another reversal another reference: ${JSON.stringify(reference.slice(0, 80))} is recorded of ${known.payment}, got ${payment}`,
    { param: 'id' },
  );
}

/** What of a payment went back neither as a refund nor as a reversal. */
const leftOf = ({ document, refunded, reversed, broken }: PaymentInBooks): Nanos =>
  nanosOf(document.amount - refunded - reversed - broken);

/** Without an amount, it was told as of all that is left: of a payment of which something is, that was less. */
function refuseRest(
  { amount, reference }: ReversalRequest,
  known: ReversalDocument,
  left: Nanos,
): void {
  if (amount !== undefined || left === 0n) return;
  throw new Rejection(
    'payment.differs',
    `give another reversal another reference: ${JSON.stringify(reference.slice(0, 80))} is recorded with ${nanosText(known.amount)}, got no amount, which is all, and ${nanosText(left)} of the payment is left`,
    { param: '/reference' },
  );
}

/** Adds a reversal that is not there yet. The invoices that the payment is applied to were asked for. */
export function reverseOn(
  page: Page,
  found: PaymentInBooks,
  reversal: {
    readonly id: string;
    readonly request: ReversalRequest;
    /** From which the money is taken, where that is not the payment's own. */
    readonly rail?: string;
  },
): void {
  const { document, unapplied } = found;
  const { customer, currency } = document;
  const { id, request, rail = document.rail } = reversal;
  const { reversedAt, reference, reason, timeZone = utc } = request;
  const left = leftOf(found);
  const { amount = left } = request;
  if (amount > left || left === 0n) {
    throw new Rejection(
      'payment.amount-exceeded',
      `reverse what is left of the payment, ${nanosText(left)} at most, got ${nanosText(amount)}: the rest was refunded, reversed or moved before, and what was moved is reversed of the payment that it became`,
      { param: '/amount' },
    );
  }
  refuseUnpayable(amount, currency);
  const dated = datedAt(reversedAt, timeZone);
  refuseBeforePayment(dated, document, { param: '/reversedAt', now: page.recordedAt });
  releaseOn(page, found, { amount: amount - unapplied, dated, cause: id });
  page.add({
    kind: 'reversal',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: dated.effectiveAt,
    postings: netPostings([
      { account: accountName({ kind: 'unapplied', customer }), currency, amount },
      { account: accountName({ kind: 'cash', rail }), currency, amount: nanosOf(-amount) },
    ]),
    payment: document.id,
    day: dated.day,
    rail,
    reference,
    reason,
    amount,
  } satisfies ReversalDocument);
}
