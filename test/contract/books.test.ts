import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Books } from '../../core/books/books.ts';
import type { Cell, CellKey } from '../../core/books/cell.ts';
import { checkBooks } from '../../core/books/check.ts';
import type { BooksCells, BooksLog, CellRepair } from '../../core/books/ports.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { dynamoDbBooksCells } from '../../functions/adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../../functions/adapters/dynamo-db-books-log.ts';
import {
  goldenBooks,
  goldenStores,
  goldenTenant,
} from '../core/books/golden/cells-of-version-1.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../fakes/books.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  decimal,
  exact,
  nanos,
  someTerms,
} from '../fixtures/invoicing.ts';
import { booksLogTable } from './books-tables.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

// Hundreds of items take long on a machine that has other things to do.
jest.setTimeout(60_000);

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(async () => {
  await engine.stop();
});

const logs: [string, () => Promise<BooksLog>][] = [
  ['in memory', () => Promise.resolve(new InMemoryBooksLog(2))],
  [
    'in DynamoDB',
    async () => dynamoDbBooksLog(engine.client, await engine.createTable(booksLogTable)),
  ],
];

const cellStores: [string, () => Promise<BooksCells & CellRepair>][] = [
  ['in memory', () => Promise.resolve(new InMemoryBooksCells())],
  [
    'in DynamoDB',
    async () => dynamoDbBooksCells(engine.client, await engine.createTable(textKeyTable)),
  ],
];

const block = (seq: number, byte = seq) => ({ seq, bytes: Uint8Array.of(byte) });

describe.each(logs)('the log of the books %s', (_, make) => {
  it('is empty at first', async () => {
    const log = await make();

    expect(await log.read('acme', 0, 'strong')).toEqual({ blocks: [], more: false });
    expect(await log.readOne('acme', 1)).toBeUndefined();
  });

  it('puts a block once, whoever comes second', async () => {
    const log = await make();

    expect(await log.append('acme', block(1))).toBe('put');
    expect(await log.append('acme', block(1, 9))).toBe('taken');

    expect(Uint8Array.from((await log.readOne('acme', 1))?.bytes ?? [])).toEqual(Uint8Array.of(1));
  });

  it('reads what is past a block in order, page after page', async () => {
    const log = await make();
    for (let seq = 1; seq <= 5; seq += 1) await log.append('acme', block(seq));

    const seqs: number[] = [];
    for (let after = 1, isMore = true; isMore; ) {
      const { blocks, more } = await log.read('acme', after, 'eventual');
      seqs.push(...blocks.map(({ seq }) => seq));
      after = seqs.at(-1) ?? after;
      isMore = more;
    }

    expect(seqs).toEqual([2, 3, 4, 5]);
  });

  it('keeps tenants apart', async () => {
    const log = await make();
    await log.append('acme', block(1));

    expect(await log.append('other', block(1))).toBe('put');
  });
});

const january = monthFrom('2026-01');

const periodCell = (customer: string, version = 1): Cell => ({
  version,
  value: { kind: 'period', month: january, customer, attempt: 1, billed: [] },
});

const periodKey = (customer: string): CellKey => ({ kind: 'period', month: january, customer });

describe('cells in DynamoDB from before they said their version', () => {
  it('are read, and written anew with their next document', async () => {
    const TableName = await engine.createTable(textKeyTable);
    for (const { pk, sk, version, text, packed } of goldenBooks.cells) {
      const Item: Record<string, AttributeValue> = {
        pk: { S: pk },
        sk: { S: sk },
        version: { N: version },
        ...(packed === undefined
          ? { text: { S: text ?? '' } }
          : { packed: { B: Buffer.from(packed, 'base64') } }),
      };
      await engine.client.send(new PutItemCommand({ TableName, Item }));
    }
    const { log } = await goldenStores();
    const cells = dynamoDbBooksCells(engine.client, TableName);
    const books = new Books({ log, cells, clock: { now: () => afterJanuary } });
    const key = { kind: 'customer', customer: 'long' } as const;
    const before = await checkBooks({ log, cells }, goldenTenant);

    const [invoice] = (await books.read(goldenTenant, { cells: [key] })).at(key)?.documents ?? [];
    await recordPayment(books, goldenTenant, {
      invoice: invoice?.id ?? '',
      rail: 'bank',
      reference: 'the next',
      amount: nanos('0.25'),
      receivedAt: afterJanuary,
    });

    expect(before.faults).toEqual([]);
    const { Item: item } = await engine.client.send(
      new GetItemCommand({
        TableName,
        Key: { pk: { S: '["customer","acme","=long"]' }, sk: { S: '-' } },
      }),
    );
    // A function of before finds neither of the attributes it knows, and fails.
    expect(Object.keys(item ?? {}).sort()).toEqual(['json', 'pk', 'sk', 'version']);
    expect(await checkBooks({ log, cells }, goldenTenant)).toMatchObject({ faults: [] });
  });
});

