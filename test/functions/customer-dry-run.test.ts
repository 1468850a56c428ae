import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { aTenancy, type Tenancy } from '../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const charges = [{ meter: 'view', model: 'per_unit', unitPrice: '1' } as const];
const plans = {
  reader: aPlan(aVersion({ charges: [...charges] })),
  pro: aPlan(
    aVersion({
      charges: [...charges],
      fixedFees: [{ key: 'base', description: 'Base fee', amount: '99', timing: 'arrears' }],
    }),
  ),
  dollars: aPlan(aVersion({ currency: 'USD', charges: [...charges] })),
};
let made = 0;
const used = (time: string, subject = 'app-1') => {
  made += 1;
  return aUsageEvent({ id: `dry-${made}`, subject, occurredAt: at(time) });
};
const reader = [{ plan: 'reader', from: '2026-09-01' }];
const body = { name: 'Press Review', subjects: ['app-1'], plan: reader };

/** It is 10 November 2026. */
async function aTenant(given: Partial<Tenancy> = {}, eventMaxAgeSeconds?: number) {
  const tenancy = await aTenancy(
    { plans, ...given },
    at('2026-11-10T09:30:00Z'),
    eventMaxAgeSeconds,
  );
  const ports = { ...tenancy.rating, backfill: inMemoryQueue(), clock: tenancy.clock };
  const ask = asking(catalogHandler(ports));
  const put = (sent: object, query: Readonly<Record<string, string>> = {}, key = 'press-review') =>
    ask('PUT /v1/customers/{key}', { params: { key }, body: sent, query });
  return {
    ...tenancy,
    put,
    dry: async (sent: object, query: Readonly<Record<string, string>> = {}, key?: string) =>
      (await put(sent, { ...query, dryRun: 'true' }, key)).body,
    close: async (month: string) => {
      const { books, clock, request } = tenancy;
      await closePeriods({ books, clock }, 'acme', [await request('press-review', month)]);
    },
    read: () => ask('GET /v1/customers/{key}', { params: { key: 'press-review' } }),
  };
}

interface ShownMonth {
  readonly period: string;
  readonly changes: boolean;
  readonly before?: { readonly total?: string; readonly ratedAmount?: string };
  readonly after?: { readonly total?: string; readonly ratedAmount?: string };
}

/** Each month with what it comes to before and after. */
const amountsOf = (answer: Readonly<Record<string, unknown>>) =>
  (answer['months'] as ShownMonth[]).map(({ period, changes, before, after }) => [
    period,
    before?.total ?? before?.ratedAmount,
    after?.total ?? after?.ratedAmount,
    changes,
  ]);

