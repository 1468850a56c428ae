import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ChunkPlace,
  Mark,
  RollupHead,
  RollupKey,
  Rollups,
} from '../../core/metering/rollups/ports.ts';
import { hourOfMonth } from '../../core/metering/utc-month.ts';
import { DynamoDbRollups } from '../../functions/adapters/dynamo-db-rollups.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { totalsTable } from './totals-table.ts';

let dynamo: DynamoEngine;
let tableName: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  tableName = await dynamo.createTable(totalsTable);
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Rollups][] = [
  ['in memory', () => new InMemoryRollups()],
  ['DynamoDB', () => new DynamoDbRollups(dynamo.client, tableName)],
];

const month = 681;
const firstHour = hourOfMonth(month);
const lastHour = hourOfMonth(month + 1) - 1;
let tenants = 0;
/** The key of a rollup that no other test has touched. */
const aKey = (fields: Partial<RollupKey> = {}): RollupKey => {
  tenants += 1;
  return { tenant: `tenant ${tenants}`, month, partition: 5, ...fields };
};
const aHead = (fields: Partial<RollupHead> = {}): RollupHead => ({
  days: 3,
  catalogVersion: 1,
  generation: 2,
  buckets: 4,
  ...fields,
});
const aMark = (fields: Partial<Mark> = {}): Mark => ({
  partition: 5,
  hour: firstHour,
  revision: 1,
  ...fields,
});
const everything = { month, first: 0, last: 63, limit: 1_000 };

describe.each(engines)('rollups %s', (_name, make) => {
  it('are not there at first', async () => {
    const rollups = make();
    const { tenant, partition } = aKey();

    expect(await rollups.readSettled(tenant)).toBeUndefined();
    expect(await rollups.listMarks({ tenant, ...everything }, 'strong')).toEqual([]);
    expect((await rollups.readHeads({ tenant, ...everything }, 'strong')).size).toBe(0);
    expect(await rollups.listChunks({ tenant, month, partition })).toEqual([]);
  });

  it('say which days are settled, over the revision before and no other', async () => {
    const rollups = make();
    const { tenant } = aKey();
    const [first, second] = [1, 2].map((before) => ({ before, was: 0, since: 7 }));
    if (first === undefined || second === undefined) throw new Error('two');

    expect(await rollups.putSettled(tenant, { revision: 2, value: first })).toBe('taken');
    expect(await rollups.putSettled(tenant, { revision: 1, value: first })).toBe('put');
    expect(await rollups.putSettled(tenant, { revision: 1, value: second })).toBe('taken');
    expect(await rollups.putSettled(tenant, { revision: 2, value: second })).toBe('put');

    expect(await rollups.readSettled(tenant)).toEqual({ revision: 2, value: second });
  });

  it('list marks by partition and hour, of the partitions and month asked for', async () => {
    const rollups = make();
    const { tenant } = aKey();
    const inside = [
      aMark({ partition: 5, hour: firstHour }),
      aMark({ partition: 5, hour: lastHour }),
      aMark({ partition: 6, hour: firstHour + 10 }),
    ];
    const outside = [
      aMark({ partition: 4, hour: lastHour }),
      aMark({ partition: 7 }),
      aMark({ hour: firstHour - 1 }),
      aMark({ hour: lastHour + 1 }),
    ];
    for (const mark of [...outside, ...inside].reverse()) await rollups.putMark(tenant, mark);

    const range = { tenant, month, first: 5, last: 6 };

    expect(await rollups.listMarks({ ...range, limit: 100 }, 'strong')).toEqual(inside);
    expect(await rollups.listMarks({ ...range, limit: 2 }, 'strong')).toEqual(inside.slice(0, 2));
  });

  it('keep the mark of the latest revision, and give up only the one that is named', async () => {
    const rollups = make();
    const { tenant } = aKey();
    const kept = () => rollups.listMarks({ tenant, ...everything }, 'strong');

    await rollups.putMark(tenant, aMark({ revision: 3 }));
    await rollups.putMark(tenant, aMark({ revision: 3 }));
    await rollups.putMark(tenant, aMark({ revision: 2 }));
    expect(await kept()).toEqual([aMark({ revision: 3 })]);

    await rollups.takeMark(tenant, aMark({ revision: 2 }));
    expect(await kept()).toEqual([aMark({ revision: 3 })]);

    await rollups.putMark(tenant, aMark({ revision: 4 }));
    await rollups.takeMark(tenant, aMark({ revision: 3 }));
    expect(await kept()).toEqual([aMark({ revision: 4 })]);

    await rollups.takeMark(tenant, aMark({ revision: 4 }));
    await rollups.takeMark(tenant, aMark({ revision: 4 }));
    expect(await kept()).toEqual([]);
  });

  it('put a head over the revision before, and over no other', async () => {
    const rollups = make();
    const key = aKey();
    const [first, second] = [aHead(), aHead({ days: 9, generation: 3 })];

    expect(await rollups.putHead(key, { revision: 2, value: first })).toBe('taken');
    expect(await rollups.putHead(key, { revision: 1, value: first })).toBe('put');
    expect(await rollups.putHead(key, { revision: 1, value: second })).toBe('taken');
    expect(await rollups.putHead(key, { revision: 2, value: second })).toBe('put');
    await rollups.putHead({ ...key, partition: 6 }, { revision: 1, value: first });
    await rollups.putHead({ ...key, partition: 9 }, { revision: 1, value: first });

    const heads = await rollups.readHeads({ ...key, first: 5, last: 8 }, 'strong');

    expect([...heads]).toEqual([
      [5, { revision: 2, value: second }],
      [6, { revision: 1, value: first }],
    ]);
  });

  it.each([
    ['small', 10],
    ['past the 400 KB of an item', 900_000],
  ])('put a chunk where none is, %s, list and drop it', async (_what, length) => {
    const rollups = make();
    const key = aKey();
    const place: ChunkPlace = { ...key, generation: 7, index: 4_096 };
    const [bytes, other] = [Buffer.alloc(length, 'one'), Buffer.alloc(length, 'other')];

    expect(await rollups.putChunk(place, bytes)).toBe('put');
    expect(await rollups.putChunk(place, other)).toBe('taken');
    expect(await rollups.putChunk({ ...place, index: 0 }, other)).toBe('put');
    expect(await rollups.putChunk({ ...place, partition: 6 }, other)).toBe('put');

    expect(Buffer.from((await rollups.readChunk(place)) ?? []).equals(bytes)).toBe(true);
    const listed = await rollups.listChunks(key);
    expect(listed).toHaveLength(2);
    expect(listed).toEqual(expect.arrayContaining([place, { ...place, index: 0 }]));

    await rollups.dropChunk(place);
    await rollups.dropChunk(place);

    expect(await rollups.readChunk(place)).toBeUndefined();
    expect(await rollups.listChunks(key)).toEqual([{ ...place, index: 0 }]);
  });
});
