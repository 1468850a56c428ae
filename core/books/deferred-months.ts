import { isDeferred } from './deferred.ts';
import type { BooksDocument } from './document.ts';
import { kindOf, monthOf, payerOf } from './kinds/kinds.ts';

/**
 * What is deferred of each month, and which months are closed, by the documents alone: an account of its own, that
 * knows nothing of the fold.
 */
export class DeferredMonths {
  readonly #sums = new Map<string, Map<string, bigint>>();
  readonly #closed = new Set<string>();

  add(document: BooksDocument): void {
    const payer = payerOf(document);
    for (const { account, currency, amount, service } of document.postings) {
      if (!isDeferred(account)) continue;
      const sums = this.#of(JSON.stringify([payer, service]));
      const key = JSON.stringify([account, currency]);
      sums.set(key, (sums.get(key) ?? 0n) + amount);
    }
    const month = monthOf(document);
    if (month === undefined) return;
    const name = JSON.stringify([payer, month.period.month]);
    const becomes = kindOf(document).monthBecomes(document);
    if (becomes === 'closed') this.#closed.add(name);
    if (becomes === 'open') this.#closed.delete(name);
  }

  *faults(): Generator<string> {
    for (const name of this.#closed) {
      for (const [account, sum] of this.#sums.get(name) ?? []) {
        if (sum !== 0n) yield `${name} is closed, and ${sum} nanos are still on ${account}`;
      }
    }
  }

  #of(name: string): Map<string, bigint> {
    const sums = this.#sums.get(name) ?? new Map<string, bigint>();
    this.#sums.set(name, sums);
    return sums;
  }
}
