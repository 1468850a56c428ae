import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfferSecrets } from '../../core/gate/ports.ts';
import { dynamoDbOfferSecrets } from '../../functions/adapters/dynamo-db-offer-secrets.ts';
import { inMemoryOfferSecrets } from '../fakes/offer-secrets.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<OfferSecrets>][] = [
  ['in memory', async () => inMemoryOfferSecrets()],
  [
    'in DynamoDB',
    async () => dynamoDbOfferSecrets(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];
const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const bytesOf = (secret: Uint8Array | undefined): number[] => [...(secret ?? [])];

describe.each(engines)('secrets of offers %s', (_, make) => {
  it('are those that were put first, whoever comes second', async () => {
    const secrets = await make();

    expect(await secrets.find('acme', 230)).toBeUndefined();
    expect(await secrets.put('acme', 230, one)).toBe('put');
    expect(await secrets.put('acme', 230, other)).toBe('taken');
    expect(bytesOf(await secrets.find('acme', 230))).toEqual([...one]);
  });

  it('are of one tenant and one version each', async () => {
    const secrets = await make();
    await secrets.put('acme', 230, one);
    await secrets.put('acme', 231, other);

    expect(await secrets.find('zine', 230)).toBeUndefined();
    expect(bytesOf(await secrets.find('acme', 231))).toEqual([...other]);
  });
});
