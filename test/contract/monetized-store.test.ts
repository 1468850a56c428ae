import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MonetizedStore } from '../../core/gate/monetized/ports.ts';
import type { MonetizedRecord } from '../../core/gate/monetized/record.ts';
import type { MonetizedProgress, MonetizedTally } from '../../core/gate/monetized/tally.ts';
import { payerKeyOf } from '../../core/kernel/payer.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbMonetized } from '../../functions/adapters/dynamo-db-monetized.ts';
import { inMemoryMonetized } from '../fakes/monetized.ts';
import { nanos } from '../fixtures/invoicing.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

const noon = timestampOf(Date.UTC(2026, 10, 29, 12));
const record: MonetizedRecord = {
  ...{ at: noon, status: 'SETTLED', amount: '0.003', currency: 'USDC', network: 'eip155:8453' },
  ...{ transaction: '0x0a', request: 'r', address: '0x0b', path: undefined },
};
const aTally = (fields: Partial<MonetizedTally> = {}): MonetizedTally => ({
  ...{ address: '0x0b', total: nanos('1.003'), booked: nanos('0'), adding: [{ id: 'a', record }] },
  ...{ booking: undefined, lastAt: noon, revision: 1 },
  ...fields,
});

describe.each(['in memory', 'in a table'])('what came behind a firewall, %s', (where) => {
  let dynamo: DynamoEngine | undefined;
  let store: MonetizedStore;

  beforeAll(async () => {
    store = inMemoryMonetized();
    if (where === 'in memory') return;
    dynamo = await startDynamo();
    store = dynamoDbMonetized(dynamo.client, await dynamo.createTable(textKeyTable));
  });

  afterAll(() => dynamo?.stop());

  it('is a tally of each address, put over the revision before, and listed page by page', async () => {
    const booking = { payer: payerKeyOf({ customer: 'ada' }), upTo: nanos('1'), at: noon };

    expect(await store.tally('acme', '0x0b')).toBeUndefined();
    expect(await store.putTally('acme', aTally())).toBe('put');
    expect(await store.putTally('acme', aTally())).toBe('taken');
    expect(await store.putTally('acme', aTally({ booking, revision: 2 }))).toBe('put');
    expect(await store.putTally('acme', aTally({ booking, revision: 2 }))).toBe('taken');
    expect(await store.putTally('acme', aTally({ address: '' }))).toBe('put');
    expect(await store.putTally('other', aTally({ address: '0x0c' }))).toBe('put');
    expect(await store.tally('acme', '0x0b')).toEqual(aTally({ booking, revision: 2 }));
    const first = await store.tallies('acme', { after: undefined, limit: 1 });
    const rest = await store.tallies('acme', { after: first[0]?.address, limit: 5 });
    expect([...first, ...rest].map(({ address }) => address)).toEqual(['', '0x0b']);
  });

  it('has each record counted once, and those for a person beside', async () => {
    expect(await store.counted('acme', 'a')).toBeUndefined();
    expect(await store.putCounted('acme', 'a', record)).toBe('put');
    expect(await store.putCounted('acme', 'a', { ...record, amount: '9' })).toBe('taken');
    await store.park('acme', 'a', { ...record, status: 'HELD' });
    expect(await store.counted('acme', 'a')).toEqual(record);
    expect(await store.counted('other', 'a')).toBeUndefined();
  });

  it('says how far each web ACL is read', async () => {
    const begun: MonetizedProgress = {
      ...{ readTo: noon, waitsFrom: undefined, bookedTo: noon, revision: 1 },
      pass: { at: noon, waitsFrom: noon },
    };

    expect(await store.putProgress('acme', undefined, begun)).toBe('put');
    expect(await store.putProgress('acme', undefined, begun)).toBe('taken');
    expect(await store.putProgress('acme', 'arn', { ...begun, pass: undefined })).toBe('put');
    expect(await store.progress('acme', undefined)).toEqual(begun);
    expect(await store.progress('acme', 'arn')).toEqual({ ...begun, pass: undefined });
    expect(await store.progress('other', 'arn')).toBeUndefined();
  });
});
