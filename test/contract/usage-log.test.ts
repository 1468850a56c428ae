import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blockBytesMax } from '../../core/metering/log/block.ts';
import type { LogKey } from '../../core/metering/log/log-key.ts';
import type {
  LoggedHours,
  StoredBlock,
  UsageHours,
  UsageLog,
} from '../../core/metering/log/ports.ts';
import { DynamoDbUsageLog } from '../../functions/adapters/dynamo-db-usage-log.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { usageLogTable } from './usage-log-table.ts';

let dynamo: DynamoEngine;
let tableName: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  tableName = await dynamo.createTable(usageLogTable);
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => UsageLog & UsageHours & LoggedHours][] = [
  ['in memory', () => new InMemoryUsageLog()],
  ['DynamoDB', () => new DynamoDbUsageLog(dynamo.client, tableName)],
];

let tenants = 0;
/** The key of a log that no other test has touched. */
const aKey = (fields: Partial<LogKey> = {}): LogKey => {
  tenants += 1;
  return { tenant: `tenant ${tenants}`, shard: 0, minute: 29_558_349, ...fields };
};
const aBlock = (seq: number, bytes = Buffer.of(seq)): StoredBlock => ({ seq, bytes });

const textOf = ({ bytes }: StoredBlock): string => Buffer.from(bytes).toString();

/** All blocks past `after`, page by page. */
async function everything(log: UsageLog, key: LogKey, after = 0): Promise<StoredBlock[]> {
  const all: StoredBlock[] = [];
  for (;;) {
    const { blocks, more } = await log.read(key, all.at(-1)?.seq ?? after, 'strong');
    all.push(...blocks);
    if (!more) return all;
  }
}

