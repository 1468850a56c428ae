import { describe, expect, it } from '@jest/globals';
import { prepareClosings } from '../../../core/billing/rating/prepare-closings.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown, sumOf, views } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;

/** An event of its own identity at a time; of `app-1`, which the customer pays for. */
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `used-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};
const paying = (time: string, amount: string, fields: Partial<UsageEvent> = {}): UsageEvent =>
  used(time, { type: 'payment', data: `{"amount":"${amount}"}`, ...fields });

const reader = { plan: [{ plan: 'reader', from: '1970-01-01' }] };
const perView = (unitPrice: string) => ({ meter: 'view', model: 'per_unit', unitPrice }) as const;

describe('a month made ready', () => {
  it('has the usage of the customer’s subjects, and nobody else’s', async () => {
    const { use, request } = await aTenancy({
      plans: { reader: aPlan() },
      customers: [aCustomer({ ...reader, subjects: ['app-1', 'app-2'] })],
    });
    await use([
      used('2026-01-01T00:00:00Z'),
      used('2026-01-31T23:59:59Z', { subject: 'app-2' }),
      used('2026-01-15T12:00:00Z', { subject: 'app-3' }),
      used('2025-12-31T23:59:59Z'),
      used('2026-02-01T00:00:00Z'),
    ]);

    const { current, terms } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['view', '2', '0.002']]);
    expect(terms).toMatchObject({
      customer: 'press-review',
      currency: 'EUR',
      paymentTermsDays: 14,
    });
  });

  it('begins and ends at the customer’s own midnights', async () => {
    const timezone = timeZoneFrom('Asia/Kathmandu', 'timezone');
    const { use, request } = await aTenancy({
      plans: { reader: aPlan() },
      customers: [aCustomer({ ...reader, timezone })],
    });
    // 5 hours and 45 minutes ahead of UTC.
    await use([
      used('2025-12-31T18:14:59Z'),
      used('2025-12-31T18:15:00Z'),
      used('2026-01-31T18:15:00Z'),
    ]);

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['view', '1', '0.001']]);
  });

  it('is rated stretch by stretch where a version comes into force', async () => {
    const { use, request } = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion(),
          aVersion({ effectiveFrom: '2026-01-11', charges: [perView('0.002')] }),
        ),
      },
      customers: [aCustomer(reader)],
    });
    await use([
      used('2026-01-10T23:59:59Z'),
      used('2026-01-11T00:00:00Z'),
      used('2026-01-12T00:00:00Z'),
    ]);

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([
      ['view', '1', '0.001'],
      ['view', '2', '0.004'],
    ]);
    expect(new Set(current.charges.map(({ key }) => key)).size).toBe(2);
  });

  it('is rated by each plan the customer had, and by none where it had none', async () => {
    const { use, request } = await aTenancy({
      plans: { reader: aPlan(), writer: aPlan(aVersion({ charges: [perView('0.5')] })) },
      customers: [
        aCustomer({
          plan: [
            { plan: 'reader', from: '2025-06-01' },
            { plan: 'writer', from: '2026-01-02' },
            { plan: null, from: '2026-01-03' },
          ],
        }),
      ],
    });
    await use([
      used('2026-01-01T12:00:00Z'),
      used('2026-01-02T12:00:00Z'),
      used('2026-01-03T12:00:00Z'),
    ]);

    const { current } = await request('press-review', '2026-01');

    expect(current.charges.map(({ plan, quantity }) => [plan.key, quantity])).toEqual([
      ['reader', 10n ** 12n],
      ['writer', 10n ** 12n],
    ]);
    expect(sumOf(current.charges)).toBe('0.501');
  });

  it('gives each usage to the charges that match it, and the rest to the default bucket', async () => {
    const { use, request } = await aTenancy({
      meters: [aMeter({ ...views, dimensions: ['section'] })],
      plans: {
        reader: aPlan(
          aVersion({
            charges: [
              { ...perView('1'), key: 'sports', filter: { section: ['sports', 'chess'] } },
              { ...perView('10'), key: 'rest', filter: 'rest' },
            ],
          }),
        ),
      },
      customers: [aCustomer(reader)],
    });
    const sections = ['"sports"', '"chess"', '"news"', 'null'];
    await use(
      sections.map((section) => used('2026-01-10T00:00:00Z', { data: `{"section":${section}}` })),
    );

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([
      ['sports', '2', '2'],
      ['rest', '2', '20'],
    ]);
  });

  it('counts what is distinct once, over subjects and days', async () => {
    const { use, request } = await aTenancy({
      meters: [aMeter({ ...views, aggregation: 'unique_count', value: 'path' })],
      plans: { reader: aPlan() },
      customers: [aCustomer({ ...reader, subjects: ['app-1', 'app-2'] })],
    });
    const seen = (path: string) => ({ data: `{"path":"${path}"}` });
    await use([
      used('2026-01-10T00:00:00Z', seen('a')),
      used('2026-01-20T00:00:00Z', seen('a')),
      used('2026-01-10T00:00:00Z', { ...seen('a'), subject: 'app-2' }),
      used('2026-01-10T00:00:00Z', { ...seen('b'), subject: 'app-2' }),
    ]);

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['view', '2', '0.002']]);
  });

  it('has an amount per event where the price has one', async () => {
    const sums = aMeter({ key: 'paid', eventType: 'payment', aggregation: 'sum', value: 'amount' });
    const counts = aMeter({ key: 'payments', eventType: 'payment' });
    const { use, request } = await aTenancy({
      meters: [sums, counts],
      plans: {
        reader: aPlan(
          aVersion({
            charges: [
              {
                meter: 'paid',
                model: 'percentage',
                ratePercent: '1.3',
                fixedPerEvent: '2',
                countMeter: 'payments',
              },
            ],
          }),
        ),
      },
      customers: [aCustomer(reader)],
    });
    await use(['50', '100', '250', '400'].map((amount) => paying('2026-01-10T00:00:00Z', amount)));

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['paid', '800', '18.4']]);
  });

  it('reads events one by one from the log where a price looks at each', async () => {
    const sums = aMeter({ key: 'paid', eventType: 'payment', aggregation: 'sum', value: 'amount' });
    const { use, request } = await aTenancy({
      meters: [sums, views],
      plans: {
        reader: aPlan(
          aVersion({
            charges: [
              {
                meter: 'paid',
                model: 'percentage',
                ratePercent: '1.3',
                fixedPerEvent: '2',
                freeAmount: '250',
              },
            ],
          }),
        ),
      },
      customers: [aCustomer(reader)],
    });
    const month = (day: number) => `2026-01-${String(day).padStart(2, '0')}T08:00:00Z`;
    // In the log in another order than they happened, beside what is none of the charge's.
    await use([
      paying(month(4), '400'),
      paying(month(2), '100'),
      used(month(2)),
      paying(month(2), '9999', { subject: 'somebody else' }),
      paying('2026-02-01T00:00:00Z', '9999'),
      paying(month(3), '250'),
      paying(month(1), '50'),
    ]);

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['paid', '800', '11.15']]);
  });

  it('is unpriced, and says so, where no plan counts', async () => {
    const { prepareOne } = await aTenancy({ plans: {}, customers: [aCustomer()] });

    expect(await prepareOne('press-review', '2026-01')).toEqual([
      {
        status: 'unpriced',
        customer: 'press-review',
        detail: expect.stringContaining('give the customer a plan'),
      },
    ]);
  });

  it('is refused for who is no customer, and where nobody has said who sells', async () => {
    const { prepareOne, rating } = await aTenancy({ plans: { reader: aPlan() } });
    const other = { customers: ['a'], month: monthFrom('2026-01') };

    await expect(prepareOne('nobody', '2026-01')).rejects.toMatchObject({
      code: 'customer.not-found',
    });
    await expect(prepareOne('subject:x', '2026-01')).rejects.toMatchObject({
      code: 'customer.not-found',
    });
    await expect(prepareClosings(rating, 'other', other)).rejects.toMatchObject({
      code: 'billing-settings.not-found',
    });
  });
});
