import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from '../support/ask.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { aTenancy } from '../support/rated-usage.ts';

const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;

/** Press Review has paid a euro a view since 2025-12; it is 2026-02-03. */
async function aTenant() {
  const tenancy = await aTenancy({
    plans: {
      reader: aPlan(aVersion({ charges: [perView] })),
      other: aPlan(),
    },
    customers: [aCustomer({ plan: [{ plan: 'reader', from: '2025-12-01' }] })],
  });
  const invoices = billingInterface(tenancy);
  const catalog = asking(catalogHandler(catalogPorts({ ...tenancy.rating })));
  return {
    ...tenancy,
    preview: (key: string, query: Readonly<Record<string, string>> = { period: '2026-01' }) =>
      invoices('GET /v1/customers/{key}/preview', { params: { key }, query }),
    change: (plan: unknown) =>
      catalog('PUT /v1/customers/{key}', {
        params: { key: 'press-review' },
        body: { name: 'Press Review', subjects: ['app-1'], plan },
      }),
  };
}

const aView = (id: string, day: number) =>
  aUsageEvent({ id, subject: 'app-1', occurredAt: timestampOf(Date.UTC(2026, 0, day)) });

describe('GET /v1/customers/{key}/preview', () => {
  it('says what the invoice would be now, and writes nothing', async () => {
    const { use, preview, log } = await aTenant();
    await use([aView('a', 10), aView('b', 20)]);

    const { status, body } = await preview('press-review');

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'draft', number: null, subtotal: '2.00', total: '2.00' });
    expect(body['lines']).toMatchObject([{ meter: 'view', quantity: '2', exactAmount: '2' }]);
    expect((await log.read('acme', 0)).blocks).toEqual([]);
  });

  it('says that it is partial while a meter is backfilled, and by what the month is closed', async () => {
    const { use, preview, request, books, clock, rating } = await aTenant();
    await use([aView('a', 10)]);
    const whole = (await preview('press-review')).body;
    const { meters } = await rating.catalogs.latest('acme', 'strong');
    const clicks = aMeter({ key: 'clicks', eventType: 'click', sinceVersion: 2 });
    await rating.catalogs.append('acme', { version: 2, meters: [...meters, clicks] });
    const charges = [perView, { ...perView, meter: 'clicks' }];
    const body = aPlan(aVersion({ charges }));
    await rating.plans.put('acme', { key: 'reader', revision: 2, body });

    const partial = (await preview('press-review')).body;
    await closePeriods({ books, clock }, 'acme', [await request('press-review', '2026-01')]);
    const closed = (await preview('press-review')).body;

    expect(whole).not.toHaveProperty('partial');
    expect(partial).toMatchObject({ partial: true, subtotal: '1.00' });
    expect(whole).not.toHaveProperty('closedBy');
    expect(closed).toMatchObject({ closedBy: { number: 'INV-2026-000001' }, subtotal: '0.00' });
  });

  it('is of the current month of the customer where none is named', async () => {
    const { preview } = await aTenant();

    const { status, body } = await preview('press-review', {});

    expect([status, body['period']]).toEqual([
      ...[200, expect.objectContaining({ firstDay: '2026-02-01', lastDay: '2026-02-28' })],
    ]);
  });

  it('follows what is used', async () => {
    const { use, preview } = await aTenant();
    await use([aView('a', 10)]);
    const before = await preview('press-review');
    await use([aView('b', 20)]);

    const after = await preview('press-review');

    expect([before.body['subtotal'], after.body['subtotal']]).toEqual(['1.00', '2.00']);
  });

  it.each([
    ['nobody', { period: '2026-01' }, 'customer.not-found'],
    ['press-review', { period: '2026-13' }, 'request.invalid'],
    ['press-review', { period: '2025-10' }, 'customer.unpriced'],
  ])('refuses %s in %j', async (key, query, code) => {
    const { preview } = await aTenant();

    expect((await preview(key, query)).body).toMatchObject({ code });
  });

  it.each(['subject:', 'subject:a\u0000b', `subject:${'x'.repeat(1_100)}`, 'a b'])(
    'is not of %j, which nobody can pay as',
    async (key) => {
      const { preview } = await aTenant();

      const { status, body } = await preview(key);

      expect([status, body['code']]).toEqual([400, 'request.bad-key']);
    },
  );
});

describe('a change of plan', () => {
  it('is refused where it would reach into a month that is invoiced, and changes nothing', async () => {
    const { use, request, change, books, clock, rating } = await aTenant();
    await use([aView('a', 10)]);
    await closePeriods({ books, clock }, 'acme', [await request('press-review', '2026-01')]);

    const inside = await change([
      { plan: 'reader', from: '2025-12-01' },
      { plan: 'other', from: '2026-01-31' },
    ]);
    const taken = await change(undefined);
    const after = await change([
      { plan: 'reader', from: '2025-12-01' },
      { plan: 'other', from: '2026-02-01' },
    ]);

    expect(inside.body).toMatchObject({ code: 'period.already-invoiced', param: '/plan' });
    expect(taken.body).toMatchObject({ code: 'period.already-invoiced', param: '/plan' });
    expect(after.status).toBe(200);
    expect((await rating.customers.get('acme', 'press-review'))?.customer?.plan).toHaveLength(2);
  });
});
