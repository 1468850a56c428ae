import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nanosFrom } from '../../../core/kernel/money.ts';
import { payerAccounts } from '../../../core/reports/payer-account.ts';
import { reportQuestion } from '../../../core/reports/question.ts';
import { finances, payerKeys, someMonths, tenant } from '../../support/some-finances.ts';

const most = { documentsMax: 10_000, rowsMax: 10_000 };
const nanosIn = (amount: string): bigint => nanosFrom(amount) ?? 0n;
const sumOf = (items: readonly { readonly amount: string }[]): bigint =>
  items.reduce((sum, { amount }) => sum + nanosIn(amount), 0n);

describe('what a payer is told that it owes, over random books and days', () => {
  it('is what was owed before and what documents did to that, and is what is open in the end', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(someMonths, fc.integer({ min: 0, max: 200 }), async (months, first) => {
        const world = await finances(months);
        const from = new Date(Date.UTC(2026, 0, 1 + first)).toISOString().slice(0, 10);
        for (const customer of payerKeys) {
          const asked = { from, to: '2026-12-31', customer };
          const question = reportQuestion('customer-statement', asked);
          const accounts = await payerAccounts(world, tenant, question, most).catch(
            (error: unknown) => {
              expect(error).toMatchObject({ code: 'payment.payer-unknown' });
              return [];
            },
          );

          for (const { opening, entries, closing, open } of accounts) {
            expect(nanosIn(opening) + sumOf(entries)).toBe(nanosIn(closing));
            expect(sumOf(open)).toBe(nanosIn(closing));
            expect(entries.at(-1)?.balance ?? opening).toBe(closing);
            seen += open.length;
          }
          const few = { ...most, rowsMax: 1 };
          if (accounts.length > 0) {
            await expect(payerAccounts(world, tenant, question, few)).rejects.toMatchObject({
              code: 'report.too-large',
            });
          }
        }
      }),
      { numRuns: 6 },
    );
    expect(seen).toBeGreaterThan(0);
  });
});
