import { describe, expect, it } from '@jest/globals';
import {
  accountMeans,
  documentLink,
  hasEntries,
} from '../../console/src/pages/books/account-words.ts';
import { type JournalForm, journalOf } from '../../console/src/pages/books/journal-file.ts';

/** A journal of so many pages, each with two documents; asked for past `failsAt`, it fails. */
function journalOfPages(count: number, failsAt = count) {
  const page = (cursor: string | undefined) => {
    const index = cursor === undefined ? 0 : Number(cursor);
    if (index >= failsAt) throw new Error('no answer');
    return { index, next: index + 1 < count ? { nextCursor: String(index + 1) } : {} };
  };
  return {
    ask: async (_: string, { query }: { readonly query: { readonly cursor?: string } }) => {
      const { index, next } = page(query.cursor);
      return Promise.resolve({ documents: [{ id: `a${index}` }, { id: `b${index}` }], ...next });
    },
    file: async (path: string, query: Readonly<Record<string, string>>) => {
      const { index, next } = page(query['cursor']);
      const text = `${path} ${query['format']} page ${index}\n`;
      return Promise.resolve({ name: 'books', blob: new Blob([text]), ...next });
    },
  } as unknown as Parameters<typeof journalOf>[0];
}

describe('a journal that is saved', () => {
  it('is whole, however many pages it comes in', async () => {
    const told: number[] = [];

    const csv = await journalOf(journalOfPages(3), 'csv', (pages) => told.push(pages));

    expect(await csv.text()).toBe(
      '/v1/books csv page 0\n/v1/books csv page 1\n/v1/books csv page 2\n',
    );
    expect(told).toEqual([1, 2, 3]);
  });

  it('is one document as JSON', async () => {
    const json = await journalOf(journalOfPages(2), 'json', () => undefined);

    expect(JSON.parse(await json.text())).toEqual({
      documents: [{ id: 'a0' }, { id: 'b0' }, { id: 'a1' }, { id: 'b1' }],
    });
  });

  it('is JSON where nothing is in it', async () => {
    const empty = { ask: async () => Promise.resolve({ documents: [] }) };
    const json = await journalOf(empty as never, 'json', () => undefined);

    expect(JSON.parse(await json.text())).toEqual({ documents: [] });
  });

  it.each<JournalForm>(['hledger', 'json'])('is not handed out in part: %s', async (form) => {
    await expect(journalOf(journalOfPages(3, 2), form, () => undefined)).rejects.toThrow(
      'no answer',
    );
  });
});

describe('an account', () => {
  it.each([
    ['customers:receivable', 'what all customers owe'],
    ['customer:subject%3Areader-7:carry', 'what waits for its next invoice'],
    ['revenue:views', 'earned by a meter'],
    ['revenue:fee:base', 'earned by a fee'],
    ['tax:standard', 'tax that is owed'],
    ['deferred:fee:base', 'charged in advance by a fee, until its month is closed'],
    ['cash:bank', 'payments that came in'],
    ['payees:payable', 'what all payees are owed'],
    ['payee:ada:payable', 'what it is owed'],
    ['share:views', 'what payees earned by a meter'],
    ['payout:sepa', 'payouts that are on their way'],
  ])('is said in words: %s', (account, means) => {
    expect(accountMeans(account)).toBe(means);
  });

  it('of all customers, or payees, has no entries of its own', () => {
    expect(hasEntries('customers:carry')).toBe(false);
    expect(hasEntries('payees:payable')).toBe(false);
    expect(hasEntries('payee:ada:payable')).toBe(true);
    expect(hasEntries('customer:customers:carry')).toBe(true);
  });
});

describe('an entry', () => {
  const entry = {
    ...{
      document: 'inv_1',
      kind: 'invoice' as const,
      customer: 'acme',
      currency: 'EUR',
      amount: '1',
    },
    ...{ effectiveAt: '2026-11-01T00:00:00Z', recordedAt: '2026-11-01T00:00:00Z' },
  } as const;

  it('leads to its document, where there is one to look at', () => {
    expect(documentLink(entry)).toBe('#/invoices/inv_1');
    expect(documentLink({ ...entry, kind: 'credit-note' })).toBe('#/invoices/inv_1');
    expect(documentLink({ ...entry, kind: 'payment' })).toBeUndefined();
    const { customer: _, ...ofNobody } = entry;
    const paidOut = { ...ofNobody, kind: 'payout', payee: 'ada' } as const;
    expect(documentLink(paidOut)).toBe('#/payees/ada');
  });
});
