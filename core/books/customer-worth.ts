import { exactFromNanos } from '../kernel/money.ts';
import { accountFrom } from './account.ts';
import { isDeferred } from './deferred.ts';
import type { BooksDocument } from './document.ts';
import { kindOf, payerOf } from './kinds/kinds.ts';

/**
 * What each customer was charged, once by what the documents say was billed charge by charge, once by what they posted:
 * an account of its own, that knows nothing of the fold.
 */
export class CustomerWorth {
  readonly #sums = new Map<string, { billed: bigint; posted: bigint; residue: bigint }>();

  add(document: BooksDocument): void {
    const sums = this.#of(document);
    const { billed, residue, earns } = kindOf(document).worth(document);
    sums.billed += billed;
    sums.residue += residue;
    if (earns) sums.posted += earnedIn(document);
  }

  *faults(): Generator<string> {
    for (const [name, { billed, posted, residue }] of this.#sums) {
      if (billed !== posted + residue) {
        yield `${name} was billed ${billed}e-24, and ${posted}e-24 was posted as revenue with ${residue}e-24 left`;
      }
    }
  }

  #of(document: BooksDocument) {
    const name = JSON.stringify([payerOf(document), document.currency]);
    const sums = this.#sums.get(name) ?? { billed: 0n, posted: 0n, residue: 0n };
    this.#sums.set(name, sums);
    return sums;
  }
}

/** What the document's postings of revenue come to, earned or deferred, in 1e-24. */
const earnedIn = ({ postings }: BooksDocument): bigint =>
  postings
    .filter(({ account }) => isDeferred(account) || accountFrom(account)?.kind === 'revenue')
    .reduce((sum, { amount }) => sum - exactFromNanos(amount), 0n);