describe.each(engines)('a usage log %s', (_name, make) => {
  it('is empty at first', async () => {
    const log = make();

    expect(await log.read(aKey(), 0, 'strong')).toEqual({ blocks: [], more: false });
    expect(await log.read(aKey(), 7, 'eventual')).toEqual({ blocks: [], more: false });
  });

  it('lists the hours that a tenant has a log of, and no other tenant’s', async () => {
    const log = make();
    const { tenant } = aKey();
    for (const [of, shard, hour] of [
      [tenant, 0, 492_639],
      [tenant, 3, 492_639],
      [tenant, 0, 492_700],
      [`${tenant}","0`, 1, 492_701],
    ] as const) {
      await log.append({ tenant: of, shard, minute: hour * 60 + 7 }, aBlock(1));
    }

    const found = new Set<string>();
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: Awaited<ReturnType<LoggedHours['listHours']>> = await log.listHours(
        tenant,
        after,
      );
      for (const one of page.hours) found.add(`${one.shard} ${one.hour}`);
      after = page.next;
    }

    expect([...found].sort()).toEqual(['0 492639', '0 492700', '3 492639']);
  });

  it('reads an hour of a shard: every minute’s blocks in order, over several pages, and no others', async () => {
    const log = make();
    const first = 29_558_340;
    const { tenant } = aKey();
    const put = async (shard: number, minute: number, seq: number, bytes = 400) =>
      log.append({ tenant, shard, minute }, aBlock(seq, Buffer.alloc(bytes, seq)));
    await put(0, first, 1, blockBytesMax);
    await put(0, first, 2, blockBytesMax);
    await put(0, first + 59, 1, blockBytesMax);
    await put(0, first + 59, 2);
    await put(0, first - 1, 1);
    await put(0, first + 60, 1);
    await put(1, first, 1);

    const found: string[] = [];
    for await (const block of log.readHour({ tenant, shard: 0, hour: first / 60 })) {
      found.push(`${block.minute - first} ${block.seq} ${block.bytes.length}`);
    }

    const max = String(blockBytesMax);
    expect(found).toEqual([`0 1 ${max}`, `0 2 ${max}`, `59 1 ${max}`, '59 2 400']);
  });

  it('gives back the bytes it was given, whatever they are', async () => {
    const log = make();
    const key = aKey();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

    expect(await log.append(key, aBlock(1, bytes))).toBe('put');

    const { blocks } = await log.read(key, 0, 'strong');
    expect(blocks.map((block) => [block.seq, Buffer.from(block.bytes).toString('hex')])).toEqual([
      [1, bytes.toString('hex')],
    ]);
  });

  it('keeps what it was given though the buffer is used again', async () => {
    const log = make();
    const key = aKey();
    const bytes = Buffer.of(1, 2, 3);

    await log.append(key, aBlock(1, bytes));
    bytes.fill(0);

    const { blocks } = await log.read(key, 0, 'strong');
    expect([...(blocks[0]?.bytes ?? [])]).toEqual([1, 2, 3]);
  });

  it('puts a block once: who comes second is told so, and changes nothing', async () => {
    const log = make();
    const key = aKey();

    expect(await log.append(key, aBlock(1, Buffer.from('first')))).toBe('put');
    expect(await log.append(key, aBlock(1, Buffer.from('second')))).toBe('taken');

    const [block] = await everything(log, key);
    expect(Buffer.from(block?.bytes ?? []).toString()).toBe('first');
  });

  it('lets one of many win who put the same block at the same time', async () => {
    const log = make();
    const key = aKey();

    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, writer) => log.append(key, aBlock(1, Buffer.of(writer)))),
    );

    expect(outcomes.filter((outcome) => outcome === 'put')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(7);
  });

  it('reads blocks in the order of their numbers, past the ninth too, after the one asked for', async () => {
    const log = make();
    const key = aKey();
    for (const seq of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) await log.append(key, aBlock(seq));

    const all = await everything(log, key);
    const late = await everything(log, key, 9);

    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(late.map(({ seq }) => seq)).toEqual([10, 11]);
    expect(await everything(log, key, 11)).toEqual([]);
  });

  it('shows a hole as it is, where somebody left one', async () => {
    const log = make();
    const key = aKey();
    await log.append(key, aBlock(1));
    await log.append(key, aBlock(3));

    expect((await everything(log, key)).map(({ seq }) => seq)).toEqual([1, 3]);
  });

  it('reads blocks of the largest size in pages, none lost between them', async () => {
    const log = make();
    const key = aKey();
    for (let seq = 1; seq <= 5; seq += 1) {
      const bytes = Buffer.alloc(blockBytesMax, seq);
      expect(await log.append(key, aBlock(seq, bytes))).toBe('put');
    }

    const first = await log.read(key, 0, 'strong');
    const all = await everything(log, key);

    expect(first.more).toBe(true);
    expect(first.blocks.length).toBeGreaterThan(0);
    expect(all.map(({ seq, bytes }) => [seq, bytes.length, bytes.at(-1)])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, blockBytesMax, seq]),
    );
  });

  it('reads many minutes of an hour at once, each for itself', async () => {
    const log = make();
    const { tenant, shard } = aKey();
    const hour = 492_639 * 60;
    const keys = Array.from({ length: 60 }, (_, minute) => ({
      tenant,
      shard,
      minute: hour + minute,
    }));
    for (const [minute, key] of keys.entries()) {
      for (let seq = 1; seq <= minute % 3; seq += 1) {
        await log.append(key, aBlock(seq, Buffer.from(`${minute} ${seq}`)));
      }
    }
    await log.append({ tenant, shard, minute: hour + 60 }, aBlock(1));
    await log.append({ tenant, shard, minute: hour - 1 }, aBlock(1));

    const pages = await Promise.all(keys.map((key) => log.read(key, 0, 'eventual')));

    expect(pages.map(({ blocks }) => blocks.map(textOf))).toEqual(
      keys.map((_, minute) => [`${minute} 1`, `${minute} 2`].slice(0, minute % 3)),
    );
    expect(pages.every(({ more }) => !more)).toBe(true);
  });

  it('reads many minutes at once though they are more than a page together', async () => {
    const log = make();
    const { tenant, shard } = aKey();
    const keys = [0, 1, 2, 3, 4].map((minute) => ({ tenant, shard, minute }));
    for (const key of keys) {
      await log.append(key, aBlock(1, Buffer.alloc(blockBytesMax, key.minute)));
    }
    await log.append({ tenant, shard, minute: 2 }, aBlock(2));

    const all = await Promise.all(keys.map((key) => everything(log, key)));

    expect(all.map((blocks) => blocks.map(({ seq }) => seq))).toEqual([[1], [1], [1, 2], [1], [1]]);
    expect(all.map(([block]) => block?.bytes[0])).toEqual([0, 1, 2, 3, 4]);
  });

  it('answers each of many different questions at once', async () => {
    const log = make();
    const [one, other] = [aKey({ minute: 0 }), aKey({ minute: 0 })];
    const minutes = [0, 1, 2, 3, 4, 5, 60, 61];
    for (const key of [one, other]) {
      for (const minute of minutes) {
        for (const seq of [1, 2, 3]) {
          const bytes = Buffer.from(`${key.tenant} ${minute} ${seq}`);
          await log.append({ ...key, minute }, aBlock(seq, bytes));
        }
      }
    }
    const asked = [one, other].flatMap((key) =>
      minutes.flatMap((minute) => [0, 1, 3].map((after) => ({ key: { ...key, minute }, after }))),
    );

    const pages = await Promise.all(
      asked.map(({ key, after }, index) =>
        log.read(key, after, index % 2 === 0 ? 'strong' : 'eventual'),
      ),
    );

    expect(pages.map(({ blocks }) => blocks.map(textOf))).toEqual(
      asked.map(({ key, after }) =>
        [1, 2, 3].filter((seq) => seq > after).map((seq) => `${key.tenant} ${key.minute} ${seq}`),
      ),
    );
  });

  it.each<[string, LogKey, LogKey]>([
    ['tenants', aKey({ tenant: 'a' }), aKey({ tenant: 'a#b' })],
    [
      'names with quotes and commas',
      aKey({ tenant: 'x",0,1' }),
      { tenant: 'x', shard: 0, minute: 1 },
    ],
    ['shards', aKey({ tenant: 'shards' }), aKey({ tenant: 'shards', shard: 1 })],
    ['minutes', aKey({ tenant: 'minutes' }), aKey({ tenant: 'minutes', minute: 2 })],
    [
      'shard 1 of minute 12 and 11 of 2',
      { tenant: 't', shard: 1, minute: 12 },
      { tenant: 't', shard: 11, minute: 2 },
    ],
  ])('keeps %s apart', async (_what, one, other) => {
    const log = make();
    await log.append(one, aBlock(1));

    expect(await everything(log, other)).toEqual([]);
    expect(await log.append(other, aBlock(1))).toBe('put');
  });

  it('reads what was put before, eventually as well', async () => {
    const log = make();
    const key = aKey();
    await log.append(key, aBlock(1));

    const { blocks } = await log.read(key, 0, 'eventual');

    expect(blocks.map(({ seq }) => seq)).toEqual([1]);
  });
});