describe('PUT /v1/customers/{key}?dryRun=true', () => {
  it('changes nothing', async () => {
    const { put, dry, read } = await aTenant();
    await put(body);

    await dry({ ...body, name: 'Other', subjects: ['app-2'], timezone: 'Asia/Tokyo' });

    expect((await read()).body).toMatchObject({ name: 'Press Review', revision: 1 });
    expect(await put({ name: 'Radio', subjects: ['app-2'] }, {}, 'radio')).toMatchObject({
      status: 201,
    });
  });

  it('says that a plan without a day bills this month, and that one from August bills three before', async () => {
    const { dry, use } = await aTenant();
    await use([used('2026-09-10T00:00:00Z'), used('2026-11-02T00:00:00Z')]);
    const signup = { name: 'Signup', subjects: ['app-1'], plan: 'pro' };

    const now = await dry(signup);
    const back = await dry(signup, { from: '2026-08-01' });

    expect(now).toMatchObject({ dryRun: true, outcome: 'created', comes: [{ subject: 'app-1' }] });
    expect(amountsOf(now)).toEqual([
      ['2026-10', undefined, '0.00', true],
      ['2026-11', undefined, '100.00', true],
    ]);
    expect(amountsOf(back)).toEqual([
      ['2026-08', undefined, '99.00', true],
      ['2026-09', undefined, '100.00', true],
      ['2026-10', undefined, '99.00', true],
      ['2026-11', undefined, '100.00', true],
    ]);
  });

  it('says from when on days that have begun are priced anew, as what was charged there is not', async () => {
    const { put, dry } = await aTenant();
    await put(body);
    const proFrom = (from: string) => dry({ ...body, plan: [...reader, { plan: 'pro', from }] });

    const [past, tomorrow] = [await proFrom('2026-11-05'), await proFrom('2026-11-11')];

    const november = { changes: true, repricesFrom: '2026-11-05T00:00:00Z' };
    expect((past['months'] as object[]).at(-1)).toMatchObject(november);
    expect((tomorrow['months'] as object[]).at(-1)).not.toHaveProperty('repricesFrom');
  });

  it('shows the bounds and the plans of a month before and after a change of the time zone', async () => {
    const { put, dry } = await aTenant();
    await put(body);

    const answer = await dry({ ...body, timezone: 'America/New_York' });

    const november = (answer['months'] as object[]).at(-1);
    expect(november).toEqual({
      period: '2026-11',
      changes: true,
      before: expect.objectContaining({
        start: '2026-11-01T00:00:00Z',
        end: '2026-12-01T00:00:00Z',
        timezone: 'UTC',
        plans: [
          {
            plan: 'reader',
            effectiveFrom: '2020-01-01',
            start: '2026-11-01T00:00:00Z',
            end: '2026-12-01T00:00:00Z',
          },
        ],
        ratedAmount: '0',
      }),
      after: expect.objectContaining({
        start: '2026-11-01T00:00:00Z',
        end: '2026-12-01T05:00:00Z',
        timezone: 'America/New_York',
      }),
    });
  });

  it('leaves a closed month as it was agreed, late usage of it included', async () => {
    const { put, dry, use, close } = await aTenant();
    await put(body);
    await use([used('2026-09-10T00:00:00Z')]);
    await close('2026-09');
    await use([used('2026-09-30T23:00:00Z'), used('2026-11-02T00:00:00Z')]);

    const answer = await dry({ ...body, timezone: 'Asia/Tokyo' });

    expect(amountsOf(answer)).toEqual([
      ['2026-08', '0.00', '0.00', false],
      ['2026-09', '2', '2', false],
      // Each open month that reaches to September would bill what came late of it.
      ['2026-10', '1.00', '1.00', false],
      ['2026-11', '2.00', '2.00', true],
    ]);
    expect(answer['months']).toMatchObject([
      {},
      { closedBy: { id: expect.any(String), number: expect.any(String) } },
      {},
      {},
    ]);
  });

  it('says which subjects come and go, from when, and what that makes of usage', async () => {
    const { put, dry, use } = await aTenant();
    await put(body);
    await use([used('2026-11-02T00:00:00Z'), used('2026-11-11T00:00:00Z')]);
    await use([used('2026-10-02T00:00:00Z', 'app-2')]);

    const answer = await dry({ ...body, subjects: ['app-2'] });

    expect(answer).toMatchObject({
      comes: [{ subject: 'app-2' }],
      goes: [{ subject: 'app-1', from: '2026-11-10T00:00:00Z' }],
      customer: { subjects: ['app-2'], revision: 2 },
    });
    expect(amountsOf(answer).slice(-2)).toEqual([
      ['2026-10', '0.00', '1.00', true],
      ['2026-11', '2.00', '1.00', true],
    ]);
  });

  it('adds to a closed month what a subject that nobody had used in it', async () => {
    const { put, dry, use, close } = await aTenant();
    await put(body);
    await use([used('2026-10-10T00:00:00Z'), used('2026-10-11T00:00:00Z', 'app-2')]);
    await close('2026-10');

    const answer = await dry({ ...body, subjects: ['app-1', 'app-2'] });

    expect(amountsOf(answer).slice(-2)).toEqual([
      ['2026-10', '1', '2', true],
      ['2026-11', '0.00', '1.00', true],
    ]);
  });

  it('shows the latest twelve months where events are taken for longer, and how many are before', async () => {
    const { dry } = await aTenant({}, 400 * 86_400);
    const signup = { name: 'Signup', subjects: ['app-1'], plan: 'pro' };

    const long = await dry(signup, { from: '2025-09-01' });
    const short = await dry(signup, { from: '2026-10-01' });

    expect(amountsOf(long).map(([month]) => month)).toEqual([
      '2025-12',
      ...Array.from({ length: 11 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
    ]);
    expect(long['olderMonths']).toBe(4);
    expect(amountsOf(short).map(([month]) => month)).toEqual(['2026-09', '2026-10', '2026-11']);
    expect(short['olderMonths']).toBeUndefined();
  });

  it('says why a month cannot be priced', async () => {
    const { dry } = await aTenant();

    const answer = await dry({ name: 'Press Review', subjects: ['app-1'] });

    expect((answer['months'] as ShownMonth[]).at(-1)).toMatchObject({
      period: '2026-11',
      after: { plans: [], unpriced: expect.stringContaining('give the customer a plan') },
    });
  });

  it('says that nothing changes where nothing does', async () => {
    const { put, dry } = await aTenant();
    await put(body);

    const answer = await dry(body);

    expect(answer).toMatchObject({ outcome: 'kept', comes: [], goes: [] });
    expect(amountsOf(answer).map(([, , , changes]) => changes)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('shows no months where nobody is billed yet', async () => {
    const ask = asking(catalogHandler(catalogPorts()));

    const answer = await ask('PUT /v1/customers/{key}', {
      params: { key: 'press-review' },
      query: { dryRun: 'true' },
      body: { name: 'Press Review' },
    });

    expect(answer).toMatchObject({ status: 200, body: { outcome: 'created', months: [] } });
  });

  it.each([
    ['another revision', { ...body, name: 'Other', revision: 7 }, {}, 'customer.changed-meanwhile'],
    ['a subject of another customer', { ...body, subjects: ['b'] }, {}, 'subject.already-assigned'],
    ['a plan that there is not', { ...body, plan: 'none' }, {}, 'plan.not-found'],
    ['a day that is none', body, { from: '2026-02-30' }, 'plan.date-invalid'],
    [
      'plans of two currencies',
      { ...body, plan: [...reader, { plan: 'dollars', from: '2026-12-01' }] },
      {},
      'customer.currency-mixed',
    ],
    [
      'what a closed month was rated by',
      { ...body, plan: [{ plan: 'pro', from: '2026-10-01' }] },
      {},
      'period.already-invoiced',
    ],
    [
      'a time zone from a day of a closed month',
      { ...body, timezone: 'Asia/Tokyo' },
      { from: '2026-10-15' },
      'period.already-invoiced',
    ],
  ])('is refused as the change would be: %s', async (_, sent, query, code) => {
    const { put, close } = await aTenant({
      customers: [aCustomer({ key: 'b', subjects: ['b'], timezone: timeZoneFrom('UTC', '') })],
    });
    await put(body);
    await close('2026-10');

    const dry = await put(sent, { ...query, dryRun: 'true' });
    const real = await put(sent, query);

    expect(dry.body).toMatchObject({ code });
    expect(dry.status).toBe(real.status);
    expect({ ...dry.body, requestId: 0 }).toEqual({ ...real.body, requestId: 0 });
  });
});
