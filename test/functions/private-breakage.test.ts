import { describe, expect, it } from '@jest/globals';
import { nanosText } from '../../core/kernel/money.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { privateReaders } from '../support/some-private-readers.ts';

const DAY_MS = 86_400_000;

describe('what ended unused', () => {
  it('is earned also where the sweep died between its payment and its breakage', async () => {
    const readers = await privateReaders({ settings: { breakage: 'at-end' }, meter: 'reads' });
    const { bought, settle, billing } = readers;
    await bought(150);
    billing.time.now = timestampOf(Date.UTC(2027, 0, 1) + 45 * DAY_MS);
    const { books } = billing;
    const record = books.record.bind(books);
    let writes = 0;
    books.record = ((tenant: string, asked: never) => {
      writes += 1;
      if (writes > 1) return Promise.reject(new Error('the function is killed'));
      return record(tenant, asked);
    }) as never;
    await expect(settle()).rejects.toThrow();
    books.record = record;

    await settle();
    await settle();

    const page = await billing.books.read('acme', { cells: [], originals: [] });
    const balances = Object.fromEntries(
      page.head().balances.map(({ account, amount }) => [account, nanosText(amount)]),
    );
    expect(balances['revenue:other:breakage']).toBe('-1.8');
  });
});
