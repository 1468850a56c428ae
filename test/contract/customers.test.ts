import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerRecord, Customers } from '../../core/catalog/ports.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { DynamoDbCustomers } from '../../functions/adapters/dynamo-db-customers.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Customers>][] = [
  ['in memory', async () => inMemoryCustomers()],
  [
    'DynamoDB',
    async () => new DynamoDbCustomers(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

describe.each(engines)('customers %s', (_name, make) => {
  it('give back a record as it was put', async () => {
    const customers = await make();
    const record = {
      key: 'a@b.example',
      revision: 1,
      customer: aCustomer({
        key: 'a@b.example',
        subjects: ['#1|2', 'émile 🦊'],
        timezone: timeZoneFrom('Asia/Kathmandu', 'timezone'),
        email: 'a@b.example',
        metadata: { crm: '{"x":1}' },
      }),
    };

    expect(await customers.put('acme', record)).toBe('put');

    expect(await customers.get('acme', 'a@b.example')).toEqual(record);
    expect(await customers.get('acme', 'a')).toBeUndefined();
    expect(await customers.get('acm', 'a@b.example')).toBeUndefined();
  });

  it('put a record only over the revision before it', async () => {
    const customers = await make();
    const recordAt = (revision: number): CustomerRecord => ({
      key: 'press-review',
      revision,
      customer: aCustomer({ name: `revision ${revision}` }),
    });
    const [first, second] = [recordAt(1), recordAt(2)];

    expect(await customers.put('acme', second)).toBe('taken');
    expect(await customers.put('acme', first)).toBe('put');
    expect(await customers.put('acme', first)).toBe('taken');
    expect(await customers.put('acme', second)).toBe('put');
    expect(await customers.put('acme', second)).toBe('taken');

    expect(await customers.get('acme', 'press-review')).toEqual(second);
  });

  it('keep a record without a customer', async () => {
    const customers = await make();
    const record = { key: 'nobody', revision: 1, customer: undefined };

    expect(await customers.put('acme', record)).toBe('put');

    expect(await customers.get('acme', 'nobody')).toEqual(record);
  });

  it('list a tenant’s records by key, page by page', async () => {
    const customers = await make();
    for (const key of ['b', 'B', 'a', 'c', 'a.b']) {
      await customers.put('acme', { key, revision: 1, customer: aCustomer({ key }) });
    }
    await customers.put('other', { key: 'x', revision: 1, customer: aCustomer({ key: 'x' }) });

    const first = await customers.list('acme', { after: '', limit: 3 });
    const second = await customers.list('acme', { after: 'a.b', limit: 3 });

    expect(first.records.map(({ key }) => key)).toEqual(['B', 'a', 'a.b']);
    expect(first.more).toBe(true);
    expect(second.records.map(({ key }) => key)).toEqual(['b', 'c']);
    expect(second.more).toBe(false);
  });

  it('find the claims there are among many subjects', async () => {
    const customers = await make();
    const long = `${'"'.repeat(1_023)}!`;
    const subjects = [long, ...Array.from({ length: 230 }, (_, index) => `subject-${index}`)];
    for (const subject of [long, 'subject-7', 'subject-229']) {
      expect(await customers.putClaim('acme', { subject, customer: 'a', revision: 1 })).toBe('put');
    }

    const claims = await customers.claims('acme', subjects);

    expect([...claims.keys()].sort()).toEqual([long, 'subject-229', 'subject-7']);
    expect(claims.get('subject-7')).toEqual({ subject: 'subject-7', customer: 'a', revision: 1 });
    expect(await customers.claims('acme', ['subject-7', 'subject-7'])).toEqual(
      new Map([['subject-7', claims.get('subject-7')]]),
    );
    expect(await customers.claims('other', subjects)).toEqual(new Map());
    expect(await customers.claims('acme', [])).toEqual(new Map());
  });

  it('put a claim only over the revision before it', async () => {
    const customers = await make();
    const claim = { subject: 's', customer: 'a', revision: 1 };

    expect(await customers.putClaim('acme', claim)).toBe('put');
    expect(await customers.putClaim('acme', { ...claim, customer: 'b' })).toBe('taken');
    expect(await customers.putClaim('acme', { ...claim, customer: 'b', revision: 3 })).toBe(
      'taken',
    );
    expect(await customers.putClaim('acme', { ...claim, customer: 'b', revision: 2 })).toBe('put');

    expect((await customers.claims('acme', ['s'])).get('s')?.customer).toBe('b');
  });

  it('keep what a record was by its revision, and list it from the latest on', async () => {
    const customers = await make();
    const change = { at: timestampOf(1_000), by: 'key_1', from: '2026-01-01' };
    const recordAt = (revision: number): CustomerRecord => ({
      key: 'press-review',
      revision,
      customer: aCustomer({
        name: `revision ${revision}`,
        timezones: [{ timezone: timeZoneFrom('Asia/Tokyo', 'timezone'), from: '1970-01-01' }],
        billingDay: 15,
        billingDays: [
          { day: 1, from: '1970-01' },
          { day: 15, from: '2026-11' },
        ],
        tenures: [{ subject: 's', from: timestampOf(5), until: timestampOf(9) }],
      }),
      change,
    });
    for (const revision of [9, 10, 11, 10]) {
      expect(await customers.keepPast('acme', recordAt(revision))).toBe('put');
    }

    const page = { key: 'press-review', before: 11, limit: 1 };
    expect(await customers.listPast('acme', page)).toEqual({ records: [recordAt(10)], more: true });
    expect((await customers.listPast('acme', { ...page, limit: 5 })).records).toEqual([
      recordAt(10),
      recordAt(9),
    ]);
    expect(await customers.oldestPast('acme', 'press-review')).toEqual(recordAt(9));
    expect(await customers.oldestPast('other', 'press-review')).toBeUndefined();
    expect(await customers.get('acme', 'press-review')).toBeUndefined();
  });

  it('keep with a claim when its subject was somebody’s before', async () => {
    const customers = await make();
    const taken = [{ start: timestampOf(0), end: timestampOf(7) }];
    const claim = { subject: 's', customer: 'a', revision: 1, taken };

    expect(await customers.putClaim('acme', claim)).toBe('put');

    expect((await customers.claims('acme', ['s'])).get('s')).toEqual(claim);
  });
});
