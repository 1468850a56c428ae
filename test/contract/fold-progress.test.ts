import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  FoldProgressKey,
  TotalsKey,
  TotalsRepair,
  UsageTotals,
} from '../../core/metering/totals/ports.ts';
import { DynamoDbUsageTotals } from '../../functions/adapters/dynamo-db-usage-totals.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { counting } from '../fixtures/usage-totals.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { totalsTable } from './totals-table.ts';

let dynamo: DynamoEngine;
let tableName: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  tableName = await dynamo.createTable(totalsTable);
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => UsageTotals & TotalsRepair][] = [
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

describe.each(engines)('fold progress %s', (_name, make) => {
  const progress = (catalogVersion: number, blocks: number) => ({
    catalogVersion,
    coverage: new Map([
      [29_558_349, blocks],
      [29_558_350, 1],
    ]),
  });

  it('are given back as they were put, however they are read', async () => {
    const totals = make();
    const key = aFoldProgressKey();

    expect(await totals.putProgress(key, { revision: 1, value: progress(4, 12) })).toBe('put');

    const stored = { revision: 1, value: progress(4, 12) };
    expect(await totals.readProgress(key, 'strong')).toEqual(stored);
    expect(await totals.readProgress(key, 'eventual')).toEqual(stored);
  });

  it('say which partitions have totals, where that was noted', async () => {
    const totals = make();
    const key = aFoldProgressKey();
    const value = { ...progress(4, 12), partitions: new Set([0, 5, 63]) };

    await totals.putProgress(key, { revision: 1, value });

    expect(await totals.readProgress(key, 'strong')).toEqual({ revision: 1, value });
  });

  it('are put back where there is none, at any revision, and over none that is there', async () => {
    const totals = make();
    const key = aFoldProgressKey();

    expect(await totals.putBackProgress(key, { revision: 77, value: progress(1, 1) })).toBe('put');
    expect(await totals.putBackProgress(key, { revision: 78, value: progress(1, 9) })).toBe(
      'taken',
    );
    expect(await totals.putProgress(key, { revision: 78, value: progress(2, 2) })).toBe('put');
  });

  it('are put over the revision before, and over no other', async () => {
    const totals = make();
    const key = aFoldProgressKey();

    expect(await totals.putProgress(key, { revision: 2, value: progress(1, 1) })).toBe('taken');
    expect(await totals.putProgress(key, { revision: 1, value: progress(1, 1) })).toBe('put');
    expect(await totals.putProgress(key, { revision: 1, value: progress(1, 9) })).toBe('taken');
    expect(await totals.putProgress(key, { revision: 2, value: progress(2, 2) })).toBe('put');

    expect(await totals.readProgress(key, 'strong')).toEqual({
      revision: 2,
      value: progress(2, 2),
    });
  });

  it('do not meet the totals of the same tenant, number and hour', async () => {
    const totals = make();
    const { tenant, hour } = aKey();
    await totals.put({ tenant, partition: 3, hour }, { revision: 1, value: counting(1n) });

    expect(await totals.readProgress({ tenant, shard: 3, hour }, 'strong')).toBeUndefined();
    expect(
      await totals.putProgress({ tenant, shard: 3, hour }, { revision: 1, value: progress(1, 1) }),
    ).toBe('put');
  });

  it('are listed by hour, page by page, each with its catalog', async () => {
    const totals = make();
    const { tenant, shard } = aFoldProgressKey();
    for (const [hour, version] of [
      [12, 1],
      [9, 2],
      [100, 3],
      [10, 1],
    ] as const) {
      await totals.putProgress(
        { tenant, shard, hour },
        { revision: 1, value: progress(version, 1) },
      );
    }
    await totals.putProgress(
      { tenant, shard: 4, hour: 11 },
      { revision: 1, value: progress(1, 1) },
    );

    const first = await totals.listProgress({ tenant, shard, after: -1, limit: 2 });
    const second = await totals.listProgress({ tenant, shard, after: 10, limit: 2 });
    const third = await totals.listProgress({ tenant, shard, after: 100, limit: 2 });

    expect(first).toEqual([
      { hour: 9, catalogVersion: 2, revision: 1 },
      { hour: 10, catalogVersion: 1, revision: 1 },
    ]);
    expect(second).toEqual([
      { hour: 12, catalogVersion: 1, revision: 1 },
      { hour: 100, catalogVersion: 3, revision: 1 },
    ]);
    expect(third).toEqual([]);
  });
});
