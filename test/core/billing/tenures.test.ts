import { describe, expect, it } from '@jest/globals';
import { closePeriods, draftClosing } from '../../../core/invoicing/close-periods.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { rfc3339, timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, sumOf } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;
const used = (time: string) => {
  made += 1;
  return aUsageEvent({ id: `moved-${made}`, subject: 'dev', occurredAt: at(time) });
};
const aFee = (amount: string) => ({ key: 'base', description: 'Base fee', amount });
const charges = [{ meter: 'view', model: 'per_unit', unitPrice: '1' }] as const;
const plans = {
  reader: aPlan(aVersion({ charges: [...charges] })),
  paid: aPlan(aVersion({ charges: [...charges], fixedFees: [aFee('99')] })),
};
const always = [{ plan: 'reader', from: '2020-01-01' }];
const zone = (name: string) => timeZoneFrom(name, '/timezone');

type Tenancy = Awaited<ReturnType<typeof aTenancy>>;

async function close({ books, clock, request }: Tenancy, month: string, key: string) {
  const [outcome] = await closePeriods({ books, clock }, 'acme', [await request(key, month)]);
  return outcome;
}

const A = aCustomer({ key: 'a', name: 'A', subjects: ['dev'], plan: always });
const B = aCustomer({
  key: 'b',
  name: 'B',
  subjects: [],
  plan: [{ plan: 'reader', from: '2026-02-01' }],
});

describe('a subject that moves', () => {
  it('leaves its closed months, and what it used before the day, with who paid for it', async () => {
    const tenancy = await aTenancy({ plans, customers: [A, B] }, at('2026-02-10T09:30:00Z'));
    await tenancy.use(['2026-01-10T00:00:00Z', '2026-02-09T23:59:00Z'].map(used));
    await tenancy.use([used('2026-02-10T00:00:00Z'), used('2026-02-20T00:00:00Z')]);
    await close(tenancy, '2026-01', 'a');
    await tenancy.put({ ...A, subjects: [] });
    await tenancy.put({ ...B, subjects: ['dev'] });
    await tenancy.use([used('2026-01-31T00:00:00Z')]);

    const [a, b] = await tenancy.requests(['a', 'b'], '2026-02');

    expect([sumOf(a?.earlier[0]?.charges ?? []), sumOf(a?.current.charges ?? [])]).toEqual([
      '2',
      '1',
    ]);
    expect([b?.earlier, sumOf(b?.current.charges ?? [])]).toEqual([[], '2']);
  });

  it('moves at the midnight of the giving payer’s time zone', async () => {
    const tokyo = { ...A, timezone: zone('Asia/Tokyo') };
    const tenancy = await aTenancy({ plans, customers: [tokyo, B] }, at('2026-02-10T09:30:00Z'));

    await tenancy.put({ ...tokyo, subjects: [] });
    const { customer } = await tenancy.put({ ...B, subjects: ['dev'] });

    expect(customer.tenures).toEqual([{ subject: 'dev', from: at('2026-02-09T15:00:00Z') }]);
  });

  it('begins where it was last somebody’s, though a customer took it and gave it away in between', async () => {
    const tenancy = await aTenancy({ plans, customers: [A, B] }, at('2026-02-10T09:30:00Z'));
    const C = { ...B, key: 'c', name: 'C' };

    await tenancy.put({ ...A, subjects: [] });
    await tenancy.put({ ...B, subjects: ['dev'] });
    await tenancy.put(B);
    const { customer } = await tenancy.put({ ...C, subjects: ['dev'] });

    expect(customer.tenures).toEqual([{ subject: 'dev', from: at('2026-02-10T00:00:00Z') }]);
  });

  it('is its first payer’s as far back as usage can come', async () => {
    const tenancy = await aTenancy({ plans, customers: [] }, at('2026-02-10T09:30:00Z'));

    const { customer } = await tenancy.put(A);

    expect(customer.tenures).toBeUndefined();
  });

  it('pays for itself only when nobody has it, under a default plan', async () => {
    const settings = someSettings({ defaultPlan: 'reader' });
    const tenancy = await aTenancy({ plans, settings, customers: [A] }, at('2026-02-10T09:30:00Z'));
    await tenancy.use(['2026-02-09T00:00:00Z', '2026-02-10T00:00:00Z'].map(used));
    await tenancy.put({ ...A, subjects: [] });

    const [a, own] = await tenancy.requests(['a', 'subject:dev'], '2026-02');

    expect([sumOf(a?.current.charges ?? []), sumOf(own?.current.charges ?? [])]).toEqual([
      '1',
      '1',
    ]);
  });
});

