import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { Delivery, Endpoint, Finding, Webhooks } from '../../core/webhooks/ports.ts';
import { dynamoDbWebhooks } from '../../functions/adapters/dynamo-db-webhooks.ts';
import { inMemoryWebhooks } from '../fakes/webhooks.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Webhooks>][] = [
  ['in memory', async () => inMemoryWebhooks()],
  [
    'in DynamoDB',
    async () => dynamoDbWebhooks(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

const now = timestampOf(1_795_340_580_000);
const start = { books: { seq: 3, index: 1 }, findings: 2 };

const anEndpoint = (fields: Partial<Endpoint> = {}): Endpoint => ({
  tenant: 'acme',
  key: 'shop',
  url: 'https://shop.example/é?x=1',
  events: ['invoice.issued', 'month.closed'],
  enabled: true,
  secrets: [
    { text: 'whsec_AAAA', until: undefined },
    { text: 'whsec_BBBB', until: now },
  ],
  createdAt: now,
  start,
  revision: 1,
  ...fields,
});

const aDelivery = (id: string, fields: Partial<Delivery> = {}): Delivery => ({
  id,
  at: now,
  event: 'evt_b_1_0_ab',
  type: 'invoice.issued',
  attempt: 1,
  outcome: 'failed',
  status: undefined,
  reason: 'timeout',
  milliseconds: 10_000,
  ...fields,
});

const aFinding = (seq: number, fields: Partial<Finding> = {}): Finding => ({
  seq,
  at: now,
  type: 'quarantine.opened',
  data: { open: seq, reasons: ['conflict'] },
  known: { quarantine: { latest: now, isOpen: true } },
  ...fields,
});

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe.each(engines)('webhooks %s', (_name, make) => {
  it('has an endpoint as it was put, and none that was not', async () => {
    const webhooks = await make();
    await webhooks.put(anEndpoint());

    expect(await webhooks.get('acme', 'shop')).toEqual(anEndpoint());
    expect(await webhooks.get('acme', 'other')).toBeUndefined();
  });

  it('puts an endpoint over the revision before it alone', async () => {
    const webhooks = await make();

    const outcomes = [];
    for (const revision of [2, 1, 1, 3, 2]) {
      outcomes.push(await webhooks.put(anEndpoint({ revision, enabled: revision === 1 })));
    }

    expect(outcomes).toEqual(['taken', 'put', 'taken', 'taken', 'put']);
    expect(await webhooks.get('acme', 'shop')).toMatchObject({ revision: 2, enabled: false });
  });

  it('lists the endpoints of a tenant by key, and of no tenant whose name begins alike', async () => {
    const webhooks = await make();
    for (const [tenant, key] of [
      ['acme', 'shop'],
      ['acme', 'accounting'],
      ['acme2', 'shop'],
      ['acm', 'shop'],
      ['acme","x', 'shop'],
    ] as const) {
      await webhooks.put(anEndpoint({ tenant, key }));
    }

    expect((await webhooks.list('acme')).map(({ key }) => key)).toEqual(['accounting', 'shop']);
    expect((await all(webhooks.everyEndpoint())).flat()).toHaveLength(5);
  });

  it('puts a position over the one before it, with what it waits for or without', async () => {
    const webhooks = await make();
    const failure = { event: 'e', since: now, attempts: 2, reason: 'timeout', retryAt: undefined };
    const before = { tenant: 'acme', key: 'shop', next: start, at: now, failure, revision: 1 };
    const position = { ...before, seen: { seq: 1, digest: 'd' }, anew: [start.books] };
    const after = { ...position, failure: undefined, seen: undefined, revision: 2 };

    expect(await webhooks.position('acme', 'shop')).toBeUndefined();
    expect(await webhooks.putPosition(position)).toBe('put');
    expect(await webhooks.position('acme', 'shop')).toEqual(position);
    expect(await webhooks.putPosition(position)).toBe('taken');
    expect(await webhooks.putPosition(after)).toBe('put');
    expect(await webhooks.position('acme', 'shop')).toEqual(after);
  });

  it('lists deliveries of an endpoint, the latest first, page by page', async () => {
    const webhooks = await make();
    const answered = aDelivery('2', { outcome: 'delivered', status: 204, reason: undefined });
    for (const one of [aDelivery('3'), aDelivery('1'), answered, answered]) {
      await webhooks.note('acme', 'shop', one);
    }
    await webhooks.note('acme', 'other', aDelivery('4'));

    const first = await webhooks.deliveries('acme', 'shop', { before: undefined, limit: 2 });
    const rest = await webhooks.deliveries('acme', 'shop', { before: '2', limit: 2 });

    expect(first).toEqual({ deliveries: [aDelivery('3'), answered], more: true });
    expect(rest).toEqual({ deliveries: [aDelivery('1')], more: false });
  });

  it('appends a finding where its number is free, and reads them in order', async () => {
    const webhooks = await make();
    const closed = aFinding(2, {
      type: 'month.closed',
      known: { months: { ['2026-01' as never]: now } },
    });
    const outcomes = [];
    for (const one of [aFinding(1), closed, aFinding(2), aFinding(3)]) {
      outcomes.push(await webhooks.append('acme', one));
    }

    expect(outcomes).toEqual(['put', 'put', 'taken', 'put']);
    expect(await all(webhooks.findings('acme', 2))).toEqual([closed, aFinding(3)]);
    expect(await all(webhooks.findings('other', 1))).toEqual([]);
  });

  it('keeps what looks know, over what was known before', async () => {
    const webhooks = await make();
    const looks = {
      tenant: 'acme',
      seq: 4,
      at: now,
      months: { ['2026-01' as never]: now },
      quarantine: { latest: now, isOpen: false },
      revision: 1,
    };

    expect(await webhooks.looks('acme')).toBeUndefined();
    expect(await webhooks.putLooks(looks)).toBe('put');
    expect(await webhooks.putLooks(looks)).toBe('taken');
    expect(await webhooks.looks('acme')).toEqual(looks);
  });
});

describe('what is kept in DynamoDB', () => {
  it('says when a delivery and a finding are forgotten, and of an endpoint that it stays', async () => {
    const { ScanCommand } = await import('@aws-sdk/client-dynamodb');
    const TableName = await dynamo.createTable(textKeyTable);
    const webhooks = dynamoDbWebhooks(dynamo.client, TableName);
    await webhooks.put(anEndpoint());
    await webhooks.note('acme', 'shop', aDelivery('1'));
    await webhooks.append('acme', aFinding(1));

    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName }));

    const days = Items.map(({ pk, expires }) => [
      (JSON.parse(pk?.S ?? '[]') as string[])[0],
      expires?.N === undefined ? undefined : (Number(expires.N) * 1000 - now) / 86_400_000,
    ]);
    expect(Object.fromEntries(days)).toEqual({
      endpoints: undefined,
      deliveries: 14,
      findings: 90,
    });
  });
});
