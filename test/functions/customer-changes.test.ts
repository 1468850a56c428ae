import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { CatalogPorts } from '../../functions/serve-catalog/ports.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { aPlan } from '../fixtures/plans.ts';
import { asking } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

async function aCatalogWithPlans(ports: Partial<CatalogPorts> = {}) {
  const plans = inMemoryPlans();
  for (const key of ['reader', 'writer']) {
    await plans.put('acme', { key, revision: 1, body: aPlan() });
  }
  const ask = asking(catalogHandler(catalogPorts({ plans, ...ports })));
  return {
    put: (key: string, body: unknown, query = {}) =>
      ask('PUT /v1/customers/{key}', { params: { key }, body, query }),
    history: (key: string, query = {}) =>
      ask('GET /v1/customers/{key}/history', { params: { key }, query }),
    settings: (body: unknown) => ask('PUT /v1/billing-settings', { body }),
  };
}

describe('whose a subject was', () => {
  it.each([
    ['is forgotten when nothing can come any more of what it used', 2, undefined],
    ['is kept while usage of its months can still come', 120, 'app-1'],
  ])('%s', async (_, monthsReachedBack, kept) => {
    const time = { now: timestampOf(Date.UTC(2026, 0, 10)) };
    const { put } = await aCatalogWithPlans({ clock: { now: () => time.now }, monthsReachedBack });
    await put('a', { name: 'A', subjects: ['app-1', 'app-2'] });
    await put('a', { name: 'A', subjects: ['app-2'] });

    time.now = timestampOf(Date.UTC(2029, 0, 10));
    const { body } = await put('a', { name: 'A, later', subjects: ['app-2'] });

    const [tenure] = (body['tenures'] ?? []) as { subject?: string }[];
    expect(tenure?.subject).toBe(kept);
  });
});

describe('a customer’s plan', () => {
  it('takes the key of a plan alone from the first of the month in which it is put, and keeps it', async () => {
    const time = { now: timestampOf(Date.UTC(2026, 10, 10)) };
    const { put } = await aCatalogWithPlans({ clock: { now: () => time.now } });

    const first = await put('a', { name: 'A', plan: 'reader' });
    time.now = timestampOf(Date.UTC(2027, 0, 20));
    const again = await put('a', { name: 'A', plan: 'reader' });
    const other = await put('a', { name: 'A', plan: 'writer' });

    expect(first.body['plan']).toEqual([{ plan: 'reader', from: '2026-11-01' }]);
    expect(again.body).toEqual(first.body);
    expect(other.body['plan']).toEqual([
      { plan: 'reader', from: '2026-11-01' },
      { plan: 'writer', from: '2027-01-01' },
    ]);
  });

  it('lets a plan alone begin on the day that is said', async () => {
    const { put } = await aCatalogWithPlans();

    const { body } = await put('a', { name: 'A', plan: 'reader' }, { from: '2026-08-15' });

    expect(body['plan']).toEqual([{ plan: 'reader', from: '2026-08-15' }]);
  });

  it('refuses a day that is none', async () => {
    const { put } = await aCatalogWithPlans();

    expect(await put('a', { name: 'A' }, { from: '2026-02-30' })).toMatchObject({
      body: { code: 'plan.date-invalid' },
    });
  });
});

describe('the default plan', () => {
  const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };

  it('counts from the first of the month in which it is put, and stays so', async () => {
    const time = { now: timestampOf(Date.UTC(2026, 10, 10)) };
    const { settings } = await aCatalogWithPlans({ clock: { now: () => time.now } });

    const first = await settings({ seller, defaultPlan: 'reader' });
    time.now = timestampOf(Date.UTC(2027, 0, 20));
    const again = await settings({ seller, defaultPlan: 'reader' });

    expect(first.body).toMatchObject({ defaultPlan: 'reader', defaultPlanFrom: '2026-11-01' });
    expect(again.body).toEqual(first.body);
  });

  it('counts from the day that is said, for good', async () => {
    const { settings } = await aCatalogWithPlans();
    const body = { seller, defaultPlan: 'reader', defaultPlanFrom: '2026-01-01' };

    expect((await settings(body)).body).toMatchObject({ defaultPlanFrom: '2026-01-01' });

    expect((await settings({ ...body, defaultPlanFrom: '2025-01-01' })).body).toMatchObject({
      code: 'billing-settings.default-plan-fixed',
    });
  });
});

describe('GET /v1/customers/{key}/history', () => {
  it('says what the customer was, the latest first, when that was put, and by which key', async () => {
    const time = { now: timestampOf(Date.UTC(2026, 10, 10)) };
    const { put, history } = await aCatalogWithPlans({ clock: { now: () => time.now } });
    await put('a', { name: 'A', subjects: ['s1'] });
    time.now = timestampOf(Date.UTC(2026, 10, 12));
    await put('a', { name: 'A', subjects: ['s1'], timezone: 'Asia/Tokyo' });
    await put('a', { name: 'A', subjects: ['s1'], timezone: 'Asia/Tokyo' });

    const { body } = await history('a');
    const first = await history('a', { limit: '1' });

    expect(body).toMatchObject({
      changes: [
        {
          at: '2026-11-12T00:00:00Z',
          from: '2026-11-12',
          by: expect.any(String),
          customer: {
            revision: 2,
            timezone: 'Asia/Tokyo',
            timezones: [
              { timezone: 'UTC', from: '1970-01-01' },
              { timezone: 'Asia/Tokyo', from: '2026-11-12' },
            ],
          },
        },
        { at: '2026-11-10T00:00:00Z', customer: { revision: 1, timezone: 'UTC' } },
      ],
    });
    expect(first.body['changes']).toHaveLength(2);
    expect(await history('nobody')).toMatchObject({ body: { code: 'customer.not-found' } });
  });
});