describe('a time zone that is changed', () => {
  it('makes months that tile: the month begins where the last one ended, and its fees are whole', async () => {
    const paying = { ...A, plan: [{ plan: 'paid', from: '2020-01-01' }] };
    const tenancy = await aTenancy({ plans, customers: [paying] }, at('2026-02-10T09:30:00Z'));
    await close(tenancy, '2026-01', 'a');
    await tenancy.put({ ...paying, timezone: zone('America/New_York') });
    // Counted by nobody, but now January is rated again.
    await tenancy.use([{ ...used('2026-01-10T00:00:00Z'), type: 'other' }]);

    const { current, earlier } = await tenancy.request('a', '2026-02');

    expect([rfc3339(current.period.start), rfc3339(current.period.end)]).toEqual([
      '2026-02-01T00:00:00Z',
      '2026-03-01T05:00:00Z',
    ]);
    expect(sumOf(current.charges)).toBe('99');
    expect(sumOf(earlier[0]?.charges ?? [])).toBe('99');
    const march = await tenancy.request('a', '2026-03');
    expect(rfc3339(march.current.period.start)).toBe('2026-03-01T05:00:00Z');
  });

  it('moves no part of a month from one plan to another', async () => {
    const settings = someSettings({ defaultPlan: 'paid' });
    const own = {
      ...A,
      timezone: zone('Pacific/Auckland'),
      plan: [{ plan: 'reader', from: '2027-03-01' }],
    };
    const tenancy = await aTenancy(
      { plans, settings, customers: [own] },
      at('2027-04-10T00:00:00Z'),
    );
    await close(tenancy, '2027-02', 'a');
    await close(tenancy, '2027-03', 'a');
    await tenancy.put({ ...own, timezone: zone('America/Los_Angeles') });

    const april = await tenancy.request('a', '2027-04');

    const { draft } = await draftClosing(tenancy.books, 'acme', april);
    expect(draft.lines).toEqual([]);
  });
});

describe('a payer without a profile', () => {
  it('pays nothing for a month in which it used nothing, and nothing in advance', async () => {
    const settings = someSettings({ defaultPlan: 'paid' });
    const tenancy = await aTenancy({ plans, settings }, at('2026-03-10T00:00:00Z'));
    await tenancy.use([used('2026-01-10T00:00:00Z')]);
    const first = await close(tenancy, '2026-01', 'subject:dev');

    const february = await tenancy.request('subject:dev', '2026-02');

    expect(first).toMatchObject({ document: { total: 100_000_000_000n } });
    expect(february).toMatchObject({ isIdle: true, advance: [] });
    const { draft } = await draftClosing(tenancy.books, 'acme', february);
    expect(draft.lines).toEqual([]);
  });

  it('has no plan before the day from which the default plan counts', async () => {
    const settings = someSettings({ defaultPlan: 'paid', defaultPlanFrom: '2026-02-01' });
    const tenancy = await aTenancy({ plans, settings }, at('2026-03-10T00:00:00Z'));
    await tenancy.use([used('2026-01-10T00:00:00Z'), used('2026-02-10T00:00:00Z')]);

    expect(await tenancy.prepareOne('subject:dev', '2025-12')).toMatchObject([
      { status: 'unpriced' },
    ]);
    expect(sumOf((await tenancy.request('subject:dev', '2026-02')).current.charges)).toBe('100');
  });
});
