import type { ExactAmount } from '../kernel/exact-amount.ts';
import { exactFromNanos } from '../kernel/money.ts';
import { accountFrom } from './account.ts';
import type { BooksDocument } from './document.ts';

/**
 * What each customer was charged, once by what the documents say was billed charge by charge, once by what they posted:
 * an account of its own, that knows nothing of the fold.
 */
export class CustomerWorth {
  readonly #sums = new Map<string, { billed: bigint; posted: bigint; residue: bigint }>();

  add(document: BooksDocument): void {
    const sums = this.#of(document);
    if ('recognised' in document) {
      const sign = document.kind === 'void' ? -1n : 1n;
      sums.billed += sign * billedIn(document);
      sums.residue += residueIn(document);
    }
    if (document.kind !== 'credit-note') sums.posted += earnedIn(document);
  }

  *faults(): Generator<string> {
    for (const [name, { billed, posted, residue }] of this.#sums) {
      if (billed !== posted + residue) {
        yield `${name} was billed ${billed}e-24, and ${posted}e-24 was posted as revenue with ${residue}e-24 left`;
      }
    }
  }

  #of({ customer, currency }: BooksDocument) {
    const name = JSON.stringify([customer, currency]);
    const sums = this.#sums.get(name) ?? { billed: 0n, posted: 0n, residue: 0n };
    this.#sums.set(name, sums);
    return sums;
  }
}

/** A month that is forgiven stays billed; it is not worth that any more. */
function billedIn(document: Extract<BooksDocument, { readonly recognised: ExactAmount }>): bigint {
  const sum = document.billed.reduce((total, { exact }) => total + exact, 0n);
  if (document.kind !== 'void') return sum;
  return document.afterwards === 'forgive' ? document.recognised : -sum;
}

const residueIn = ({ carry }: Extract<BooksDocument, { readonly carry: unknown }>): bigint =>
  carry.reduce((sum, { residueIn: before, residueOut: after }) => sum + after - before, 0n);

/** What the document's revenue postings come to, in 1e-24. */
const earnedIn = ({ postings }: BooksDocument): bigint =>
  postings
    .filter(({ account }) => accountFrom(account)?.kind === 'revenue')
    .reduce((sum, { amount }) => sum - exactFromNanos(amount), 0n);
