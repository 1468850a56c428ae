import {
  type AttributeValue,
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Books } from '../../core/books/books.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { minuteOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { touchedHourBody } from '../../core/metering/totals/touched.ts';
import { dynamoDbBooksCells } from '../../functions/adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../../functions/adapters/dynamo-db-books-log.ts';
import { DynamoDbRollups } from '../../functions/adapters/dynamo-db-rollups.ts';
import { DynamoDbUsageLog } from '../../functions/adapters/dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from '../../functions/adapters/dynamo-db-usage-totals.ts';
import { rebuildProjections } from '../../functions/rebuild-projections/rebuild-projections.ts';
import { totalUsage } from '../../functions/total-usage/total-usage.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { aCharge, aClosing, aMonth, someTerms } from '../fixtures/invoicing.ts';
import { aMeter, anIdentifiedEvent, occurredAt } from '../fixtures/usage-events.ts';
import { booksLogTable } from './books-tables.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { totalsTable } from './totals-table.ts';
import { usageLogTable } from './usage-log-table.ts';

jest.setTimeout(60_000);

type Item = Record<string, AttributeValue>;

const tenant = 'acme';
const clock = { now: () => timestampOf(Date.UTC(2026, 3, 2)) };

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());

const itemsOf = async (TableName: string): Promise<Item[]> =>
  (await engine.client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];

async function empty(TableName: string): Promise<void> {
  for (const { pk, sk } of await itemsOf(TableName)) {
    const Key = { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } };
    await engine.client.send(new DeleteItemCommand({ TableName, Key }));
  }
}

async function restore(TableName: string, items: readonly Item[]): Promise<void> {
  await empty(TableName);
  for (const Item of items) await engine.client.send(new PutItemCommand({ TableName, Item }));
}

/** Marks and what is settled are of now, and say how often something was put. */
const isOfNow = ({ pk }: Item): boolean => /^\["(mark|settled)"/.test(pk?.S ?? '');

/** Of all that is projected in a table, but for how often it was put. */
async function hashOf(TableName: string): Promise<string> {
  const items = (await itemsOf(TableName)).filter((item) => !isOfNow(item));
  const rows = items.map(({ revision: _, ...item }) =>
    JSON.stringify(
      Object.entries(item)
        .map(([name, { S, N, B }]) => [name, S ?? N ?? Buffer.from(B ?? []).toString('base64')])
        .sort(),
    ),
  );
  return sha256(rows.sort().join('\n')).toString('hex');
}

async function aDeployment() {
  const tables = {
    books: await engine.createTable(booksLogTable),
    cells: await engine.createTable(textKeyTable),
    usageLog: await engine.createTable(usageLogTable),
    totals: await engine.createTable(totalsTable),
  };
  const { client } = engine;
  const log = dynamoDbBooksLog(client, tables.books);
  const cells = dynamoDbBooksCells(client, tables.cells);
  const usageLog = new DynamoDbUsageLog(client, tables.usageLog);
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append(tenant, { version: 1, meters: [aMeter()] });
  const ports = {
    ...{ log, cells, usageLog, catalogs, clock },
    books: new Books({ log, cells, clock }),
    loggedHours: usageLog,
    totals: new DynamoDbUsageTotals(client, tables.totals),
    rollups: new DynamoDbRollups(client, tables.totals),
  };
  const total = totalUsage(ports);
  const writer = new UsageLogWriter(usageLog);
  let events = 0;
  return {
    tables,
    close: (month: string) =>
      closePeriods(
        ports,
        tenant,
        ['a', 'b'].map((customer) =>
          aClosing({
            terms: someTerms({ customer }),
            current: aMonth(month, [aCharge('83', '0.001')]),
          }),
        ),
      ),
    use: async (subject: string, hoursLater: number) => {
      events += 1;
      const at = timestampOf(occurredAt + hoursLater * 3_600_000);
      const key = { tenant, shard: 0, minute: minuteOf(at) };
      const event = anIdentifiedEvent({ id: `${events}`, subject, occurredAt: at });
      const { blocks } = await writer.append(key, [event]);
      const hour = Math.floor(key.minute / 60);
      const touched = { tenant, shard: 0, hour, coverage: new Map([[key.minute, blocks]]) };
      await total({ Records: [{ body: touchedHourBody(touched) }] } as never);
    },
    rebuild: async (what: 'books' | 'totals') => {
      const rebuild = rebuildProjections(ports);
      let next: unknown;
      do {
        const answer = await rebuild({ what, tenant, ...(next === undefined ? {} : { next }) });
        if ('problem' in answer) throw new Error(answer.problem.detail);
        next = answer.next;
      } while (next !== undefined);
    },
  };
}

describe('a restore drill on tables', () => {
  it('makes the cells of the books again, equal to the byte: emptied, or restored to an earlier second', async () => {
    const { tables, close, rebuild } = await aDeployment();
    await close('2026-01');
    const earlier = await itemsOf(tables.cells);
    await close('2026-02');
    const before = await hashOf(tables.cells);

    await empty(tables.cells);
    await rebuild('books');
    const emptied = await hashOf(tables.cells);
    const head = (await itemsOf(tables.cells)).filter(
      ({ pk }) => pk?.S?.startsWith('["head"') === true,
    );
    await restore(tables.cells, [
      ...earlier.filter(({ pk }) => pk?.S?.startsWith('["head"') !== true),
      ...head,
    ]);
    await rebuild('books');

    expect(emptied).toBe(before);
    expect(await hashOf(tables.cells)).toBe(before);
  });

  it('makes totals again, equal to the byte, while usage comes: emptied, or restored to an earlier second', async () => {
    const { tables, use, rebuild } = await aDeployment();
    for (const hours of [0, 0, 1, 30]) await use('reader-1', hours);
    const earlier = await itemsOf(tables.totals);
    await use('reader-2', 0);

    await empty(tables.totals);
    await Promise.all([rebuild('totals'), use('reader-2', 1)]);
    const emptied = await hashOf(tables.totals);
    await restore(tables.totals, earlier);
    await rebuild('totals');
    const restored = await hashOf(tables.totals);
    await rebuild('totals');

    expect(await hashOf(tables.totals)).toBe(restored);
    expect(restored).toBe(emptied);
  });
});
