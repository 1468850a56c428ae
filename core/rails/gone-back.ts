import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { releaseOn } from '../payments/apply-payment.ts';
import { datedAt } from '../payments/dated.ts';
import { type PaymentInBooks, paymentInBooks, readPayment } from '../payments/payment-in-books.ts';
import { payerPaymentId } from '../payments/record-payer-payment.ts';
import { refundOn } from '../payments/refund-payment.ts';
import { reverseOn } from '../payments/reverse-payment.ts';
import { walletOf } from './collection.ts';
import type { CollectedMovement } from './rail-books.ts';

/** Money that a rail has paid back, or that was taken from it. */
export interface RefundMovement {
  readonly kind: 'refund' | 'reversal';
  readonly moved: CollectedMovement;
  readonly payer: string;
  readonly rail: string;
  readonly reference: string;
  readonly amount: Nanos;
  readonly at: Timestamp;
  readonly timeZone: TimeZone;
  /**
   * What of it was taken out of a wallet already, by the payments' ids: it is booked on these first. Else the wallet
   * would have less of one payment than the books, for good, and more of another.
   */
  readonly taken?: ReadonlyMap<string, Nanos>;
}

/** Each time, a payment was applied to another invoice meanwhile. */
const ATTEMPTS_MAX = 50;

/**
 * Books it once, in one block, whatever the money was applied to, as the rail has done it already. It is money of the
 * payment and, where some of that was gone and has come again, of what has come. A refund that a person has recorded
 * under the same reference is this one.
 * @throws Rejection `payment.amount-exceeded`, `payment.date-invalid`
 */
export async function goneBack(books: Books, back: RefundMovement): Promise<void> {
  const { tenant } = back.moved.collection;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const payments = await paymentsOf(books, back);
    const [first] = payments;
    if (first === undefined) throw exceeded(back, nanosOf(0n));
    const ids = [...idsOf(back, first.document.id, payments.length)];
    const names = payments.map(({ document }) => document.id);
    const invoices = payments.flatMap(({ applied }) => applied.map(({ invoice }) => invoice));
    const outcome = await books.record(tenant, {
      cells: [],
      originals: [...new Set([...names, ...invoices, ...ids])],
      decide: (page) => {
        if (ids.some((id) => page.originals.has(id))) return 'booked';
        const found = names.map((name) => paymentInBooks(page, name));
        const isKnown = found.every(({ applied }) =>
          applied.every(({ invoice }) => page.originals.has(invoice)),
        );
        if (!isKnown) return undefined;
        takeFrom(page, found, { back, ids });
        return 'booked';
      },
    });
    if (outcome !== undefined) return;
  }
  throw new Error(`gave up booking ${back.reference}: what its payment is applied to moves on`);
}

/** The payment, and what of it has come again: those that are in the books; none where the payment is not there. */
async function paymentsOf(
  books: Books,
  { moved, payer, rail }: RefundMovement,
): Promise<readonly PaymentInBooks[]> {
  const { collection, payment, returns } = moved;
  const { tenant, invoice } = collection;
  const isOfWallet = walletOf(collection) !== undefined;
  const candidates = [payment, ...returns].flatMap((reference) =>
    !isOfWallet
      ? [
          documentId('payment', [invoice, rail, reference]),
          payerPaymentId({ payer, rail, reference }),
        ]
      : [payerPaymentId({ payer, rail, reference, isOfWallet: true })],
  );
  const page = await books.read(tenant, { cells: [], originals: candidates });
  const there = candidates.filter((id) => page.originals.has(id));
  // Ids are made of the first. Made of what has come again, they would be others once the payment is booked by hand.
  const ofFirst = candidates.slice(0, !isOfWallet ? 2 : 1);
  const isPaid = ofFirst.some((id) => page.originals.has(id));
  if (!isPaid) return [];
  return Promise.all(there.map((id) => readPayment(books, tenant, id)));
}

/** Of its parts: made of the first payment alone, so that it is known again from whichever the money is taken. */
function* idsOf({ kind, rail, reference }: RefundMovement, first: string, count: number) {
  const cause = kind === 'refund' ? [first, rail, reference] : [first, reference];
  yield documentId(kind, cause);
  for (let part = 1; part < count; part += 1) yield documentId(kind, [...cause, String(part)]);
}

function takeFrom(
  page: Page,
  payments: readonly PaymentInBooks[],
  { back, ids }: { readonly back: RefundMovement; readonly ids: readonly string[] },
): void {
  const { parts, left } = partsOf(payments, back);
  let taken = 0;
  for (const [payment, amount] of parts) {
    const id = ids[taken];
    if (amount <= 0n || id === undefined) continue;
    takePart(page, payment, { back, id, amount });
    taken += 1;
  }
  if (left > 0n) throw exceeded(back, nanosOf(back.amount - left));
}

/** How much of which payment: what was taken out of the wallet first, then in their order; and what none has. */
function partsOf(
  payments: readonly PaymentInBooks[],
  { amount, taken = new Map() }: RefundMovement,
): { readonly parts: ReadonlyMap<PaymentInBooks, Nanos>; readonly left: bigint } {
  const parts = new Map<PaymentInBooks, Nanos>();
  let left: bigint = amount;
  const take = (payment: PaymentInBooks, upTo: bigint): void => {
    const before = parts.get(payment) ?? nanosOf(0n);
    const { document, refunded, reversed, broken } = payment;
    const most = document.amount - refunded - reversed - broken - before;
    const part = [most, upTo, left].reduce((least, one) => (one < least ? one : least));
    parts.set(payment, nanosOf(before + (part > 0n ? part : 0n)));
    left -= part > 0n ? part : 0n;
  };
  for (const payment of payments) take(payment, taken.get(payment.document.id) ?? 0n);
  for (const payment of payments) take(payment, left);
  return { parts, left };
}

function takePart(
  page: Page,
  found: PaymentInBooks,
  part: { readonly back: RefundMovement; readonly id: string; readonly amount: Nanos },
): void {
  const { back, id, amount } = part;
  const { kind, rail, reference, at, timeZone } = back;
  const payment = found.document.id;
  if (kind === 'reversal') {
    const request = { payment, amount, reference, reversedAt: at, timeZone };
    const { because: reason = 'chargeback' } = back.moved.movement;
    reverseOn(page, found, { id, request: { ...request, reason } });
    return;
  }
  const lacking = amount > found.unapplied ? amount - found.unapplied : 0n;
  releaseOn(page, found, { amount: lacking, dated: datedAt(at, timeZone), cause: id });
  const free = { ...found, unapplied: nanosOf(found.unapplied + lacking) };
  refundOn(page, free, {
    id,
    request: { payment, amount, rail, reference, refundedAt: at, timeZone },
  });
}

const exceeded = ({ reference, amount }: RefundMovement, known: Nanos): Rejection =>
  new Rejection(
    'payment.amount-exceeded',
    `${reference} is of ${nanosText(amount)}, and the books have ${nanosText(known)} of its payment`,
  );
