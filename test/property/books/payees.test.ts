import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Books } from '../../../core/books/books.ts';
import { catchUpAndCheck } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { payableOf } from '../../../core/books/owed.ts';
import { readPayee } from '../../../core/books/payee-documents.ts';
import { journal } from '../../../core/books/reading.ts';
import { exactOf } from '../../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { booksOfPayees, type PayeesWorld, tenant } from '../../support/payees-in-books.ts';
import { type Happening, livedBy, payeeKeys, someHappenings } from '../../support/payees-life.ts';

async function documentsOf({ log }: PayeesWorld): Promise<readonly BooksDocument[]> {
  const documents: BooksDocument[] = [];
  for await (const { document } of journal(log, tenant)) documents.push(document);
  return documents;
}

/** Nanos that a part of an account's name comes to, by what is posted alone. */
const postedOn = (documents: readonly BooksDocument[], start: string): bigint =>
  documents
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account.startsWith(start))
    .reduce((sum, { amount }) => sum + amount, 0n);

const floored = (exact: bigint): bigint =>
  exact >= 0n ? exact / 10n ** 15n : -((-exact + 10n ** 15n - 1n) / 10n ** 15n);

const RUNS = 25;

const earned = (units: bigint) => ({
  is: 'earned' as const,
  month: 1,
  exact: payeeKeys.map(() => [units, 1n]),
  isLate: false,
});
const all = [0, 1, 2, 3];

/** An example of every kind of document: one payout is settled, another comes back, and less is earned in the end. */
const everything: readonly Happening[] = [
  earned(10n ** 20n + 1n),
  { is: 'stated', payees: all, tax: 1 },
  { is: 'paid', payees: [0, 1], reserveDays: 0 },
  { is: 'settled', which: 0 },
  { is: 'returned', which: 0 },
  { is: 'returned', which: 1 },
  { is: 'claimed', from: 2, to: 0 },
  earned(10n ** 19n),
  { is: 'stated', payees: all, tax: 2 },
];

describe('whatever happens to payees', () => {
  it('is in the books once, to the nano, and cells made again are the same', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(someHappenings, async (happenings) => {
        const { world, told } = await livedBy(happenings);
        const documents = await documentsOf(world);
        for (const { kind } of documents) kinds.add(kind);

        expect((await catchUpAndCheck(world, tenant)).faults).toEqual([]);
        const shared = [...told.values()].reduce((sum, exact) => sum + floored(exact), 0n);
        expect(postedOn(documents, 'share:')).toBe(shared);
        let owed = 0n;
        for (const payee of payeeKeys) {
          const balances = (await readPayee(world.books, tenant, payee))?.balances ?? [];
          for (const balance of balances) owed += payableOf(balance);
        }
        expect(postedOn(documents, 'payee:')).toBe(-owed);
        const cells = new InMemoryBooksCells();
        await new Books({ ...world, cells }).catchUp(tenant);
        expect(cells.snapshot()).toBe(world.cells.snapshot());
      }),
      { numRuns: RUNS, examples: [[everything]] },
    );
    expect([...kinds].sort()).toEqual([
      ...['claim', 'payee-statement', 'payout', 'payout-return', 'payout-settlement'],
      ...['share', 'share-reversal'],
    ]);
  });

  it('what is earned in the end is posted, in whichever parts and batches it was told', async () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 17n }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(amounts, fc.integer({ min: 1, max: 130 }), async (steps, payees) => {
        const world = booksOfPayees();
        for (const [index, step] of steps.entries()) {
          const of = { month: monthFrom('2026-07'), asOf: index, timeZone: utc };
          const all = Array.from({ length: payees }, (_, place) => ({
            payee: `p${place}`,
            currency: 'EUR' as const,
            earned: [{ meter: 'views', exact: exactOf(step + BigInt(place)) }],
          }));
          await postShares(world.books, tenant, of, all);
        }

        const last = steps.at(-1) ?? 0n;
        const due = Array.from({ length: payees }, (_, place) => floored(last + BigInt(place)));
        const posted = postedOn(await documentsOf(world), 'share:views');
        expect(posted).toBe(due.reduce((sum, one) => sum + one, 0n));
      }),
      { numRuns: 10 },
    );
  });
});
