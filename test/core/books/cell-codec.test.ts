import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { cellFrom, cellText } from '../../../core/books/cell-codec.ts';
import { checkBooks } from '../../../core/books/check.ts';
import { documentsAfter, readCustomer } from '../../../core/books/customer-documents.ts';
import { documentsPerPage } from '../../../core/books/customer-pages.ts';
import { payerOf } from '../../../core/books/kinds/kinds.ts';
import { journal } from '../../../core/books/reading.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import {
  goldenBooks,
  goldenStores,
  goldenTenant,
  goldenText,
  type ItemOfVersion1,
} from './golden/cells-of-version-1.ts';

const clock = { now: () => timestampOf(Date.UTC(2026, 7, 2)) };
const FIRST = { seq: 0, index: 0 };

async function idsOf(books: Books, customer: string): Promise<string[]> {
  const ids: string[] = [];
  const asked = { customer, after: FIRST };
  for await (const { id } of documentsAfter(books, goldenTenant, asked)) ids.push(id);
  return ids;
}

/** Its cell, and its pages. */
const rowsOfLong = (cells: InMemoryBooksCells): string[] =>
  cells
    .snapshot()
    .split('\n')
    .filter((row) => {
      const [partition] = JSON.parse(row) as [string];
      return /^\["(?:customer|documents)".*"=long"/.test(partition);
    });

describe('cells from before they said their version', () => {
  it('are of every kind there was', () => {
    const kinds = goldenBooks.cells.map(({ pk }) => (JSON.parse(pk) as string[])[0]);

    expect([...new Set(kinds)].sort()).toEqual([
      'customer',
      'document',
      'head',
      'number',
      'period',
    ]);
  });

  it.each(
    goldenBooks.cells.map((item): [string, ItemOfVersion1] => [
      `${item.pk.slice(0, 80)} ${item.sk.slice(0, 40)}`,
      item,
    ]),
  )('are read, and kept anew they are the same: %s', (_, item) => {
    const value = cellFrom(goldenText(item));

    expect(JSON.parse(cellText(value))).toMatchObject({ version: 2, kind: value.kind });
    expect(cellFrom(cellText(value))).toEqual(value);
  });

  it('are what the log makes, though it makes pages of their lists', async () => {
    const { log, cells } = await goldenStores();

    expect(await checkBooks({ log, cells }, goldenTenant)).toEqual({
      blocks: 89,
      documents: 89,
      faults: [],
    });
  });

  it('list what the log has, and with the next document become what a rebuild makes, to the byte', async () => {
    const { log, cells } = await goldenStores();
    const books = new Books({ log, cells, clock });
    const before = await idsOf(books, 'long');

    const { id } = await recordPayment(books, goldenTenant, {
      invoice: before[0] ?? '',
      rail: 'bank',
      reference: 'the next',
      amount: nanos('0.25'),
      receivedAt: clock.now(),
    });

    const inLog: string[] = [];
    for await (const { document } of journal(log, goldenTenant)) {
      if (payerOf(document) === 'long') inLog.push(document.id);
    }
    expect([...before, id]).toEqual(inLog);
    expect(await idsOf(books, 'long')).toEqual(inLog);
    const rebuilt = new InMemoryBooksCells();
    await new Books({ log, cells: rebuilt, clock }).catchUp(goldenTenant);
    expect(rowsOfLong(cells)).toEqual(rowsOfLong(rebuilt));
    expect(rowsOfLong(cells)).toHaveLength(1 + Math.floor(inLog.length / documentsPerPage));
    expect(await checkBooks({ log, cells }, goldenTenant)).toMatchObject({ faults: [] });
  });

  it('know the last invoice that stands', async () => {
    const { log, cells } = await goldenStores();

    const customer = await readCustomer(new Books({ log, cells, clock }), goldenTenant, 'long');

    expect(
      customer?.closed.map(({ month: label, invoiced }) => [label, invoiced?.subtotal]),
    ).toEqual([
      ['2026-01', nanos('20')],
      // The second of them, as the first is void.
      ['2026-02', nanos('21.01')],
      ['2026-03', nanos('20')],
      ['2026-04', nanos('20.01')],
      ['2026-05', nanos('20')],
      // Forgiven.
      ['2026-06', undefined],
    ]);
  });
});

describe('a cell as it is kept', () => {
  const number = { kind: 'number', number: 'INV-1', id: 'inv_1' } as const;
  const text = (change: object) => JSON.stringify({ ...JSON.parse(cellText(number)), ...change });

  it('says its version, and is not read by what knows only earlier ones', () => {
    expect(JSON.parse(cellText(number))).toEqual({ version: 2, ...number });
    expect(() => cellFrom(text({ version: 3 }))).toThrow('a cell of version 2 at most, got 3');
  });

  it.each<[string, object, string]>([
    ['of another kind', { kind: 'wallet' }, 'a cell is of a kind that there is, got wallet'],
    ['with a member of another type', { id: 7 }, 'the cell number.id is a text, got 7'],
    ['without a member', { id: undefined }, 'the cell number.id is a text, got null'],
    ['with a member it does not know', { colour: 'red' }, 'the cell number has no member colour'],
  ])('is refused %s, and the error says where', (_, change, message) => {
    expect(() => cellFrom(text(change))).toThrow(message);
  });

  it.each<[string, string, string]>([
    ['"12.50"', '12.50', 'balances[0].amount is whole units as text, got "12.50"'],
    ['a double', '1e3', 'balances[0].amount is whole units as text, got "1e3"'],
  ])('has amounts in whole units: %s is refused', (_, amount, message) => {
    const head = {
      version: 2,
      kind: 'head',
      documents: 1,
      recordedAt: 1,
      series: [],
      balances: [['revenue:views', 'EUR', amount]],
    };

    expect(() => cellFrom(JSON.stringify(head))).toThrow(message);
  });
});
