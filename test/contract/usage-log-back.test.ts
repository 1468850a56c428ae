import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blockBytesMax } from '../../core/metering/log/block.ts';
import type { LatestBlocks, UsageLog } from '../../core/metering/log/ports.ts';
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

const engines: readonly [string, () => UsageLog & LatestBlocks][] = [
  ['in memory', () => new InMemoryUsageLog()],
  ['DynamoDB', () => new DynamoDbUsageLog(dynamo.client, tableName)],
];

const first = 29_558_340;

describe.each(engines)('an hour of a shard’s log, back from a minute, %s', (_name, make) => {
  it('has the last block first, over several pages, and none of other minutes, shards or tenants', async () => {
    const log = make();
    const put = async (shard: number, minute: number, seq: number, bytes = 400) =>
      log.append({ tenant: 'back', shard, minute }, { seq, bytes: Buffer.alloc(bytes, seq) });
    for (const seq of [1, 2, 3]) await put(0, first, seq, blockBytesMax);
    for (const seq of [1, 2, 10]) await put(0, first + 30, seq);
    await put(0, first + 31, 1);
    await put(0, first - 1, 1);
    await put(1, first + 30, 1);

    const found: string[] = [];
    for await (const block of log.readBack({ tenant: 'back', shard: 0, minute: first + 30 })) {
      found.push(`${block.minute - first} ${block.seq} ${block.bytes.length}`);
    }

    const max = String(blockBytesMax);
    const last = ['30 10 400', '30 2 400', '30 1 400'];
    expect(found).toEqual([...last, `0 3 ${max}`, `0 2 ${max}`, `0 1 ${max}`]);
  });

  it('has nothing where nothing is', async () => {
    const found: unknown[] = [];
    for await (const block of make().readBack({ tenant: 'none', shard: 0, minute: first })) {
      found.push(block);
    }

    expect(found).toEqual([]);
  });
});