describe.each(cellStores)('the cells of the books %s', (_, make) => {
  it('are read in the order they are asked for, none where there is none', async () => {
    const cells = await make();
    await cells.put('acme', periodKey('a'), periodCell('a'));
    await cells.put('acme', periodKey('b'), periodCell('b'));

    const keys = [periodKey('b'), { kind: 'head' } as const, periodKey('a'), periodKey('b')];

    expect(await cells.read('acme', keys)).toEqual([
      periodCell('b'),
      undefined,
      periodCell('a'),
      periodCell('b'),
    ]);
    expect(await cells.read('other', [periodKey('a')])).toEqual([undefined]);
  });

  it('are put over an older version and never over one as new', async () => {
    const cells = await make();

    expect(await cells.put('acme', periodKey('a'), periodCell('a', 3))).toBe('put');
    expect(await cells.put('acme', periodKey('a'), periodCell('a', 2))).toBe('taken');
    expect(await cells.put('acme', periodKey('a'), periodCell('a', 3))).toBe('taken');
    expect(await cells.put('acme', periodKey('a'), periodCell('a', 10))).toBe('put');
  });

  it('are put over one that is there, where that is asked for, and then never over none', async () => {
    const cells = await make();

    expect(await cells.put('acme', periodKey('a'), periodCell('a', 3), 'one that is there')).toBe(
      'taken',
    );
    await cells.put('acme', periodKey('a'), periodCell('a', 3));
    expect(await cells.put('acme', periodKey('a'), periodCell('a', 4), 'one that is there')).toBe(
      'put',
    );
  });

  it('are mended over exactly what was found: none, one of any version, or nothing is put', async () => {
    const cells = await make();
    const key = periodKey('a');

    expect(await cells.mend('acme', key, () => undefined)).toBe('left');
    expect(await cells.mend('acme', key, () => periodCell('a', 5))).toBe('put');
    const mended = await cells.mend('acme', key, () => periodCell('b', 5));
    expect(mended).toBe('put');
    expect(await cells.read('acme', [key])).toEqual([periodCell('b', 5)]);
  });

  it('keep amounts to the last place, large or small', async () => {
    const cells = await make();
    const billed = Array.from({ length: 300 }, (_, index) => ({
      charge: `charge ${index}`,
      account: 'revenue:views',
      taxCode: 'standard',
      quantity: decimal('123456789012.000000000001'),
      exact: exact('-0.000000000000000000000001'),
    }));
    const cell: Cell = {
      version: 1,
      value: { kind: 'period', month: january, customer: 'a', attempt: 1, billed },
    };
    await cells.put('acme', periodKey('a'), cell);

    expect(await cells.read('acme', [periodKey('a')])).toEqual([cell]);
  });

  it('are read by the hundred', async () => {
    const cells = await make();
    const customers = Array.from({ length: 230 }, (_, index) => `reader-${index}`);
    await inParallel(16, customers, (customer) =>
      cells.put('acme', periodKey(customer), periodCell(customer)),
    );

    expect(await cells.read('acme', customers.map(periodKey))).toEqual(
      customers.map((customer) => periodCell(customer)),
    );
  });

  it('list the customers of a month by key, page after page, however long a key is', async () => {
    const cells = await make();
    const customers = ['é'.repeat(900), 'a', 'b', 'c', 'é', '\uFF21', '\u{1F600}'];
    for (const customer of customers.toReversed()) {
      await cells.put('acme', periodKey(customer), periodCell(customer));
    }

    const listed: string[] = [];
    for (let after = ''; ; ) {
      const page = await cells.listPeriod('acme', { period: january, after, limit: 3 });
      const names = page.map(({ value }) => (value.kind === 'period' ? value.customer : ''));
      listed.push(...names);
      after = names.at(-1) ?? '';
      if (after === '') break;
    }

    // By the bytes of keys, long ones first: who goes through lists side by side counts on it.
    expect(listed).toEqual(customers);
  });
});

describe('a cell in DynamoDB that cannot be read', () => {
  it('is mended', async () => {
    const TableName = await engine.createTable(textKeyTable);
    const cells = dynamoDbBooksCells(engine.client, TableName);
    const key = periodKey('a');
    await cells.put('acme', key, periodCell('a', 2));
    const place = { pk: { S: '["period","acme","2026-01"]' }, sk: { S: '=a' } };
    const Item = { ...place, version: { N: '2' }, json: { S: 'no cell' } };
    await engine.client.send(new PutItemCommand({ TableName, Item }));

    const mended = await cells.mend('acme', key, (found) =>
      found === 'unreadable' ? periodCell('a', 3) : undefined,
    );

    expect(mended).toBe('put');
    expect(await cells.read('acme', [key])).toEqual([periodCell('a', 3)]);
  });
});

describe('the books in DynamoDB', () => {
  it('say the same as in memory', async () => {
    const clock = { now: () => afterJanuary };
    const cells = new InMemoryBooksCells();
    const log = new InMemoryBooksLog();
    const tables = {
      log: dynamoDbBooksLog(engine.client, await engine.createTable(booksLogTable)),
      cells: dynamoDbBooksCells(engine.client, await engine.createTable(textKeyTable)),
    };
    const customers = Array.from({ length: 120 }, (_, index) => `reader-${index}`);
    const requests = customers.map((customer, index) =>
      aClosing({
        terms: someTerms({ customer }),
        current: aMonth('2026-01', [aCharge(String(index * 13), '0.001')]),
      }),
    );

    const inMemory = new Books({ log, cells, clock });
    const inTables = new Books({ ...tables, clock });
    const outcomes = await closePeriods({ books: inMemory, clock }, 'acme', requests);

    expect(await closePeriods({ books: inTables, clock }, 'acme', requests)).toEqual(outcomes);
    const keys = customers.map((customer): CellKey => ({ kind: 'customer', customer }));
    expect(await tables.cells.read('acme', [{ kind: 'head' }, ...keys])).toEqual(
      await cells.read('acme', [{ kind: 'head' }, ...keys]),
    );
  });
});
