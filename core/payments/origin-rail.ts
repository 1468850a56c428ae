import type { Books } from '../books/books.ts';
import { documentId, type PaymentDocument } from '../books/document.ts';
import { Rejection } from '../kernel/rejection.ts';
import { readPayment } from './payment-in-books.ts';
import { RAIL_OF_MOVES } from './told-rail.ts';

/** Each is one more reading. */
const MOVES_MAX = 50;

/** What a move names the payment by that it makes: which payment the money came of, and its own word. */
export const movedReference = (payment: string, reference: string): string =>
  `${payment}:${reference}`;

/**
 * Over which rail the money of a payment came in, however often it was moved between payers since: who takes it back
 * takes it from there.
 * @throws Rejection `payment.not-found`, `books.full` for money that was moved too often to be followed
 */
export async function originRail(books: Books, tenant: string, payment: string): Promise<string> {
  let { document } = await readPayment(books, tenant, payment);
  for (let moves = 0; moves <= MOVES_MAX; moves += 1) {
    const before = await movedFrom(books, tenant, document);
    if (before === undefined) return document.rail;
    document = before;
  }
  throw new Rejection(
    'books.full',
    `refund it instead, and name the rail: the money of ${payment} was moved more than ${MOVES_MAX} times, and is not followed further`,
    { param: 'id' },
  );
}

/** The payment that a move took the money of; undefined where it came in. */
async function movedFrom(
  books: Books,
  tenant: string,
  { rail, reference }: PaymentDocument,
): Promise<PaymentDocument | undefined> {
  const end = reference.indexOf(':');
  if (rail !== RAIL_OF_MOVES || end === -1) return undefined;
  const payment = reference.slice(0, end);
  const refund = documentId('refund', [payment, rail, reference.slice(end + 1)]);
  const { originals } = await books.read(tenant, { cells: [], originals: [payment, refund] });
  const found = originals.get(payment);
  return found?.kind === 'payment' && originals.has(refund) ? found : undefined;
}
