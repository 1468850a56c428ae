import { describe, expect, it } from '@jest/globals';
import type { Api } from '../../console/src/api.ts';
import { base64Of } from '../../console/src/pages/bank/base64.ts';
import { bookEntries, bookEntry } from '../../console/src/pages/bank/book-entries.ts';
import { entryStanding, exactOf, purposeOf } from '../../console/src/pages/bank/entry-words.ts';
import type { BankEntry, BankEntryProposal } from '../../sdk/src/contract/index.ts';

const payment = {
  currency: 'EUR',
  amount: '2.00',
  rail: 'bank',
  reference: 'A-1',
  bankEntry: 'ab12',
  apply: [{ invoice: 'inv_1', amount: '2.00' }],
} as const;
const reversal = {
  payment: 'pay_1',
  amount: '2.00',
  reason: 'returned',
  reference: 'R',
  bankEntry: 'cd',
} as const;
const anEntry = (
  proposal: Partial<BankEntryProposal>,
  more: Partial<BankEntry> = {},
): BankEntry => ({
  ...{ place: 1, line: 2, account: 'A', state: 'booked', amount: '2.00', currency: 'EUR' },
  ...{ isReversal: false, text: '', references: [] },
  proposal: {
    ...{ sureness: 'none', matched: [], why: 'money out', invoices: [], candidates: [] },
    ...proposal,
  },
  ...more,
});
const exact = anEntry(
  {
    ...{ sureness: 'exact', customer: 'press', unapplied: '0.50' },
    invoices: [{ id: 'inv_1', number: 'INV-2026-000001', amount: '1.50' }],
  },
  { payment: { ...payment, customer: 'press' } },
);
const back = anEntry({ sureness: 'exact', reverses: 'pay_1' }, { reversal });

/** What is asked for is noted; from the one on that is told, it fails. */
function asked(failsAt = Number.POSITIVE_INFINITY) {
  const requests: unknown[] = [];
  const ask = async (route: string, request: object) => {
    if (requests.length >= failsAt) throw new Error('refused');
    requests.push([route, request]);
    return Promise.resolve({});
  };
  return { requests, api: { ask } as unknown as Api };
}

describe('a bank entry', () => {
  it('is said to be booked, exact, likely, pending or not known', () => {
    const recorded = { id: 'pay_1', customer: 'press' };

    expect(
      [
        exact,
        anEntry({ sureness: 'likely' }),
        anEntry({}),
        anEntry({}, { state: 'pending' }),
        anEntry({}, { recorded }),
      ].map((entry) => entryStanding(entry).says),
    ).toEqual(['exact', 'likely', 'not known', 'pending', 'booked']);
  });

  it('says what it is for, or why that is not known', () => {
    expect(purposeOf(exact)).toBe('press: INV-2026-000001 1.50, 0.50 unapplied');
    expect(purposeOf(anEntry({ candidates: ['radio'] }))).toBe('money out (radio?)');
  });

  it('is booked as it is proposed, or for what is due first of the customer who is named', async () => {
    const { api, requests } = asked();

    await bookEntry(api, exact, 'press');
    await bookEntry(api, exact, 'radio');
    await bookEntry(api, back, undefined);

    expect(requests).toEqual([
      ['POST /v1/payments', { body: { ...payment, customer: 'press' } }],
      ['POST /v1/payments', { body: { ...payment, customer: 'radio', apply: 'oldest' } }],
      [
        'POST /v1/payments/{id}/reversals',
        {
          path: { id: 'pay_1' },
          body: { amount: '2.00', reason: 'returned', reference: 'R', bankEntry: 'cd' },
        },
      ],
    ]);
  });

  it('is booked with all that are exact, up to the first that is refused', async () => {
    const { api, requests } = asked(1);
    const told: number[] = [];
    const all = [exact, anEntry({ sureness: 'likely' }), back];

    const work = bookEntries(api, exactOf(all), (count) => told.push(count));

    await expect(work).rejects.toThrow('refused');
    expect([requests.length, told]).toEqual([1, [1]]);
  });
});

describe('a file', () => {
  it.each([0, 1, 2, 3, 32_768, 100_001])('of %i bytes is sent whole', (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => index % 251);

    expect(Buffer.from(base64Of(bytes), 'base64').equals(bytes)).toBe(true);
  });
});
