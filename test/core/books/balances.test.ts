import { describe, expect, it } from '@jest/globals';
import { accountName } from '../../../core/books/account.ts';
import { booksBlockBytes } from '../../../core/books/block.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import type { Posting } from '../../../core/books/document-head.ts';
import { BlockChanges } from '../../../core/books/fold.ts';
import { PostedBalances } from '../../../core/books/posted-balances.ts';
import { type Currency, currencyFrom } from '../../../core/kernel/currency.ts';
import { exactOf } from '../../../core/kernel/exact-amount.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksLog } from '../../fakes/books.ts';

const currency = (text: string): Currency => {
  const found = currencyFrom(text);
  if (found === undefined) throw new Error(`${text} is a currency`);
  return found;
};
const eur = currency('EUR');
const usd = currency('USD');
const receivable = accountName({ kind: 'receivable', customer: 'a' });
const tax = accountName({ kind: 'tax', code: 'standard' });

const posting = (account: string, of: Currency, amount: bigint): Posting => ({
  account,
  currency: of,
  amount: nanosOf(amount),
});

/** Balanced in each of two currencies. */
const inTwoCurrencies: BooksDocument = {
  kind: 'statement',
  id: 'inv_two',
  customer: 'a',
  currency: eur,
  recordedAt: timestampOf(0),
  effectiveAt: timestampOf(0),
  period: { month: monthFrom('2026-01'), start: timestampOf(0), end: timestampOf(1) },
  attempt: 1,
  billed: [],
  recognised: exactOf(0n),
  carry: [],
  overrides: [],
  content: '{}',
  postings: [
    posting(receivable, eur, 5n),
    posting(tax, eur, -5n),
    posting(receivable, usd, 7n),
    posting(tax, usd, -7n),
  ],
};

const changes = new BlockChanges({ seq: 1, documents: [inTwoCurrencies] });

describe('a document that posts in two currencies', () => {
  it('stands in the head in each of them', () => {
    expect(changes.applied({ kind: 'head' }, undefined)?.value).toMatchObject({
      balances: [
        { account: 'customers:receivable', currency: 'EUR', amount: 5n },
        { account: 'customers:receivable', currency: 'USD', amount: 7n },
        { account: tax, currency: 'EUR', amount: -5n },
        { account: tax, currency: 'USD', amount: -7n },
      ],
    });
  });

  it('is owed by its customer in each of them', () => {
    expect(changes.applied({ kind: 'customer', customer: 'a' }, undefined)?.value).toMatchObject({
      totals: [
        { currency: 'EUR', receivable: 5n },
        { currency: 'USD', receivable: 7n },
      ],
    });
  });

  it('has no fault', async () => {
    const log = new InMemoryBooksLog();
    await log.append('acme', { seq: 1, bytes: booksBlockBytes([inTwoCurrencies]) });

    expect((await checkBooks({ log, cells: undefined }, 'acme')).faults).toEqual([]);
  });
});

describe('a fold that is wrong', () => {
  const posted = new PostedBalances();
  posted.add(inTwoCurrencies.postings);
  const underOneCurrency = inTwoCurrencies.postings.map((one) => ({ ...one, currency: eur }));
  const wrong = new BlockChanges({
    seq: 1,
    documents: [{ ...inTwoCurrencies, postings: underOneCurrency }],
  });

  it.each([{ kind: 'head' }, { kind: 'customer', customer: 'a' }] as const)(
    'in the cell of $kind is found by the postings alone',
    (key) => {
      const [right, other] = [changes, wrong].map((one) => one.applied(key, undefined));
      if (right === undefined || other === undefined) throw new Error('there are cells');

      expect([...posted.faults([right])]).toEqual([]);
      expect([...posted.faults([other])]).toEqual(
        expect.arrayContaining([expect.stringContaining('has 12 nanos on')]),
      );
    },
  );
});

/** The statement, with what it posts to the customer put elsewhere. */
const postedTo = (account: string): BooksDocument => ({
  ...inTwoCurrencies,
  postings: [posting(account, eur, 5n), posting(tax, eur, -5n)],
});

async function faultsOf(document: BooksDocument) {
  const log = new InMemoryBooksLog();
  await log.append('acme', { seq: 1, bytes: booksBlockBytes([document]) });
  return (await checkBooks({ log, cells: undefined }, 'acme')).faults;
}

describe('a posting that no cell counts', () => {
  it('is found on what a customer carries', async () => {
    const carry = accountName({ kind: 'carry', customer: 'a' });

    expect(await faultsOf(postedTo(carry))).toEqual([
      {
        code: 'balance-differs',
        detail: `"a" has 0 nanos on ["${carry}","EUR"], and 5 are posted`,
      },
    ]);
  });

  it.each(['receivable', 'carry'] as const)('is found on another customer’s %s', async (kind) => {
    const other = accountName({ kind, customer: 'b' });

    expect(await faultsOf(postedTo(other))).toEqual([
      {
        code: 'balance-differs',
        detail: `no document is of "b", and there are postings on ${other}`,
      },
    ]);
  });
});
