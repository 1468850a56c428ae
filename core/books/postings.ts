import { invariant } from '../kernel/invariant.ts';
import { nanosOf } from '../kernel/money.ts';
import type { BooksDocument } from './document.ts';
import type { Posting } from './document-head.ts';

/** Throws unless the document's postings sum to zero in every currency, and none is of zero. */
export function ensureBalanced(document: BooksDocument): void {
  const sums = new Map<string, bigint>();
  for (const { account, currency, amount } of document.postings) {
    invariant(amount !== 0n, `${document.id} posts an amount to ${account}, not zero`);
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  }
  for (const [currency, sum] of sums) {
    invariant(sum === 0n, `the postings of ${document.id} sum to zero in ${currency}, got ${sum}`);
  }
}

/**
 * Postings joined by account, currency and the month they were for, those that come to nothing left out, in the order
 * of their accounts.
 */
export function netPostings(postings: readonly Posting[]): Posting[] {
  const net = new Map<string, Posting>();
  for (const posting of postings) {
    const key = JSON.stringify([posting.account, posting.currency, posting.service ?? '']);
    const sum = (net.get(key)?.amount ?? 0n) + posting.amount;
    net.set(key, { ...posting, amount: nanosOf(sum) });
  }
  return [...net.entries()]
    .filter(([, { amount }]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, posting]) => posting);
}
