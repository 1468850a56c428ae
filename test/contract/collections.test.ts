import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayerKey } from '../../core/kernel/payer.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { TransferReferences } from '../../core/payments/transfer-reference.ts';
import type { Collection } from '../../core/rails/collection.ts';
import type { Collections, Connection } from '../../core/rails/ports.ts';
import { dynamoDbCollections } from '../../functions/adapters/dynamo-db-collections.ts';
import { dynamoDbTransferReferences } from '../../functions/adapters/dynamo-db-transfer-references.ts';
import { inMemoryCollections } from '../fakes/collections.ts';
import { InMemoryTransferReferences } from '../fakes/transfer-references.ts';
import { nanos } from '../fixtures/invoicing.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { railsTable } from './rails-table.ts';

const at = timestampOf(1_793_664_000_000);

const aCollection = (fields: Partial<Collection> = {}): Collection => ({
  ...{ tenant: 'acme', invoice: 'inv_1', attempt: 1, rail: 'stripe', currency: 'EUR' },
  ...{ amount: nanos('12.34'), number: 'INV-1', successUrl: 'https://a/', cancelUrl: 'https://b/' },
  ...{ preparedAt: at, expiresAt: timestampOf(at + 1), status: 'prepared', reference: undefined },
  ...{ url: undefined, payment: undefined, reason: undefined, changedAt: at, revision: 1 },
  ...fields,
});

const aConnection = (fields: Partial<Connection> = {}): Connection => ({
  ...{
    tenant: 'acme',
    rail: 'stripe',
    mode: 'test',
    space: '/a',
    connectedAt: at,
    seenTo: at,
    enabled: true,
  },
  revision: 1,
  ...fields,
});

/** Tenants of their own for each test, as some tables are shared. */
let tenants = 0;
const aTenant = (): string => {
  tenants += 1;
  return `tenant "${tenants}"`;
};

const first = { after: undefined, limit: 2 };

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Collections>][] = [
  ['in memory', async () => inMemoryCollections()],
  [
    'in DynamoDB',
    async () => dynamoDbCollections(dynamo.client, await dynamo.createTable(railsTable)),
  ],
];

