import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogKey } from '../../core/metering/log-key.ts';
import type { UsageLog } from '../../core/metering/ports.ts';
import { DynamoDbUsageLog } from '../../functions/adapters/dynamo-db-usage-log.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const table = {
  KeySchema: [
    { AttributeName: 'log', KeyType: 'HASH' as const },
    { AttributeName: 'seq', KeyType: 'RANGE' as const },
  ],
  AttributeDefinitions: [
    { AttributeName: 'log', AttributeType: 'S' as const },
    { AttributeName: 'seq', AttributeType: 'N' as const },
  ],
};
const engines: readonly [string, () => Promise<UsageLog>][] = [
  ['in memory', async () => new InMemoryUsageLog()],
  ['DynamoDB', async () => new DynamoDbUsageLog(dynamo.client, await dynamo.createTable(table))],
];
const key: LogKey = { tenant: 'acme', shard: 0, minute: 29_558_340 };
const block = (seq: number, size = 1) => ({ seq, bytes: new Uint8Array(size).fill(seq) });
const read = async (log: UsageLog, from: LogKey, after = 0) => {
  const { blocks, more } = await log.read(from, after, 'strong');
  return { seqs: blocks.map(({ seq }) => seq), more };
};

describe.each(engines)('the usage log %s', (_name, make) => {
  it('gives back blocks in their order, to the byte', async () => {
    const log = await make();

    for (const seq of [2, 1, 11, 3]) expect(await log.append(key, block(seq))).toBe('put');

    const { blocks, more } = await log.read(key, 0, 'eventual');
    expect(blocks.map(({ seq, bytes }) => [seq, [...bytes]])).toEqual([
      [1, [1]],
      [2, [2]],
      [3, [3]],
      [11, [11]],
    ]);
    expect(more).toBe(false);
  });

  it('keeps the block that came first at a number', async () => {
    const log = await make();
    await log.append(key, block(1));

    expect(await log.append(key, { seq: 1, bytes: new Uint8Array([9]) })).toBe('taken');

    const { blocks } = await log.read(key, 0, 'strong');
    expect([...(blocks[0]?.bytes ?? [])]).toEqual([1]);
  });

  it('reads only what is past a number', async () => {
    const log = await make();
    for (const seq of [1, 2, 3]) await log.append(key, block(seq));

    expect(await read(log, key, 2)).toEqual({ seqs: [3], more: false });
    expect(await read(log, key, 3)).toEqual({ seqs: [], more: false });
  });

  it('keeps tenants, shards and minutes apart', async () => {
    const log = await make();
    await log.append(key, block(1));

    for (const other of [
      { ...key, tenant: 'acme"' },
      { ...key, shard: 1 },
      { ...key, minute: key.minute + 1 },
      { ...key, minute: key.minute + 60 },
      { ...key, minute: key.minute - 1 },
    ]) {
      expect(await read(log, other)).toEqual({ seqs: [], more: false });
    }
  });

  it('reads a log that is larger than a page by the page', async () => {
    const log = await make();
    for (const seq of [1, 2, 3, 4, 5]) await log.append(key, block(seq, 300_000));

    const seqs: number[] = [];
    for (let more = true; more; ) {
      const page = await read(log, key, seqs.at(-1) ?? 0);
      expect(page.seqs.length).toBeLessThan(5);
      seqs.push(...page.seqs);
      more = page.more;
    }

    expect(seqs).toEqual([1, 2, 3, 4, 5]);
  });

  it('answers for all minutes of an hour at once what it answers for each', async () => {
    const log = await make();
    const minutes = Array.from({ length: 60 }, (_, index) => ({
      ...key,
      minute: key.minute + index,
    }));
    for (const [index, minute] of minutes.entries()) {
      if (index % 3 !== 0) await log.append(minute, block(1));
      if (index % 5 === 0) await log.append(minute, block(2));
    }

    const together = await Promise.all(minutes.map((minute) => read(log, minute)));

    const singly = [];
    for (const minute of minutes) singly.push(await read(log, minute));
    expect(together).toEqual(singly);
  });

  it('answers for all minutes of an hour that is larger than a page', async () => {
    const log = await make();
    const minutes = [0, 1, 2, 3, 4, 5].map((index) => ({ ...key, minute: key.minute + index }));
    for (const minute of minutes) {
      for (const seq of [1, 2]) await log.append(minute, block(seq, 200_000));
    }

    const together = await Promise.all(minutes.map((minute) => read(log, minute)));

    expect(together).toEqual(minutes.map(() => ({ seqs: [1, 2], more: false })));
  });
});
