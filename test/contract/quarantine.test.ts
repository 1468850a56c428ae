import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Quarantine } from '../../core/metering/quarantine/ports.ts';
import { dynamoDbQuarantine } from '../../functions/adapters/dynamo-db-quarantine.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { aQuarantineEntry } from '../fixtures/quarantine.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Quarantine>][] = [
  ['in memory', async () => inMemoryQuarantine()],
  [
    'DynamoDB',
    async () => dynamoDbQuarantine(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

describe.each(engines)('the quarantine %s', (_name, make) => {
  it('gives back an entry as it was put, its event to the letter', async () => {
    const quarantine = await make();
    const event = aUsageEvent({ id: '#|🦊', data: '{"n":0.10000000000000000001}' });
    const entry = aQuarantineEntry({ event });

    expect(await quarantine.put(entry)).toBe('put');

    expect(await quarantine.get('acme', entry.id)).toEqual(entry);
    expect(await quarantine.get('other', entry.id)).toBeUndefined();
  });

  it('gives back an event without data', async () => {
    const quarantine = await make();
    const entry = aQuarantineEntry({ event: aUsageEvent({ data: undefined }) });

    await quarantine.put(entry);

    expect(await quarantine.get('acme', entry.id)).toEqual(entry);
  });

  it('puts an entry only over the revision before it', async () => {
    const quarantine = await make();
    const entry = aQuarantineEntry();
    const closed = { ...entry, status: 'dismissed', dismissal: 'no', revision: 2 } as const;

    expect(await quarantine.put(closed)).toBe('taken');
    expect(await quarantine.put(entry)).toBe('put');
    expect(await quarantine.put(entry)).toBe('taken');
    expect(await quarantine.put(closed)).toBe('put');

    expect(await quarantine.get('acme', entry.id)).toEqual(closed);
  });

  it('lists a tenant’s entries by id, page by page', async () => {
    const quarantine = await make();
    for (const id of ['c', 'a', 'd', 'b']) await quarantine.put(aQuarantineEntry({ id }));
    await quarantine.put(aQuarantineEntry({ tenant: 'other', id: 'e' }));

    const first = await quarantine.list('acme', { after: '', limit: 3 });
    const rest = await quarantine.list('acme', { after: 'c', limit: 3 });

    expect(first.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(rest.map(({ id }) => id)).toEqual(['d']);
  });

  it('fills a page however large its entries are', async () => {
    const quarantine = await make();
    const data = JSON.stringify({ text: 'x'.repeat(30_000) });
    const ids = Array.from({ length: 50 }, (_, index) => `entry-${100 + index}`);
    for (const id of ids) {
      await quarantine.put(aQuarantineEntry({ id, event: aUsageEvent({ data }) }));
    }

    const page = await quarantine.list('acme', { after: '', limit: 50 });

    expect(page.map(({ id }) => id)).toEqual(ids);
  });
});
