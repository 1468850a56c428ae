import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { monthOf } from '../../../core/books/kinds/kinds.ts';
import { journal } from '../../../core/books/reading.ts';
import type { Invoice } from '../../../core/contract/invoices/invoice.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { exactFromNanos } from '../../../core/kernel/money.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { aClosing, aMonth, nanos, someBooks, someTerms, vat } from '../../fixtures/invoicing.ts';
import {
  aMonthOfLife,
  chargesOf,
  life,
  type MonthOfLife,
  taxCodes,
  tenant,
} from '../../support/months-of-life.ts';

const MONTHS = 24;

/** Invoiced less void, and carried, in 1e-24. */
function accounted(documents: readonly BooksDocument[]) {
  let invoiced = 0n;
  let carried = 0n;
  for (const document of documents) {
    if (document.kind === 'invoice') invoiced += exactFromNanos(document.subtotal);
    if (document.kind === 'void') invoiced -= exactFromNanos(document.subtotal);
    for (const change of monthOf(document)?.carry ?? []) {
      carried += exactFromNanos(change.out) + change.residueOut;
      carried -= exactFromNanos(change.in) + change.residueIn;
    }
  }
  return invoiced + carried;
}

/** What waits for the end of a month, in nanos. */
async function deferredOf(books: Books): Promise<bigint> {
  const { balances } = (await books.read(tenant, { cells: [] })).head();
  return balances
    .filter(({ account }) => account.startsWith('deferred:'))
    .reduce((sum, { amount }) => sum + (amount < 0n ? -amount : amount), 0n);
}

async function documentsOf(log: Parameters<typeof journal>[0]): Promise<BooksDocument[]> {
  const documents: BooksDocument[] = [];
  for await (const { document } of journal(log, tenant)) documents.push(document);
  return documents;
}

describe('over two years of usage, refunds, late usage, credits, payments and voids', () => {
  it('what was used is what is invoiced plus what is carried, to the last place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aMonthOfLife, { minLength: MONTHS, maxLength: MONTHS }),
        async (months) => {
          const { log, cells, clock, books, worth } = await life(months);

          expect(accounted(await documentsOf(log))).toBe(worth);
          expect(await checkBooks({ log, cells }, tenant)).toMatchObject({ faults: [] });
          expect(await deferredOf(books)).toBe(0n);
          const rebuilt = new InMemoryBooksCells();
          await new Books({ log, cells: rebuilt, clock }).catchUp(tenant);
          expect(rebuilt.snapshot()).toBe(cells.snapshot());
        },
      ),
      { numRuns: 25 },
    );
  }, 240_000);

  it('for example 0.000000000001 for each of 90,000 views a month is charged for in the end', async () => {
    const months = Array.from(
      { length: MONTHS },
      (): MonthOfLife => ({
        quantities: [0, 0, 90_000, 0, 0, 0],
        late: undefined,
        standardRate: '19',
        deed: 'nothing',
        isOfLast: false,
        fees: { ahead: '0', own: '0' },
      }),
    );

    const { log, worth } = await life(months);

    expect(worth).toBe(90_000n * 24n * 10n ** 12n);
    expect(accounted(await documentsOf(log))).toBe(worth);
  });

  it('gives each line its cents so that lines add up to the subtotal, each less than a cent away', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -500, max: 5_000_000 }), { minLength: 6, maxLength: 6 }),
        async (quantities) => {
          const { books, clock } = someBooks();

          const [outcome] = await closePeriods({ books, clock }, tenant, [
            aClosing({
              terms: someTerms({
                taxes: new Map(taxCodes.map((code) => [code, vat('19')])),
              }),
              current: aMonth('2026-01', chargesOf(quantities)),
            }),
          ]);

          if (outcome?.status !== 'closed' || outcome.document.kind !== 'invoice') return;
          const { lines, subtotal } = JSON.parse(outcome.document.content) as Invoice;
          const sum = (texts: readonly string[]) =>
            texts.reduce((all, text) => all + nanos(text), 0n);
          expect(sum(lines.map(({ amount }) => amount))).toBe(nanos(subtotal));
          expect(sum(lines.map(({ exactAmount }) => exactAmount))).toBe(nanos(subtotal));
          for (const { amount, exactAmount } of lines) {
            const away = nanos(amount) - nanos(exactAmount);
            expect(away < nanos('0.01') && away > nanos('-0.01')).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
