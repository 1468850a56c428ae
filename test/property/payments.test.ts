import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountName } from '../../core/books/account.ts';
import { Books } from '../../core/books/books.ts';
import { checkBooks } from '../../core/books/check.ts';
import type { BooksDocument } from '../../core/books/document.ts';
import { payerOf } from '../../core/books/kinds/kinds.ts';
import { paymentInBooks } from '../../core/payments/payment-in-books.ts';
import { amountDue, writtenOff } from '../../core/payments/payment-state.ts';
import { InMemoryBooksCells } from '../fakes/books.ts';
import { MoneyLife, told } from '../support/a-life-of-money.ts';
import { tenant } from '../support/a-payer-in-books.ts';

const RUNS = 20;
/** Enough that nearly everything happens to something. */
const TOLD = { minLength: 20, maxLength: 35 };

/** What the postings of all documents come to, by account. */
function posted(documents: readonly BooksDocument[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of documents.flatMap(({ postings }) => postings)) {
    sums.set(account, (sums.get(account) ?? 0n) + amount);
  }
  return sums;
}

/** What is due, unapplied and lost by what the books say of each invoice and payment; each is checked on the way. */
async function said({ world: { books } }: MoneyLife, documents: readonly BooksDocument[]) {
  const page = await books.read(tenant, { cells: [], originals: documents.map(({ id }) => id) });
  const sums = new Map<string, bigint>();
  const add = (account: string, amount: bigint): void => {
    sums.set(account, (sums.get(account) ?? 0n) + amount);
  };
  for (const document of documents) {
    const { id, kind } = document;
    const customer = payerOf(document) ?? '';
    const state = page.at({ kind: 'document', id })?.invoice;
    if (state !== undefined) {
      expect(amountDue(state)).toBeGreaterThanOrEqual(0n);
      add(accountName({ kind: 'receivable', customer }), amountDue(state));
      add('bad-debt:write-off', writtenOff(state));
    }
    if (kind !== 'payment') continue;
    const { document: payment, applied, refunded, reversed, unapplied } = paymentInBooks(page, id);
    for (const { amount } of applied) expect(amount).toBeGreaterThan(0n);
    expect(unapplied).toBeGreaterThanOrEqual(0n);
    const spent = applied.reduce(
      (sum, { amount }) => sum + amount,
      refunded + reversed + unapplied,
    );
    expect(spent).toBe(payment.amount);
    add(accountName({ kind: 'unapplied', customer }), -unapplied);
  }
  return sums;
}

/** What of all that can happen a document shows to have happened. */
const kindsOf = (document: BooksDocument): readonly string[] =>
  document.kind === 'payment' && document.deposit !== undefined
    ? ['payment', 'deposit']
    : [document.kind];

describe('whatever is told of money', () => {
  it('all of it is applied, unapplied, or back, and the accounts say the same', async () => {
    const seen = new Set<string>();
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(told, TOLD), async (all) => {
        const life = new MoneyLife();
        for (const one of all) await life.hear(one);

        const documents = await life.documents();
        const accounts = posted(documents);
        for (const [account, sum] of await said(life, documents)) {
          expect([account, accounts.get(account) ?? 0n]).toEqual([account, sum]);
        }
        const { log, cells, clock } = life.world;
        expect((await checkBooks({ log, cells }, tenant)).faults).toEqual([]);
        const rebuilt = new InMemoryBooksCells();
        await new Books({ log, cells: rebuilt, clock }).catchUp(tenant);
        expect(rebuilt.snapshot()).toBe(cells.snapshot());
        for (const what of documents.flatMap(kindsOf)) seen.add(what);
        refused += life.refused;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // What never happens shows nothing.
    for (const kind of [
      'deposit',
      'application',
      'refund',
      'reversal',
      'write-off',
      'void',
      'credit-note',
    ]) {
      expect([kind, seen.has(kind)]).toEqual([kind, true]);
    }
    expect(refused).toBeGreaterThan(RUNS);
  }, 240_000);

  it('at once leaves the same law as one after another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(told, TOLD),
        fc.array(fc.array(told, { minLength: 2, maxLength: 4 }), { minLength: 2, maxLength: 5 }),
        async (before, races) => {
          const life = new MoneyLife();
          for (const one of before.slice(0, 15)) await life.hear(one);
          for (const race of races) await Promise.all(race.map((one) => life.hear(one)));

          const documents = await life.documents();
          const accounts = posted(documents);
          for (const [account, sum] of await said(life, documents)) {
            expect([account, accounts.get(account) ?? 0n]).toEqual([account, sum]);
          }
          const { log, cells } = life.world;
          expect((await checkBooks({ log, cells }, tenant)).faults).toEqual([]);
        },
      ),
      { numRuns: RUNS / 2, endOnFailure: true },
    );
  }, 240_000);
});
