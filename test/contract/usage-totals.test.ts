import {
  type DynamoDBClient,
  type PutItemCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decimalOf } from '../../core/kernel/decimal.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type {
  FoldProgressKey,
  HourlyTallies,
  TotalsKey,
  TotalsRepair,
  UsageTotals,
} from '../../core/metering/totals/ports.ts';
import type { HourTotals } from '../../core/metering/totals/totals.ts';
import { totalsBytes } from '../../core/metering/totals/totals-bytes.ts';
import { dynamoDbClient } from '../../functions/adapters/clients.ts';
import { DynamoDbUsageTotals } from '../../functions/adapters/dynamo-db-usage-totals.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { aSlot, counting, large, textOf, theTotals } from '../fixtures/usage-totals.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { totalsTable } from './totals-table.ts';

let dynamo: DynamoEngine;
let tableName: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  tableName = await dynamo.createTable(totalsTable);
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => UsageTotals & TotalsRepair & HourlyTallies][] = [
  ['in memory', () => new InMemoryUsageTotals()],
  ['DynamoDB', () => new DynamoDbUsageTotals(dynamo.client, tableName)],
];

let tenants = 0;
/** The key of totals that no other test has touched. */
const aKey = (fields: Partial<TotalsKey> = {}): TotalsKey => {
  tenants += 1;
  return { tenant: `tenant ${tenants}`, partition: 5, hour: 492_639, ...fields };
};
const aFoldProgressKey = (fields: Partial<FoldProgressKey> = {}): FoldProgressKey => {
  const { tenant, hour } = aKey();
  return { tenant, shard: 3, hour, ...fields };
};

/** A client that loses the first answer to the put of a revision, when the item is there: the SDK then asks again. */
function clientThatLosesAnswerOf(revision: number): DynamoDBClient {
  const client = dynamoDbClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: dynamo.origin,
  });
  let isLost = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { Item } = args.input as PutItemCommandInput;
      if (isLost || Item?.['revision']?.N !== String(revision)) return answer;
      isLost = true;
      throw Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'high' },
  );
  return client;
}

