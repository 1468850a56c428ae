import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { Subscriptions } from '../../core/marketplace/ports.ts';
import {
  type HourReport,
  reportPlace,
  type Subscription,
} from '../../core/marketplace/subscription.ts';
import { dynamoDbSubscriptions } from '../../functions/adapters/dynamo-db-subscriptions.ts';
import { inMemorySubscriptions } from '../fakes/marketplace/subscriptions.ts';
import { exact, nanos } from '../fixtures/invoicing.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { railsTable } from './rails-table.ts';

const hour = timestampOf(Date.UTC(2026, 10, 10, 12));
const license = 'arn:aws:license-manager::294406891311:license:l-0a1b';

const aReport = (fields: Partial<HourReport> = {}): HourReport => ({
  ...{ hour, at: hour, product: 'p', account: '845735284135', license, attempt: 2 },
  lines: [
    { dimension: 'usage', units: 7n, status: 'accepted', isPossible: true, record: 'm-1' },
    {
      ...{ dimension: 'storage', units: 1n, status: 'too-late', isPossible: false },
      ...{ reason: 'ThrottlingException', isAgain: true, isUnsubscribed: true },
    },
  ],
  ...fields,
});

const aSubscription = (fields: Partial<Subscription> = {}): Subscription => ({
  ...{ tenant: 'acme', customer: 'press', product: 'p', account: '845735284135', license },
  ...{ since: monthFrom('2026-11'), boundAt: hour, endedAt: undefined, unlisted: undefined },
  decided: hour,
  months: [{ month: monthFrom('2026-11'), worth: new Map([['usage', exact('0.0712345')]]) }],
  ...{ before: new Map([['usage', exact('1.5')]]), reported: new Map([['usage', 157n]]) },
  accepted: new Map([['usage', 150n]]),
  open: [aReport({ list: 'gap' })],
  unbooked: [{ from: hour, amount: nanos('1.5'), isClosed: true }],
  revision: 1,
  ...fields,
});

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Subscriptions>][] = [
  ['in memory', async () => inMemorySubscriptions()],
  [
    'in DynamoDB',
    async () => dynamoDbSubscriptions(dynamo.client, await dynamo.createTable(railsTable)),
  ],
];

describe.each(engines)('subscriptions %s', (_, made) => {
  it('are read as they were put, over the revision before alone', async () => {
    const stored = await made();
    const first = aSubscription();
    const ended = aSubscription({
      endedAt: hour,
      unlisted: 'rest',
      license: undefined,
      revision: 2,
    });

    expect(await stored.put(first)).toBe('put');
    expect(await stored.put(first)).toBe('taken');
    expect(await stored.get('acme', 'press')).toEqual(first);
    expect(await stored.put(ended)).toBe('put');
    expect(await stored.get('acme', 'press')).toEqual(ended);
    expect(await stored.get('acme', 'radio')).toBeUndefined();
  });

  it('are listed by their customers, page by page, of one tenant', async () => {
    const stored = await made();
    for (const customer of ['c', 'a', 'b']) await stored.put(aSubscription({ customer }));
    await stored.put(aSubscription({ tenant: 'zine', customer: 'd' }));

    const first = await stored.list('acme', { after: undefined, limit: 2 });
    const second = await stored.list('acme', { after: first.next, limit: 2 });

    expect(first.items.map(({ customer }) => customer)).toEqual(['a', 'b']);
    expect(second.items.map(({ customer }) => customer)).toEqual(['c']);
    expect(second.next).toBeUndefined();
  });

  it('have licenses that are of who was first, by whichever of its ARNs', async () => {
    const stored = await made();
    const place = { product: 'p', account: '845735284135', license };
    const old = { product: 'p', account: '111122223333', license: undefined };
    const press = { tenant: 'acme', customer: 'press' };

    expect(await stored.claim(place, press)).toEqual(press);
    const shorter = { ...place, license: license.replace('arn:', '') };
    expect(await stored.claim(shorter, { ...press, customer: 'radio' })).toEqual(press);
    expect(await stored.owner('l-0a1b')).toEqual(press);
    expect(await stored.claim(old, { ...press, customer: 'radio' })).toMatchObject({
      customer: 'radio',
    });
    expect(await stored.owner('l-ffff')).toBeUndefined();
  });

  it('keep reports that are over, the latest first; several of one hour, too', async () => {
    const stored = await made();
    const later = timestampOf(hour + 3_600_000);
    const reports = [
      aReport(),
      aReport({ list: 'rest', at: timestampOf(hour + 1) }),
      aReport({ list: 'rest', at: timestampOf(hour + 2) }),
      aReport({ hour: later, at: later }),
    ];
    for (const one of [...reports, aReport()]) await stored.keep('acme', 'press', one);

    const first = await stored.kept('acme', 'press', { before: undefined, limit: 2 });
    const second = await stored.kept('acme', 'press', { before: first.next, limit: 9 });

    const places = reports.map(reportPlace).toSorted().toReversed();
    expect([...first.items, ...second.items].map(reportPlace)).toEqual(places);
    expect(second.items.at(-1)).toEqual(aReport());
  });

  it('have a seller, put over the revision before', async () => {
    const stored = await made();
    const dimensions = [
      { name: 'usage', unit: nanos('0.01') },
      { name: 'storage', unit: nanos('1'), charges: ['storage'] },
    ];
    const products = [{ code: 'p', currency: 'USD', dimensions, url: undefined }] as const;

    expect(await stored.seller('acme')).toBeUndefined();
    expect(await stored.putSeller({ tenant: 'acme', products, revision: 1 })).toBe('put');
    expect(await stored.putSeller({ tenant: 'acme', products: [], revision: 1 })).toBe('taken');
    expect(await stored.seller('acme')).toEqual({ tenant: 'acme', products, revision: 1 });
  });
});
