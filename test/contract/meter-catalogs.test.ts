import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import { dynamoDbMeterCatalogs } from '../../functions/adapters/dynamo-db-meter-catalogs.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<MeterCatalogs>][] = [
  ['in memory', async () => inMemoryMeterCatalogs()],
  [
    'DynamoDB',
    async () => dynamoDbMeterCatalogs(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

describe.each(engines)('meter catalogs %s', (_name, make) => {
  it('are at version 0 and empty at first', async () => {
    const catalogs = await make();

    expect(await catalogs.latest('acme', 'strong')).toEqual({ version: 0, meters: [] });
  });

  it('give back the newest version whole, also past the ninth', async () => {
    const catalogs = await make();
    const meter = aMeter({
      key: 'bytes',
      aggregation: 'sum',
      value: '/usage/bytes',
      dimensions: ['section', 'é#|'],
      filter: { status: ['200', '304'] },
      description: 'served',
      sinceVersion: 3,
    });

    for (let version = 1; version <= 11; version += 1) {
      expect(await catalogs.append('acme', { version, meters: [meter] })).toBe('put');
    }

    expect(await catalogs.latest('acme', 'strong')).toEqual({ version: 11, meters: [meter] });
  });

  it('put a version once, whoever comes second', async () => {
    const catalogs = await make();
    const first = { version: 1, meters: [aMeter()] };

    expect(await catalogs.append('acme', first)).toBe('put');
    expect(await catalogs.append('acme', { version: 1, meters: [] })).toBe('taken');

    expect(await catalogs.latest('acme', 'strong')).toEqual(first);
  });

  it('keep tenants apart', async () => {
    const catalogs = await make();
    await catalogs.append('a","b', { version: 1, meters: [aMeter()] });

    expect(await catalogs.latest('a', 'strong')).toEqual({ version: 0, meters: [] });
  });
});

describe('a catalog with a meter of trailing windows', () => {
  it('says a version that whoever does not know windows refuses, and comes back whole', async () => {
    const table = await dynamo.createTable(textKeyTable);
    const catalogs = dynamoDbMeterCatalogs(dynamo.client, table);
    const window = { rolling: 'P7D', statistic: 'mean' } as const;
    const windowed = { version: 2, meters: [aMeter(), aMeter({ key: 'weekly', window })] };

    await catalogs.append('acme', { version: 1, meters: [aMeter()] });
    await catalogs.append('acme', windowed);

    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName: table }));
    const versions = Items.map(({ sk, version }) => [sk?.S, version?.N]).sort();
    expect(versions.map(([, version]) => version)).toEqual(['2', '3']);
    expect(await catalogs.latest('acme', 'strong')).toEqual(windowed);
  });
});