async function listedFrom<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe.each(engines)('usage totals %s', (_name, make) => {
  const consistency = 'strong';

  it('are not there at first', async () => {
    const totals = make();

    expect(await totals.read(aKey())).toBeUndefined();
    expect(await totals.readProgress(aFoldProgressKey(), 'strong')).toBeUndefined();
  });

  it('give back every kind of tally whole', async () => {
    const totals = make();
    const key = aKey();
    const at = { occurredAt: timestampOf(1_773_500_966_535), identity: 'identity' };
    const value = theTotals(
      aSlot({ meter: 'count', tally: { kind: 'count', count: 2n ** 70n } }),
      aSlot({ meter: 'latest', tally: { kind: 'latest', at, value: decimalOf(-5n) } }),
      aSlot({ meter: 'max', tally: { kind: 'max', greatest: decimalOf(10n ** 35n) } }),
      aSlot({ meter: 'min', slot: 3, tally: { kind: 'min', least: decimalOf(-1n) } }),
      aSlot({ meter: 'none', tally: undefined, unreadable: 4 }),
      aSlot({ meter: 'set', tally: { kind: 'unique_count', members: new Set(['a', 'b']) } }),
      aSlot({
        meter: 'sum',
        dimensions: [null, '', 'ü🎈'],
        tally: { kind: 'sum', sum: decimalOf(0n) },
      }),
      aSlot({
        meter: 'weighted',
        tally: { kind: 'weighted_sum', sum: decimalOf(3n), moment: 4n ** 60n },
      }),
    );

    expect(await totals.put(key, { revision: 1, value })).toBe('put');

    expect(await totals.read(key)).toEqual({ revision: 1, value });
  });

  it('are put over the revision before, and over no other', async () => {
    const totals = make();
    const key = aKey();

    expect(await totals.put(key, { revision: 2, value: counting(2n) })).toBe('taken');
    expect(await totals.put(key, { revision: 1, value: counting(1n) })).toBe('put');
    expect(await totals.put(key, { revision: 1, value: counting(9n) })).toBe('taken');
    expect(await totals.put(key, { revision: 3, value: counting(9n) })).toBe('taken');
    expect(await totals.put(key, { revision: 2, value: counting(2n) })).toBe('put');
    expect(await totals.put(key, { revision: 2, value: counting(9n) })).toBe('taken');

    expect(await totals.read(key)).toEqual({ revision: 2, value: counting(2n) });
    expect(await totals.revisionUnread(key)).toBe(2);
    expect(await totals.revisionUnread(aKey())).toBeUndefined();
  });

  it('let one of many win who put the same revision at the same time', async () => {
    const totals = make();
    const key = aKey();

    const outcomes = await Promise.all(
      [1n, 2n, 3n, 4n, 5n].map((count) => totals.put(key, { revision: 1, value: counting(count) })),
    );

    expect(outcomes.filter((outcome) => outcome === 'put')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(4);
  });

  it('are kept whole past 400 KB, and small again after', async () => {
    const totals = make();
    const key = aKey();
    const first = large(30_000, 'first');
    const second = large(50_000, 'second');
    expect(totalsBytes(first).length).toBeGreaterThan(400 * 1024);

    await totals.put(key, { revision: 1, value: first });
    expect(textOf((await totals.read(key))?.value)).toBe(textOf(first));
    expect(await totals.put(key, { revision: 2, value: second })).toBe('put');
    expect(textOf((await totals.read(key))?.value)).toBe(textOf(second));
    expect(await totals.put(key, { revision: 3, value: counting(1n) })).toBe('put');
    expect(await totals.read(key)).toEqual({ revision: 3, value: counting(1n) });
  });

  it('past 400 KB are not harmed by one who comes too late', async () => {
    const totals = make();
    const key = aKey();
    const value = large(30_000, 'kept');
    await totals.put(key, { revision: 1, value });

    expect(await totals.put(key, { revision: 1, value: large(31_000, 'late') })).toBe('taken');

    const stored = await totals.read(key);
    expect(stored?.revision).toBe(1);
    expect(textOf(stored?.value)).toBe(textOf(value));
  });

  it('are read many at once, each for itself, more than one answer holds', async () => {
    const totals = make();
    const { tenant, hour } = aKey();
    const keys = Array.from({ length: 64 }, (_, partition) => ({ tenant, partition, hour }));
    const kept = (partition: number): HourTotals =>
      partition % 8 === 0 ? large(20_000, `partition ${partition}`) : counting(BigInt(partition));
    for (const key of keys.slice(0, 48)) {
      await totals.put(key, { revision: 1, value: kept(key.partition) });
    }

    const asked = [...keys, ...keys.slice(0, 3), { tenant, partition: 1, hour: hour + 1 }];
    const read = await Promise.all(asked.map((key) => totals.read(key)));

    expect(read.map((stored) => textOf(stored?.value))).toEqual(
      asked.map((key) =>
        textOf(key.partition < 48 && key.hour === hour ? kept(key.partition) : undefined),
      ),
    );
  });

  it('are listed by hour, from the first on and before the last, with the large ones', async () => {
    const totals = make();
    const { tenant, partition } = aKey();
    const hours = [12, 9, 100, 10, 11];
    for (const hour of hours) {
      const value = hour === 11 ? large(30_000, 'range') : counting(BigInt(hour));
      await totals.put({ tenant, partition, hour }, { revision: 1, value });
    }

    const listed = await listedFrom(
      totals.readRange({ tenant, partition, from: 10, to: 100, consistency }),
    );

    expect(listed.map(({ hour }) => hour)).toEqual([10, 11, 12]);
    expect(listed[0]?.totals).toEqual(counting(10n));
    expect(textOf(listed[1]?.totals)).toBe(textOf(large(30_000, 'range')));
    expect(
      await listedFrom(totals.readRange({ tenant, partition, from: 13, to: 100, consistency })),
    ).toEqual([]);
  });

  it.each([
    ['one', ['a']],
    ['one whose name is in another and in a value', ['"']],
    ['many', ['a', 'b', 'c', 'd', 'e', 'f']],
  ])('give the tallies of one meter and %s of the subjects', async (_what, names) => {
    const totals = make();
    const { tenant, partition } = aKey();
    const slots = ['a', 'b', '"', 'a"'].flatMap((subject) => [
      aSlot({ subject, meter: 'views' }),
      aSlot({ subject, meter: 'other', dimensions: ['"', 'a'] }),
    ]);
    await totals.put({ tenant, partition, hour: 10 }, { revision: 1, value: theTotals(...slots) });
    const none = theTotals(aSlot({ subject: 'g', meter: 'views' }));
    await totals.put({ tenant, partition, hour: 11 }, { revision: 1, value: none });

    const subjects = new Set(names);
    const range = { tenant, partition, from: 10, to: 12, consistency } as const;
    const read = await listedFrom(totals.readTallies(range, { meter: 'views', subjects }));

    const wanted = slots.filter(({ subject, meter }) => subjects.has(subject) && meter === 'views');
    expect(read).toEqual([{ hour: 10, tallies: expect.arrayContaining(wanted) }]);
    expect(read[0]?.tallies).toHaveLength(wanted.length);
  });

  it('are listed past the megabyte that a page holds', async () => {
    const totals = make();
    const { tenant, partition } = aKey();
    for (let hour = 1; hour <= 5; hour += 1) {
      await totals.put(
        { tenant, partition, hour },
        { revision: 1, value: large(20_000, `page ${hour}`) },
      );
    }

    const listed = await listedFrom(
      totals.readRange({ tenant, partition, from: 0, to: 10, consistency }),
    );

    expect(listed.map(({ hour }) => hour)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each<[string, Partial<TotalsKey>, Partial<TotalsKey>]>([
    ['tenants', { tenant: 'a' }, { tenant: 'a#b' }],
    ['names with quotes and commas', { tenant: 'x",1]' }, { tenant: 'x' }],
    ['partitions', { tenant: 'partitions', partition: 1 }, { tenant: 'partitions', partition: 11 }],
    ['hours', { tenant: 'hours', hour: 1 }, { tenant: 'hours', hour: 11 }],
  ])('keep %s apart', async (_what, one, other) => {
    const totals = make();
    await totals.put(aKey(one), { revision: 1, value: counting(1n) });

    expect(await totals.read(aKey(other))).toBeUndefined();
  });
});

describe('usage totals in DynamoDB', () => {
  it('leave nothing beside an item that has been put over, or was never put', async () => {
    const ownTable = await dynamo.createTable(totalsTable);
    const totals = new DynamoDbUsageTotals(dynamo.client, ownTable);
    const key = aKey();

    await totals.put(key, { revision: 1, value: large(30_000, 'first') });
    await totals.put(key, { revision: 2, value: large(30_000, 'second') });
    await totals.put(key, { revision: 2, value: large(30_000, 'late') });
    await totals.put(key, { revision: 3, value: counting(1n) });

    const { Count } = await dynamo.client.send(new ScanCommand({ TableName: ownTable }));
    expect(Count).toBe(1);
  });

  it.each([
    ['that fits an item', counting(2n)],
    ['that does not fit an item', large(30_000, 'lost')],
  ])('are there though the answer was lost and the SDK put %s again', async (_what, value) => {
    const ownTable = await dynamo.createTable(totalsTable);
    const client = clientThatLosesAnswerOf(2);
    const totals = new DynamoDbUsageTotals(client, ownTable);
    const key = aKey();
    await totals.put(key, { revision: 1, value: counting(1n) });

    await totals.put(key, { revision: 2, value });

    const stored = await totals.read(key);
    expect(stored?.revision).toBe(2);
    expect(textOf(stored?.value)).toBe(textOf(value));
    client.destroy();
  });
});