describe.each(engines)('collections %s', (_, made) => {
  let collections: Collections;
  beforeAll(async () => {
    collections = await made();
  });

  it('come back as they were put, with all that is known of them', async () => {
    const tenant = aTenant();
    const settled = aCollection({
      ...{ tenant, status: 'settled', reference: 'cs_1', payment: 'pi_1', reason: 'none' },
      ...{ url: 'https://pay/', revision: 2 },
    });

    await collections.put(aCollection({ tenant }));
    await collections.put(settled);

    expect(await collections.get(settled)).toEqual(settled);
    expect(await collections.get({ ...settled, attempt: 2 })).toBeUndefined();
  });

  it('are put once, and over the revision before alone', async () => {
    const tenant = aTenant();
    const one = aCollection({ tenant });

    const outcomes = [
      await collections.put(one),
      await collections.put(one),
      await collections.put({ ...one, revision: 3 }),
      await collections.put({ ...one, revision: 2, status: 'failed' }),
      await collections.put({ ...one, revision: 2 }),
    ];

    expect(outcomes).toEqual(['put', 'taken', 'taken', 'put', 'taken']);
  });

  it('have a last, past the ninth too, and a list in their order', async () => {
    const tenant = aTenant();
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      await collections.put(aCollection({ tenant, attempt }));
    }
    await collections.put(aCollection({ tenant, invoice: 'inv_2', attempt: 99 }));

    expect((await collections.last(tenant, 'inv_1'))?.attempt).toBe(11);
    expect(await collections.last(tenant, 'inv_3')).toBeUndefined();
    const listed = await collections.list(tenant, 'inv_1');
    expect(listed.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('are found page by page while they are open, and no longer', async () => {
    const tenant = aTenant();
    for (const invoice of ['inv_1', 'inv_2', 'inv_3', 'inv_4', 'inv_5']) {
      await collections.put(aCollection({ tenant, invoice }));
    }
    await collections.put(
      aCollection({ tenant, invoice: 'inv_2', status: 'submitted', revision: 2 }),
    );
    await collections.put(
      aCollection({ tenant, invoice: 'inv_3', status: 'expired', revision: 2 }),
    );
    await collections.put(aCollection({ tenant: aTenant(), invoice: 'inv_1' }));

    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await collections.open(tenant, { after, limit: 2 });
      found.push(...page.collections.map(({ invoice }) => invoice));
      after = page.next;
    } while (after !== undefined);

    expect(found).toEqual(['inv_1', 'inv_2', 'inv_4', 'inv_5']);
    expect((await collections.open(aTenant(), first)).collections).toEqual([]);
  });

  it('of one wallet are found where several are open, on whichever page', async () => {
    const tenant = aTenant();
    for (const attempt of [1, 2, 3, 4, 5]) {
      await collections.put(aCollection({ tenant, invoice: 'wal_1', attempt }));
    }

    const found: number[] = [];
    let after: string | undefined;
    do {
      const page = await collections.open(tenant, { after, limit: 2 });
      found.push(...page.collections.map(({ attempt }) => attempt));
      after = page.next;
    } while (after !== undefined);

    expect(found.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('say for whose wallet they are, and are listed from the newest', async () => {
    const tenant = aTenant();
    const topUp = { payer: 'press' as PayerKey, key: 'k', body: 'b', token: 't' };
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      await collections.put(aCollection({ tenant, invoice: 'wal_1', attempt, topUp }));
    }

    const page = { below: undefined, limit: 2 };
    const newest = await collections.newest(tenant, 'wal_1', page);
    const more = await collections.newest(tenant, 'wal_1', { ...page, below: 10 });

    expect(newest.map(({ attempt }) => attempt)).toEqual([11, 10]);
    expect(newest[0]?.topUp).toEqual(topUp);
    expect(more.map(({ attempt }) => attempt)).toEqual([9, 8]);
  });

  it('know who is connected, as a whole too', async () => {
    const [tenant, other] = [aTenant(), aTenant()];
    await collections.putConnection(aConnection({ tenant }));
    await collections.putConnection(aConnection({ tenant: other }));

    const changed = aConnection({ tenant, enabled: false, revision: 2 });
    const outcomes = [
      await collections.putConnection(changed),
      await collections.putConnection(changed),
    ];

    expect(outcomes).toEqual(['put', 'taken']);
    expect(await collections.connection(tenant, 'stripe')).toEqual(changed);
    const every: Connection[] = [];
    for await (const page of collections.everyConnection()) every.push(...page);
    expect(every.filter((one) => [tenant, other].includes(one.tenant))).toHaveLength(2);
  });
});

const references: readonly [string, () => Promise<TransferReferences>][] = [
  ['in memory', async () => new InMemoryTransferReferences()],
  [
    'in DynamoDB',
    async () => dynamoDbTransferReferences(dynamo.client, await dynamo.createTable(railsTable)),
  ],
];

describe.each(references)('references of transfers %s', (_, made) => {
  it('are those of who had them first, in each tenant by itself', async () => {
    const transfers = await made();
    const content = 'W7HJK29MNP4QRST6';

    const before = await transfers.ownerOf('acme', content);
    const claims = [
      await transfers.claim('acme', { content, payer: 'ada' }),
      await transfers.claim('acme', { content, payer: 'ada' }),
      await transfers.claim('acme', { content, payer: 'ben' }),
      await transfers.claim('acme"', { content, payer: 'ben' }),
    ];

    expect([before, claims]).toEqual([undefined, ['ada', 'ada', 'ada', 'ben']]);
    expect(await transfers.ownerOf('acme', content)).toBe('ada');
  });
});
