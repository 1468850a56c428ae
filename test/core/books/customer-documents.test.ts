import { beforeAll, describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import {
  documentsAfter,
  documentsBefore,
  readCustomer,
} from '../../../core/books/customer-documents.ts';
import { documentsPerPage } from '../../../core/books/customer-pages.ts';
import {
  type DocumentEntry,
  type DocumentPlace,
  placeOrder,
} from '../../../core/books/document-entry.ts';
import { accountEntries, journal } from '../../../core/books/reading.ts';
import { listIssued } from '../../../core/invoicing/list-issued.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { someBooks } from '../../fixtures/invoicing.ts';
import { closed, customer, pay, tenant, type World } from '../../support/long-customer.ts';

const DOCUMENTS = 1_000;
const MONTHS = 60;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/** `2020-01` and those after it. */
const monthAt = (index: number): string =>
  new Date(Date.UTC(2020, index, 1)).toISOString().slice(0, 7);

/** Five years of a customer: each fifth month is void and billed again, all else is payments in small parts. */
async function aLongLife(): Promise<World> {
  const world = someBooks(timestampOf(Date.UTC(2020, 0, 2)));
  let documents = 0;
  for (let index = 0; index < MONTHS; index += 1) {
    const month = monthAt(index);
    let invoice = await closed(world, month, String(1000 + index));
    documents += 1;
    if (index % 5 === 4) {
      const reason = 'the wrong price';
      await voidInvoice(world.books, tenant, { invoice, reason, afterwards: 'rebill' });
      invoice = await closed(world, month, String(1100 + index));
      documents += 2;
    }
    const until = Math.floor((DOCUMENTS * (index + 1)) / MONTHS);
    for (; documents < until; documents += 1) await pay(world, invoice, documents);
  }
  return world;
}

let world: World;
let inLog: DocumentPlace[];
let numbersInLog: string[];
beforeAll(async () => {
  world = await aLongLife();
  inLog = [];
  numbersInLog = [];
  for await (const { seq, index, document } of journal(world.log, tenant)) {
    inLog.push({ seq, index });
    if (document.kind === 'invoice') numbersInLog.push(document.number);
  }
}, 120_000);

async function placesIn(entries: AsyncIterable<DocumentEntry>): Promise<DocumentPlace[]> {
  const places: DocumentPlace[] = [];
  for await (const { seq, index } of entries) places.push({ seq, index });
  return places;
}

/** Each cell's text, by the kind of cell. */
const textsOf = (cells: InMemoryBooksCells, kind: string): string[] =>
  cells
    .snapshot()
    .split('\n')
    .map((row) => JSON.parse(row) as [string, string, number, string])
    .filter(([partition]) => (JSON.parse(partition) as string[])[0] === kind)
    .map(([, , , text]) => text);

describe('a customer of a thousand documents', () => {
  it('has none of them in its cell but those of the page that fills', async () => {
    const cell = await readCustomer(world.books, tenant, customer);
    const pages = textsOf(world.cells, 'documents');
    const [own = ''] = textsOf(world.cells, 'customer');

    expect(inLog).toHaveLength(DOCUMENTS);
    expect(cell?.pages).toBe(Math.floor(DOCUMENTS / documentsPerPage));
    expect(cell?.documents).toHaveLength(DOCUMENTS % documentsPerPage);
    expect(pages).toHaveLength(Math.floor(DOCUMENTS / documentsPerPage));
    expect(Math.max(...pages.map((text) => text.length))).toBeLessThan(documentsPerPage * 90);
    // What is left to grow is a row for each month that is closed.
    expect(own.length).toBeLessThan(documentsPerPage * 90 + MONTHS * 70 + 500);
  });

  it('lists them in the order of the log, from the first and from any other', async () => {
    for (const place of [FIRST, ...[0, 15, 16, 17, 500, 990, 998, 999].map((n) => inLog[n])]) {
      if (place === undefined) throw new Error('the log is long');
      const listed = await placesIn(
        documentsAfter(world.books, tenant, { customer, after: place }),
      );

      expect(listed).toEqual(inLog.filter((one) => placeOrder(one, place) > 0));
    }
  });

  it('lists them from the latest back, and from any other', async () => {
    for (const place of [undefined, ...[0, 15, 16, 17, 500, 990, 998, 999].map((n) => inLog[n])]) {
      const asked = { customer, before: place };

      const listed = await placesIn(documentsBefore(world.books, tenant, asked));

      const before = inLog.filter((one) => place === undefined || placeOrder(one, place) < 0);
      expect(listed).toEqual(before.toReversed());
    }
  });

  it('reads a few pages for a page of the list, wherever that begins', async () => {
    let pagesRead = 0;
    const counting = new Books({
      ...world,
      cells: {
        read(of, keys) {
          pagesRead += keys.filter(({ kind }) => kind === 'documents').length;
          return world.cells.read(of, keys);
        },
        put: (...put) => world.cells.put(...put),
        listPeriod: (...list) => world.cells.listPeriod(...list),
      },
    });

    const after = inLog[700] ?? FIRST;
    for await (const entry of documentsAfter(counting, tenant, { customer, after })) {
      expect(entry).toMatchObject(inLog[701] ?? {});
      break;
    }

    expect(pagesRead).toBeLessThan(documentsPerPage * 3);
  });

  it.each([7, 100])('pages through its invoices and its account, %i at a time', async (limit) => {
    const invoices: string[] = [];
    for (let after: DocumentPlace | undefined = FIRST; after !== undefined; ) {
      const page = await listIssued(world, tenant, { customer, limit, after });
      invoices.push(...page.invoices.map(({ number }) => number ?? ''));
      after = page.next;
    }
    const entries: DocumentPlace[] = [];
    for (let after: DocumentPlace | undefined = FIRST; after !== undefined; ) {
      const account = `customer:${customer}:receivable`;
      const page = await accountEntries(world, tenant, { account, after, limit });
      entries.push(...page.map(({ seq, index }) => ({ seq, index })));
      after = page.at(-1);
    }

    expect(invoices).toHaveLength(MONTHS + MONTHS / 5);
    expect(invoices).toEqual(numbersInLog);
    expect(entries).toEqual(inLog);
  });

  it('is what a rebuild makes, to the byte', async () => {
    const rebuilt = new InMemoryBooksCells();

    await new Books({ ...world, cells: rebuilt }).catchUp(tenant);

    expect(rebuilt.snapshot()).toBe(world.cells.snapshot());
    expect(await checkBooks(world, tenant)).toEqual({
      blocks: DOCUMENTS,
      documents: DOCUMENTS,
      faults: [],
    });
  });
});
