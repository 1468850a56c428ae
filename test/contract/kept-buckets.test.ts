import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeptBuckets } from '../../core/access/leased-rates.ts';
import { dynamoDbBuckets } from '../../functions/adapters/dynamo-db-buckets.ts';
import { inMemoryBuckets } from '../fakes/kept-buckets.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const bucketsTable = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }],
};

const engines: readonly [string, () => Promise<KeptBuckets>][] = [
  ['in memory', async () => inMemoryBuckets()],
  [
    'in DynamoDB',
    async () => dynamoDbBuckets(dynamo.client, await dynamo.createTable(bucketsTable)),
  ],
];

const name = JSON.stringify(['tenant', 'a#|🦊']);
const fullAt = 1_795_340_580_123_457;

describe.each(engines)('buckets of tokens %s', (_, make) => {
  it('are as they were put, to the microsecond', async () => {
    const buckets = await make();

    expect(await buckets.read(name)).toBeUndefined();
    expect(await buckets.put({ name, fullAt, revision: 1 })).toBe('put');

    expect(await buckets.read(name)).toEqual({ name, fullAt, revision: 1 });
    expect(await buckets.read(JSON.stringify(['key', 'a#|🦊']))).toBeUndefined();
  });

  it('are put only over the revision before', async () => {
    const buckets = await make();

    expect(await buckets.put({ name, fullAt, revision: 2 })).toBe('taken');
    await buckets.put({ name, fullAt, revision: 1 });
    expect(await buckets.put({ name, fullAt: 1, revision: 1 })).toBe('taken');
    expect(await buckets.put({ name, fullAt: fullAt + 1, revision: 2 })).toBe('put');

    expect(await buckets.read(name)).toEqual({ name, fullAt: fullAt + 1, revision: 2 });
  });

  it('are put by one of many who put at the same time', async () => {
    const buckets = await make();
    const puts = Array.from({ length: 8 }, () => buckets.put({ name, fullAt, revision: 1 }));

    expect((await Promise.all(puts)).filter((outcome) => outcome === 'put')).toHaveLength(1);
  });
});
