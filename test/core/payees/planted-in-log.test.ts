import { describe, expect, it } from '@jest/globals';
import { booksBlockBytes } from '../../../core/books/block.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { journal } from '../../../core/books/reading.ts';
import { exactOf } from '../../../core/kernel/exact-amount.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { settlePayouts } from '../../../core/payees/end-payouts.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { payoutId, recordPayouts } from '../../../core/payees/record-payouts.ts';
import { InMemoryBooksLog } from '../../fakes/books.ts';
import {
  aPayout,
  aStatement,
  booksOfPayees,
  earnedByViews,
  julyAsOf,
  nanos,
  tenant,
} from '../../support/payees-in-books.ts';

/** Ada earns ten euros, is told so, and is paid them. */
async function documentsOfAda(): Promise<BooksDocument[]> {
  const { books, log, clock } = booksOfPayees();
  await postShares(books, tenant, julyAsOf(1), earnedByViews({ ada: '10' }));
  await recordPayeeStatements(books, tenant, [aStatement({ payee: 'ada' })]);
  await recordPayouts(books, tenant, [aPayout({ payee: 'ada', amount: nanos('10') })]);
  const payout = payoutId({ run: 'run-1', payee: 'ada', currency: 'EUR' });
  const at = timestampOf(clock.at);
  await settlePayouts(books, tenant, [
    { payout, payee: 'ada', reference: 'B1', at, timeZone: utc },
  ]);
  const documents: BooksDocument[] = [];
  for await (const { document } of journal(log, tenant)) documents.push(document);
  return documents;
}

/** What a check says of a log of these documents, that nobody decided on. */
async function detailsOf(documents: readonly BooksDocument[]): Promise<string> {
  const log = new InMemoryBooksLog();
  await log.append(tenant, { seq: 1, bytes: booksBlockBytes(documents) });
  const { faults } = await checkBooks({ log, cells: undefined }, tenant);
  return faults
    .filter(({ code }) => code === 'not-conserved')
    .map(({ detail }) => detail)
    .join('; ');
}

describe('books of payees that nobody decided on so', () => {
  it('have no fault as they were decided on', async () => {
    expect(await detailsOf(await documentsOfAda())).toBe('');
  });

  it.each<[string, (document: BooksDocument) => BooksDocument[], string]>([
    [
      'a nano less is earned than is posted',
      (one) =>
        one.kind === 'share'
          ? [{ ...one, earned: [{ meter: 'views', exact: exactOf(10n * 10n ** 24n - 1n) }] }]
          : [one],
      'is earned, and 10000000000 nanos are posted',
    ],
    [
      'a statement says that something else is owed',
      (one) =>
        one.kind === 'payee-statement' ? [{ ...one, closing: nanosOf(one.closing + 1n) }] : [one],
      'says 10000000001 nanos, and 10000000000 are owed',
    ],
    [
      'a statement does not go on from the one before',
      (one) => (one.kind === 'payee-statement' ? [{ ...one, opening: nanosOf(5n) }] : [one]),
      'goes on from 5 nanos, and not 0',
    ],
    [
      'a statement is left out',
      (one) => (one.kind === 'payee-statement' ? [{ ...one, n: 2 }] : [one]),
      'is 2 after 0',
    ],
    [
      'a payout is settled twice',
      (one) =>
        one.kind === 'payout-settlement' ? [one, { ...one, id: `${one.id}-again` }] : [one],
      'is settled 2 times',
    ],
    [
      'what is settled was never on its way',
      (one) => (one.kind === 'payout' ? [] : [one]),
      'there is no payout pout_',
    ],
  ])('are found wanting where %s', async (_, planted, detail) => {
    const documents = await documentsOfAda();

    expect(await detailsOf(documents.flatMap(planted))).toContain(detail);
  });
});
