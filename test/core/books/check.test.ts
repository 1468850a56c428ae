import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { booksBlockBytes, documentsIn } from '../../../core/books/block.ts';
import { Books } from '../../../core/books/books.ts';
import { cellPlace } from '../../../core/books/cell.ts';
import { catchUpAndCheck, checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { documentCodec } from '../../../core/books/kinds/kinds.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import { canonicalJson } from '../../../core/kernel/json.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';

const tenant = 'acme';
const clock = { now: () => afterJanuary };

/** Three customers' invoices, a block each. */
async function threeInvoices() {
  const world = someBooks();
  for (const customer of ['a', 'b', 'c']) {
    await closePeriods(world, tenant, [
      aClosing({
        terms: someTerms({ customer }),
        current: aMonth('2026-01', [aCharge('1234', '0.001')]),
      }),
    ]);
  }
  return world;
}

/** A block that no writer of ours would write: it looks at nothing. */
const forgedBytes = (documents: readonly BooksDocument[]): Uint8Array =>
  Buffer.concat([
    Buffer.from([1]),
    brotliCompressSync(canonicalJson(documents.map((document) => documentCodec.toJson(document)))),
  ]);

/** The log of three invoices with one document changed. */
async function forged(change: (document: BooksDocument, seq: number) => BooksDocument) {
  const { log } = await threeInvoices();
  const copy = new InMemoryBooksLog();
  for (const { seq, bytes } of log.blocksOf(tenant)) {
    const documents = documentsIn(bytes).map((document) => change(document, seq));
    await copy.append(tenant, { seq, bytes: forgedBytes(documents) });
  }
  return copy;
}

const codesIn = async (log: InMemoryBooksLog) => {
  const { faults } = await checkBooks({ log, cells: undefined }, tenant);
  return [...new Set(faults.map(({ code }) => code))].sort();
};

describe('the check of the books', () => {
  it('finds nothing in books that nobody touched', async () => {
    const { log, cells } = await threeInvoices();

    expect(await checkBooks({ log, cells }, tenant)).toEqual({
      blocks: 3,
      documents: 3,
      faults: [],
    });
  });

  it('finds a document that does not balance', async () => {
    const log = await forged((document, seq) =>
      seq === 2
        ? {
            ...document,
            postings: document.postings.map((posting, index) =>
              index === 0 ? { ...posting, amount: nanosOf(posting.amount + 1n) } : posting,
            ),
          }
        : document,
    );

    expect(await codesIn(log)).toContain('unbalanced');
  });

  it('finds a gap in the numbers, and a number given twice', async () => {
    const gap = await forged((document, seq) =>
      seq === 3 && document.kind === 'invoice'
        ? { ...document, ordinal: 4, number: 'INV-2026-000004' }
        : document,
    );
    const twice = await forged((document, seq) =>
      seq === 3 && document.kind === 'invoice'
        ? { ...document, ordinal: 2, number: 'INV-2026-000002' }
        : document,
    );

    expect(await codesIn(gap)).toContain('numbering-gap');
    expect(await codesIn(twice)).toContain('number-repeated');
  });

  it('finds a document that is there twice', async () => {
    const { log } = await threeInvoices();
    const first = log.blocksOf(tenant)[0]?.bytes ?? new Uint8Array();
    await log.append(tenant, { seq: 4, bytes: first });

    expect(await codesIn(log)).toContain('document-repeated');
  });

  it('finds money that is neither invoiced nor carried', async () => {
    const log = await forged((document, seq) => {
      if (seq !== 2 || document.kind !== 'invoice') return document;
      const [first, ...rest] = document.billed;
      if (first === undefined) return document;
      const exact = (first.exact + 1n) as typeof first.exact;
      return { ...document, billed: [{ ...first, exact }, ...rest] };
    });

    expect(await codesIn(log)).toContain('not-conserved');
  });

  it('finds an invoice that shows what was not booked', async () => {
    const log = await forged((document, seq) =>
      seq === 1 && document.kind === 'invoice'
        ? { ...document, content: document.content.replace('"total":"1.23"', '"total":"1.24"') }
        : document,
    );

    expect(await codesIn(log)).toEqual(['content-differs']);
  });

  it('finds a block that is missing, and one that cannot be read', async () => {
    const { log } = await threeInvoices();
    const blocks = log.blocksOf(tenant);
    const holed = new InMemoryBooksLog();
    holed.read = () =>
      Promise.resolve({ blocks: blocks.filter(({ seq }) => seq !== 2), more: false });
    await log.append(tenant, { seq: 4, bytes: Uint8Array.of(1, 2, 3) });

    expect(await codesIn(holed)).toContain('hole');
    expect(await codesIn(log)).toEqual(['unreadable']);
  });

  it('finds projections that are behind, missing, or not what the log makes of them', async () => {
    const { log, cells } = await threeInvoices();
    const other = new InMemoryBooksCells();
    const key = { kind: 'customer', customer: 'a' } as const;
    const [right] = await cells.read(tenant, [key]);
    if (right?.value.kind !== 'customer') throw new Error('the customer has a cell');
    const [total] = right.value.totals;
    if (total === undefined) throw new Error('the customer has totals');
    const totals = [{ ...total, receivable: nanos('99') }];
    await other.put(tenant, key, { version: right.version, value: { ...right.value, totals } });

    const { faults } = await checkBooks({ log, cells: other }, tenant);

    expect(faults.map(({ detail }) => detail)).toContain(
      '["customer","","=a"]- is not what the log makes of it',
    );
    expect(faults.every(({ code }) => code === 'projection-differs')).toBe(true);
    expect(faults).toHaveLength(13);
    const customer = faults.find(({ detail }) => detail.startsWith('["customer"'));
    expect(customer?.found).toContain('"99000000000"');
    expect(customer?.expected).not.toContain('"99000000000"');
  });

  it('finds a cell that cannot be parsed, and compares all others', async () => {
    const { log, cells } = await threeInvoices();
    const place = cellPlace(tenant, { kind: 'customer', customer: 'a' });
    cells.keep(place, { version: 9, text: '{"kind":"customer","version":2,"carry":[[]]' });
    cells.remove(tenant, { kind: 'number', number: 'INV-2026-000002' });

    const { documents, faults } = await checkBooks({ log, cells }, tenant);

    expect(documents).toBe(3);
    expect(faults).toEqual([
      {
        code: 'unreadable',
        detail: expect.stringMatching(/^\["customer","","=a"\]-: a cell is JSON, got /),
      },
      {
        code: 'projection-differs',
        detail: '["number","","INV-2026-000002"]- is missing',
        ...{ expected: 'block 2', found: 'nothing' },
      },
    ]);
  });

  it.each([
    ['the head', { kind: 'head' } as const, '{"kind":"head","version":2}'],
    ['a cell of a later program', { kind: 'customer', customer: 'a' } as const, '{"version":3}'],
  ])(
    'says that %s cannot be read, where that keeps the books from catching up',
    async (_, key, text) => {
      const { log, cells, books } = await threeInvoices();
      cells.keep(cellPlace(tenant, key), { version: 1, text });
      if (key.kind !== 'head') cells.remove(tenant, { kind: 'head' });

      const { faults } = await catchUpAndCheck({ log, cells, books }, tenant);

      await expect(books.catchUp(tenant)).rejects.toThrow(InvariantViolation);
      expect(faults.filter(({ code }) => code === 'unreadable')).toHaveLength(1);
    },
  );
});

describe('the books', () => {
  it('write no block that does not balance', async () => {
    const { log } = await threeInvoices();
    const [document] = documentsIn(log.blocksOf(tenant)[0]?.bytes ?? new Uint8Array());
    if (document === undefined) throw new Error('the block has a document');

    expect(() => booksBlockBytes([{ ...document, postings: document.postings.slice(1) }])).toThrow(
      'sum to zero in EUR',
    );
  });

  it('never append what does not fold, however it was decided', async () => {
    const { log, cells } = await threeInvoices();
    const [document] = documentsIn(log.blocksOf(tenant)[0]?.bytes ?? new Uint8Array());
    if (document?.kind !== 'invoice') throw new Error('the block has an invoice');
    const books = new Books({ log, cells, clock });

    const again = books.record(tenant, {
      cells: [],
      originals: [],
      decide: (page) => {
        page.add({ ...document, ordinal: 4, number: 'INV-2026-000004' });
      },
    });

    await expect(again).rejects.toThrow('takes in what is carried of standard');
    expect(log.blocksOf(tenant)).toHaveLength(3);
  });

  it('bring projections up to the log when whoever wrote it died before', async () => {
    const { log, cells } = await threeInvoices();
    const behind = new InMemoryBooksCells();

    await new Books({ log, cells: behind, clock }).catchUp(tenant);

    expect(behind.snapshot()).toBe(cells.snapshot());
  });
});
