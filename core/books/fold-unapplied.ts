import { invariant } from '../kernel/invariant.ts';
import { nanosOf } from '../kernel/money.ts';
import type { UnappliedPayment } from './cell.ts';
import type { BooksDocument } from './document.ts';
import { kindOf } from './kinds/kinds.ts';

/**
 * What is unapplied of a payer's payments after one more document, the oldest payment first. Throws where more is taken
 * of a payment than is unapplied of it.
 */
export function unappliedAfter(
  unapplied: readonly UnappliedPayment[],
  document: BooksDocument,
): readonly UnappliedPayment[] {
  const change = kindOf(document).unapplied(document);
  if (change === undefined || change.amount === 0n) return unapplied;
  const before = unapplied.find(({ payment }) => payment === change.payment);
  const received = before ?? change.received;
  const amount = nanosOf((before?.amount ?? 0n) + change.amount);
  invariant(
    received !== undefined && amount >= 0n,
    `${document.id} takes of ${change.payment} what is unapplied, ${before?.amount ?? 0n} nanos, got ${change.amount}`,
  );
  const others = unapplied.filter((one) => one !== before);
  if (amount === 0n) return others;
  return [...others, { ...received, currency: document.currency, amount }].sort(oldestFirst);
}

const oldestFirst = (a: UnappliedPayment, b: UnappliedPayment): number =>
  a.receivedAt === b.receivedAt ? (a.payment < b.payment ? -1 : 1) : a.receivedAt - b.receivedAt;
