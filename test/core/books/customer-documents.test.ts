import { beforeAll, describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { type DocumentEntry, type DocumentPlace, placeOrder } from '../../../core/books/cell.ts';
import { checkBooks } from '../../../core/books/check.ts';
import {
  documentsAfter,
  documentsBefore,
  readCustomer,
} from '../../../core/books/customer-documents.ts';
import { documentsPerPage, pageKey } from '../../../core/books/customer-pages.ts';
import { keyText } from '../../../core/books/fold.ts';
import { accountEntries, journal } from '../../../core/books/reading.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { listIssued } from '../../../core/invoicing/list-issued.ts';
import { recordPayment } from '../../../core/invoicing/record-payment.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { Crash } from '../../fakes/failing-books.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';

const tenant = 'acme';
const customer = 'press-review';
const DOCUMENTS = 1_000;
const MONTHS = 60;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

type World = ReturnType<typeof someBooks>;

/** `2020-01` and those after it. */
const monthAt = (index: number): string =>
  new Date(Date.UTC(2020, index, 1)).toISOString().slice(0, 7);

async function close(world: World, month: string, quantity: string) {
  const [year = 0, number = 0] = month.split('-').map(Number);
  world.time.now = timestampOf(Math.max(world.time.now, Date.UTC(year, number, 2)));
  const [outcome] = await closePeriods(world, tenant, [
    aClosing({
      terms: someTerms({ customer }),
      policy: aPolicy({ bounds: { timesLast: 3n, floor: nanos('1') } }),
      current: aMonth(month, [aCharge(quantity, '0.01')]),
    }),
  ]);
  if (outcome === undefined) throw new Error('what is asked for is answered');
  return outcome;
}

async function closed(world: World, month: string, quantity: string): Promise<string> {
  const outcome = await close(world, month, quantity);
  if (outcome.status !== 'closed') throw new Error(`${month} is ${outcome.status}`);
  return outcome.document.id;
}

const pay = (world: World, invoice: string, reference: number) =>
  recordPayment(world.books, tenant, {
    invoice,
    rail: 'bank',
    reference: `r-${reference}`,
    amount: nanos('0.01'),
    receivedAt: world.time.now,
  });

/** Five years of a customer: each fifth month is void and billed again, and what is left are payments in small parts. */
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

describe('the pages of a customer’s documents', () => {
  /** An invoice of 10 EUR for each month, then payments until none of those months' documents is in the customer's cell. */
  async function someMonths(months: readonly string[]) {
    const some = someBooks(timestampOf(Date.UTC(2020, 0, 2)));
    const invoices: string[] = [];
    for (const [index, month] of months.entries()) {
      invoices.push(await closed(some, month, String(1000 + index * 500)));
    }
    const [first = ''] = invoices;
    for (let n = 0; n < 2 * documentsPerPage; n += 1) await pay(some, first, n);
    return { ...some, invoices };
  }

  it('leave the last invoice that stands to be compared with, however many of later ones are void', async () => {
    const some = await someMonths(['2020-01', '2020-02', '2020-03']);
    const inCell = await readCustomer(some.books, tenant, customer);
    const forgive = (invoice: string | undefined) =>
      voidInvoice(some.books, tenant, {
        invoice: invoice ?? '',
        reason: 'goodwill',
        afterwards: 'forgive',
      });
    await forgive(some.invoices[2]);
    await forgive(some.invoices[1]);

    const surge = await close(some, '2020-04', '3001');
    const calm = await close(some, '2020-04', '3000');

    expect(inCell?.documents.filter(({ kind }) => kind === 'invoice')).toEqual([]);
    expect(surge).toMatchObject({
      status: 'parked',
      reason: {
        detail: expect.stringContaining('30.01 EUR is more than 3 times the last invoice, 10'),
      },
    });
    expect(calm).toMatchObject({ status: 'closed' });
  });

  it('are missed and found wanting by the check', async () => {
    const some = await someMonths(['2020-01']);
    const key = pageKey(customer, 0);
    const [page] = await some.cells.read(tenant, [key]);
    if (page?.value.kind !== 'documents') throw new Error('the first page is full');
    const documents = page.value.documents.toReversed();

    some.cells.remove(tenant, key);
    const missing = await checkBooks(some, tenant);
    await some.cells.put(tenant, key, { ...page, value: { ...page.value, documents } });
    const turned = await checkBooks(some, tenant);

    const code = 'projection-differs';
    const place = keyText(key);
    expect(missing.faults).toEqual([{ code, detail: `${place} is missing` }]);
    expect(turned.faults).toEqual([{ code, detail: `${place} is not what the log makes of it` }]);
  });

  it('stand before they are counted: a function that dies in between leaves them to be put again', async () => {
    const some = await someMonths(['2020-01']);
    const before = await readCustomer(some.books, tenant, customer);
    const isCustomer = (kind: string) => kind === 'customer';
    const dying = new Books({
      ...some,
      cells: {
        read: (...read) => some.cells.read(...read),
        put: (of, key, cell) =>
          isCustomer(key.kind) ? Promise.reject(new Crash('died')) : some.cells.put(of, key, cell),
        listPeriod: (...list) => some.cells.listPeriod(...list),
      },
    });
    const [invoice = ''] = some.invoices;
    const left = documentsPerPage - (before?.documents.length ?? 0);
    for (let n = 1; n < left; n += 1) await pay(some, invoice, 1_000 + n);

    const death = pay({ ...some, books: dying }, invoice, 2_000);

    await expect(death).rejects.toThrow(Crash);
    const page = pageKey(customer, before?.pages ?? 0);
    const [put] = await some.cells.read(tenant, [page]);
    const [stale] = await some.cells.read(tenant, [{ kind: 'customer', customer }]);
    expect(put?.value).toMatchObject({ documents: { length: documentsPerPage } });
    expect(stale?.value).toMatchObject({ pages: before?.pages });
    const told = await pay(some, invoice, 2_000);
    expect(told.isNew).toBe(false);
    await some.books.catchUp(tenant);
    const rebuilt = new InMemoryBooksCells();
    await new Books({ ...some, cells: rebuilt }).catchUp(tenant);
    expect(some.cells.snapshot()).toBe(rebuilt.snapshot());
  });
});
