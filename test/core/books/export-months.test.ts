import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { booksBlockBytes } from '../../../core/books/block.ts';
import { Books } from '../../../core/books/books.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { type JournalFormat, journalPage } from '../../../core/books/export/export-journal.ts';
import { entriesOf } from '../../../core/books/export/journal-entries.ts';
import { journal } from '../../../core/books/reading.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../core/invoicing/closing-request.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { keptTimeZone } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';
import { payerInAdvance } from '../../support/fees-in-advance.ts';
import { itWith } from '../../support/outside-programs.ts';
import { ranOutside } from '../../support/ran-outside.ts';

const folder = mkdtempSync(join(tmpdir(), 'farthing-months-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const policy = aPolicy({ bounds: undefined });
const terms = someTerms({ minimumCharge: nanos('0') });
const october = (views: string) => aMonth('2026-10', [aCharge(views, '0.01')]);
const { meter: _, ...fee } = aCharge('1', '9', {
  ...{ key: 'fee', charge: 'base', kind: 'fee', revenue: { of: 'fee', key: 'base' } },
});
const usedInNovember = aMonth('2026-11', [aCharge('3000', '0.01'), fee]);

/** Books of a payer: October, November with 2.00 of October that came late, and what was made of them. */
async function aYearsEnd() {
  const world = someBooks();
  const close = async (on: string, request: Partial<ClosingRequest>): Promise<string> => {
    world.time.now = timestampFrom(on) ?? timestampOf(0);
    const asked = aClosing({ terms, policy, ...request });
    const [outcome] = await closePeriods(world, 'acme', [asked]);
    return outcome?.status === 'closed' ? outcome.document.id : 'not closed';
  };
  const again = { current: usedInNovember, earlier: [october('1200')] };
  await close('2026-11-03T08:00:00Z', { current: october('1000') });
  const first = await close('2026-12-04T08:00:00Z', again);
  world.time.now = timestampOf(Date.UTC(2026, 11, 9));
  await voidInvoice(world.books, 'acme', { invoice: first, reason: 'buyer', afterwards: 'rebill' });
  const second = await close('2026-12-10T08:00:00Z', again);
  const request = { invoice: second, key: 'k', reason: 'late', lines: undefined };
  world.time.now = timestampOf(Date.UTC(2027, 0, 11));
  await creditInvoice(world.books, 'acme', { policy, request });
  await close('2027-01-12T08:00:00Z', { current: aMonth('2026-12', [aCharge('1', '0.004')]) });
  return world;
}

/** Books of a payer that pays a fee in advance, of three months. */
async function inAdvance() {
  const payer = payerInAdvance();
  await payer.close('2026-01', { charges: [aCharge('100', '0.01')] });
  await payer.close('2026-02');
  await payer.close('2026-03', { ahead: [] });
  return payer;
}

async function textOf(world: Parameters<typeof journalPage>[0], format: JournalFormat) {
  const asked = { format, after: undefined, bytesMax: Number.POSITIVE_INFINITY };
  return (await journalPage(world, 'acme', asked)).text;
}

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function documentsOf(world: Awaited<ReturnType<typeof aYearsEnd>>): Promise<BooksDocument[]> {
  const documents: BooksDocument[] = [];
  for await (const { document } of journal(world.log, 'acme')) documents.push(document);
  return documents;
}

/** The same documents, as they were written before postings said a month. */
async function withoutMonths(world: Awaited<ReturnType<typeof aYearsEnd>>) {
  const log = new InMemoryBooksLog();
  for (const [index, document] of (await documentsOf(world)).entries()) {
    const postings = document.postings.map(({ service: _, ...posting }) => posting);
    const bytes = booksBlockBytes([{ ...document, postings }]);
    await log.append('acme', { seq: index + 1, bytes });
  }
  return { log, books: new Books({ log, cells: new InMemoryBooksCells(), clock: world.clock }) };
}

/** Revenue by account and month, as `hledger is -M` has it: what was earned is positive there. */
function incomeByMonth(file: string): Readonly<Record<string, readonly string[]>> {
  const asked = ['incomestatement', '-M', '--flat', '-O', 'csv', '-f', file];
  const { stdout } = ranOutside('hledger', asked);
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.slice(1, -1).split('","'));
  const shown = (amount: string) => (amount === '0' ? '0' : String(Number.parseFloat(amount)));
  return Object.fromEntries(
    rows
      .filter(([account = '']) => account === 'Account' || account.startsWith('revenue'))
      .map(([account = '', ...months]) => [
        account,
        account === 'Account' ? months : months.map(shown),
      ]),
  );
}

describe('revenue in a journal of text', () => {
  itWith('hledger', 'counts in the month in which it was earned, in hledger is -M', async () => {
    const world = await aYearsEnd();

    const income = incomeByMonth(fileOf('months.journal', await textOf(world, 'hledger')));

    expect(income).toEqual({
      Account: ['2026-10', '2026-11', '2026-12', '2027-01'],
      // November has the 2.00 of October that it was the first to tell of. What was done about its invoice, void and
      // another one in December and a credit in January, counts when it was done.
      'revenue:fee:base': ['0', '9', '0', '-9'],
      'revenue:views': ['10', '32', '0.004', '-32'],
    });
  });

  itWith('hledger', 'that was charged in advance counts in its month, too', async () => {
    const text = await textOf(await inAdvance(), 'hledger');

    const income = incomeByMonth(fileOf('advance.journal', text));

    expect(income).toMatchObject({
      Account: ['Jan', 'Feb', 'Mar', 'Apr'],
      'revenue:fee:base': ['0', '31', '31', '0'],
      'revenue:views': ['1', '1', '1', '0'],
    });
    expect(text).toContain('    deferred:fee:base  0 EUR = 0.00 EUR\n');
  });

  itWith('hledger', 'of documents that name no month counts on their own day', async () => {
    const before = await withoutMonths(await aYearsEnd());

    const income = incomeByMonth(fileOf('before.journal', await textOf(before, 'hledger')));

    expect(income).toEqual({
      Account: ['2026-11', '2026-12', '2027-01'],
      'revenue:fee:base': ['0', '9', '-9'],
      'revenue:views': ['10', '32', '-31.996'],
    });
  });

  for (const [program, format, ...words] of [
    ['hledger', 'hledger', 'check', '--strict', '-f'],
    ['ledger', 'hledger', '--pedantic', 'balance', '-f'],
    ['bean-check', 'beancount'],
  ] as const) {
    itWith(program, `is found whole by ${program}`, async () => {
      for (const books of [await aYearsEnd(), await inAdvance()]) {
        const file = fileOf(`whole-for-${program}`, await textOf(books, format));

        const { status, stderr } = ranOutside(program, [...words, file]);

        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      }
    });
  }

  it('waits on an account of its own from the end of its month until the day of the document', async () => {
    const world = await aYearsEnd();

    const hledger = await textOf(world, 'hledger');
    const beans = await textOf(world, 'beancount');

    expect(hledger).toMatch(
      new RegExp(
        [
          '\n2026-11-30 \\(INV-2026-000002\\) accrued by invoice press-review {2}; document: inv_\\w+',
          ' {4}; period: 2026-11',
          ' {4}customers:unbilled {2}41.00 EUR',
          ' {4}revenue:fee:base {2}-9.00 EUR {2}; service: 2026-11',
          ' {4}revenue:views {2}-2.00 EUR {2}; service: 2026-10',
          ' {4}revenue:views {2}-30.00 EUR {2}; service: 2026-11',
          '',
          '2026-12-04 \\(INV-2026-000002\\) invoice press-review {2}; document: inv_\\w+',
          ' {4}; period: 2026-11',
          ' {4}customers:unbilled {2}-41.00 EUR',
          ' {4}customer:press-review:receivable {2}41.00 EUR\n',
        ].join('\n'),
      ),
    );
    expect(hledger).toContain('    customers:unbilled  0 EUR = 0 EUR\n');
    expect(beans).toContain('  Assets:Unbilled  -41.00 EUR\n');
    expect(beans).toContain('  Income:Usage:X-views  -2.00 EUR\n    service: "2026-10"\n');
    expect(beans).toContain(' balance Assets:Unbilled  0.00 EUR\n');
  });

  it('is on the document’s own day where the month has not ended by then for the seller', async () => {
    const world = someBooks(timestampOf(Date.UTC(2026, 10, 30, 13)));
    const current = aMonth('2026-11', [aCharge('100', '0.01')], keptTimeZone('Pacific/Auckland'));
    await closePeriods(world, 'acme', [aClosing({ terms, policy, current })]);

    const hledger = await textOf(world, 'hledger');

    expect(hledger).toContain('\n2026-11-30 (INV-2026-000001) invoice press-review');
    expect(hledger).not.toContain('accrued');
  });

  it('is zero in each entry, and the entries of a document come to what it posts', async () => {
    const documents = await documentsOf(await aYearsEnd());

    for (const document of documents) {
      const entries = entriesOf(document);
      const sums = new Map<string, bigint>();
      for (const { postings } of entries) {
        expect(postings.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
        for (const { account, service = '', amount } of postings) {
          const name = `${account} ${service}`;
          sums.set(name, (sums.get(name) ?? 0n) + amount);
        }
      }
      const posted = document.postings.map(
        ({ account, service = '', amount }) => [`${account} ${service}`, amount] as const,
      );
      expect(new Map([...sums].filter(([, sum]) => sum !== 0n))).toEqual(new Map(posted));
    }
    expect(documents.map((document) => entriesOf(document).length)).toEqual([2, 2, 1, 1, 1, 2]);
  });
});
