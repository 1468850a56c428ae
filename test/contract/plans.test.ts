import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BillingSettings, Plans } from '../../core/catalog/ports.ts';
import { dynamoDbBillingSettings } from '../../functions/adapters/dynamo-db-billing-settings.ts';
import { dynamoDbPlans } from '../../functions/adapters/dynamo-db-plans.ts';
import { inMemoryBillingSettings } from '../fakes/billing-settings.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const table = () => dynamo.createTable(textKeyTable);

const plansIn: readonly [string, () => Promise<Plans>][] = [
  ['in memory', async () => inMemoryPlans()],
  ['DynamoDB', async () => dynamoDbPlans(dynamo.client, await table())],
];

describe.each(plansIn)('plans %s', (_name, make) => {
  it('give back a plan as it was put, to its own tenant', async () => {
    const plans = await make();
    const record = { key: 'a.b_c-1', revision: 1, body: { name: 'É 🦊', ...aPlan() } };

    expect(await plans.put('acme', record)).toBe('put');

    expect(await plans.get('acme', 'a.b_c-1')).toEqual(record);
    expect(await plans.get('acm', 'a.b_c-1')).toBeUndefined();
    expect(await plans.get('acme', 'a')).toBeUndefined();
  });

  it('put a plan only over the revision before it', async () => {
    const plans = await make();
    const at = (revision: number) => ({
      key: 'reader',
      revision,
      body: aPlan(aVersion({ effectiveFrom: `2020-01-0${revision}` })),
    });

    expect(await plans.put('acme', at(2))).toBe('taken');
    expect(await plans.put('acme', at(1))).toBe('put');
    expect(await plans.put('acme', at(1))).toBe('taken');
    expect(await plans.put('acme', at(2))).toBe('put');

    expect(await plans.get('acme', 'reader')).toEqual(at(2));
  });

  it('list a tenant’s plans by key, page by page', async () => {
    const plans = await make();
    for (const key of ['b', 'a', 'c']) await plans.put('acme', { key, revision: 1, body: aPlan() });
    await plans.put('other', { key: 'x', revision: 1, body: aPlan() });

    const first = await plans.list('acme', { after: '', limit: 2 });
    const second = await plans.list('acme', { after: 'b', limit: 2 });

    expect(first.records.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(first.more).toBe(true);
    expect(second.records).toEqual([{ key: 'c', revision: 1, body: aPlan() }]);
    expect(second.more).toBe(false);
  });
});

const settingsIn: readonly [string, () => Promise<BillingSettings>][] = [
  ['in memory', async () => inMemoryBillingSettings()],
  ['DynamoDB', async () => dynamoDbBillingSettings(dynamo.client, await table())],
];

describe.each(settingsIn)('billing settings %s', (_name, make) => {
  it('are kept by tenant, and put only over the revision before', async () => {
    const settings = await make();
    const at = (revision: number) => ({
      tenant: 'a#b',
      revision,
      body: someSettings({ graceHours: revision }),
    });

    expect(await settings.put(at(2))).toBe('taken');
    expect(await settings.put(at(1))).toBe('put');
    expect(await settings.put(at(1))).toBe('taken');
    expect(await settings.put(at(2))).toBe('put');

    expect(await settings.get('a#b')).toEqual(at(2));
    expect(await settings.get('a')).toBeUndefined();
  });

  it('tell which tenants are billed, page by page', async () => {
    const settings = await make();
    for (const tenant of ['b', 'c', 'a']) {
      await settings.put({ tenant, revision: 1, body: someSettings() });
    }

    expect(await settings.listTenants({ after: '', limit: 2 })).toEqual({
      tenants: ['a', 'b'],
      more: true,
    });
    expect(await settings.listTenants({ after: 'b', limit: 2 })).toEqual({
      tenants: ['c'],
      more: false,
    });
  });
});
