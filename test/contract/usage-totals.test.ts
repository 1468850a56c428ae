import { createHash } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HourTotals, UsageTotals } from '../../core/metering/totals.ts';
import { DynamoDbUsageTotals } from '../../functions/adapters/dynamo-db-usage-totals.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const table = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' as const },
    { AttributeName: 'sk', AttributeType: 'N' as const },
  ],
};
const engines: readonly [string, () => Promise<UsageTotals>][] = [
  ['in memory', async () => new InMemoryUsageTotals()],
  ['DynamoDB', async () => new DynamoDbUsageTotals(dynamo.client, await dynamo.createTable(table))],
];
const key = { tenant: 'acme', partition: 7, hour: 492_639 };
const cursorKey = { tenant: 'acme', shard: 1, hour: 492_639 };
const totals = (count: bigint): HourTotals => ({
  catalogVersion: 1,
  coverage: new Map([[29_558_340, 2]]),
  tallies: [
    {
      subject: 'reader-1',
      meter: 'views',
      dimensions: [null, 'eu'],
      slot: 0,
      tally: { kind: 'count', count },
      unreadable: 0,
    },
  ],
});

/** Totals of some 700 KB that do not compress: more than an item of DynamoDB holds. */
const large = (seed: string): HourTotals => ({
  ...totals(1n),
  tallies: [
    {
      subject: 'reader-1',
      meter: 'readers',
      dimensions: [],
      slot: 0,
      tally: {
        kind: 'unique_count',
        members: new Set(
          Array.from({ length: 44_000 }, (_, index) =>
            createHash('sha256').update(`${seed}${index}`).digest('base64url').slice(0, 22),
          ),
        ),
      },
      unreadable: 0,
    },
  ],
});

describe.each(engines)('the usage totals %s', (_name, make) => {
  it('gives back what was put', async () => {
    const store = await make();

    expect(await store.put(key, { revision: 1, value: totals(3n) })).toBe('put');

    expect(await store.read(key)).toEqual({ revision: 1, value: totals(3n) });
    expect(await store.read({ ...key, partition: 8 })).toBeUndefined();
    expect(await store.read({ ...key, tenant: 'other' })).toBeUndefined();
  });

  it('takes a put only over the revision it was made from', async () => {
    const store = await make();
    await store.put(key, { revision: 1, value: totals(1n) });

    expect(await store.put(key, { revision: 1, value: totals(5n) })).toBe('taken');
    expect(await store.put(key, { revision: 3, value: totals(5n) })).toBe('taken');
    expect(await store.put(key, { revision: 2, value: totals(2n) })).toBe('put');

    expect(await store.read(key)).toEqual({ revision: 2, value: totals(2n) });
  });

  it('answers many reads at once as it answers each', async () => {
    const store = await make();
    for (const partition of [1, 40, 63]) {
      await store.put({ ...key, partition }, { revision: 1, value: totals(BigInt(partition)) });
    }

    const keys = Array.from({ length: 130 }, (_, index) => ({ ...key, partition: index % 65 }));
    const found = await Promise.all(keys.map((one) => store.read(one)));

    const expected = keys.map(({ partition }) =>
      [1, 40, 63].includes(partition)
        ? { revision: 1, value: totals(BigInt(partition)) }
        : undefined,
    );
    expect(found).toEqual(expected);
  });

  it('reads a range of hours, ascending, its end left out', async () => {
    const store = await make();
    for (const hour of [12, 10, 11, 13]) {
      await store.put({ ...key, hour }, { revision: 1, value: totals(BigInt(hour)) });
    }

    const found = [];
    for await (const one of store.readRange({ ...key, from: 10, to: 13 })) found.push(one);

    expect(found).toEqual([10, 11, 12].map((hour) => ({ hour, totals: totals(BigInt(hour)) })));
  });

  it('keeps totals that are larger than an item', async () => {
    const store = await make();
    await store.put(key, { revision: 1, value: large('a') });
    await store.put(key, { revision: 2, value: large('b') });

    expect(await store.put(key, { revision: 2, value: large('c') })).toBe('taken');

    expect(await store.read(key)).toEqual({ revision: 2, value: large('b') });
    for await (const one of store.readRange({ ...key, from: key.hour, to: key.hour + 1 })) {
      expect(one.totals).toEqual(large('b'));
    }
  });

  it('keeps a cursor for each shard and hour, put over its revision', async () => {
    const store = await make();
    const cursor = { catalogVersion: 2, coverage: new Map([[29_558_340, 4]]) };

    expect(await store.putCursor(cursorKey, { revision: 1, value: cursor })).toBe('put');
    expect(await store.putCursor(cursorKey, { revision: 1, value: cursor })).toBe('taken');

    expect(await store.readCursor(cursorKey, 'strong')).toEqual({ revision: 1, value: cursor });
    expect(await store.readCursor(cursorKey, 'eventual')).toEqual({ revision: 1, value: cursor });
    expect(await store.readCursor({ ...cursorKey, shard: 2 }, 'strong')).toBeUndefined();
  });

  it('lists the hours of a shard by the page', async () => {
    const store = await make();
    for (const hour of [30, 10, 20]) {
      const value = { catalogVersion: hour, coverage: new Map() };
      await store.putCursor({ ...cursorKey, hour }, { revision: 1, value });
    }

    const list = (after: number) =>
      store.listCursors({ tenant: 'acme', shard: 1, after, limit: 2 });

    expect(await list(0)).toEqual([
      { hour: 10, catalogVersion: 10 },
      { hour: 20, catalogVersion: 20 },
    ]);
    expect(await list(20)).toEqual([{ hour: 30, catalogVersion: 30 }]);
  });
});

describe('totals that are larger than an item', () => {
  it('leave nothing behind when they are put over, nor when they lose', async () => {
    const TableName = await dynamo.createTable(table);
    const store = new DynamoDbUsageTotals(dynamo.client, TableName);
    await store.put(key, { revision: 1, value: large('a') });
    await store.put(key, { revision: 1, value: large('lost') });

    await store.put(key, { revision: 2, value: totals(1n) });

    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName }));
    expect(Items.map(({ pk }) => pk?.S)).toEqual([JSON.stringify(['usage', 'acme', 7])]);
  });
});
