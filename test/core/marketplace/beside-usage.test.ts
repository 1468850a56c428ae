import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { type ExactAmount, exactOf } from '../../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { decideHour } from '../../../core/marketplace/decide.ts';
import type { MarketplaceProduct } from '../../../core/marketplace/product.ts';
import type { Subscription } from '../../../core/marketplace/subscription.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { billed, interfaceOf } from '../../support/billed-tenant.ts';
import {
  pressReview,
  productCode,
  type SomeMarketplace,
  someMarketplace,
  tenant,
} from '../../support/some-marketplace.ts';

const { hour, quarterHour } = millisecondsPer;
const perView = { meter: 'view', model: 'per_unit', unitPrice: '0.1' } as const;
const cents = { name: 'usage', unit: '0.01' };
const ofViews = { name: 'views', unit: '0.01', charges: ['view'] };

/** A subscriber by a plan of this version, since the middle of January. */
async function aSubscriber(
  version: Partial<Parameters<typeof aVersion>[0]>,
  dimensions: Parameters<SomeMarketplace['sell']>[0] = [cents],
) {
  const world = await someMarketplace();
  const body = aPlan(aVersion({ charges: [perView], minimumCharge: '0', ...version }));
  await world.billing.rating.plans.put(tenant, { key: 'reader', revision: 2, body });
  world.aws.products.set(productCode, ['usage', 'views']);
  await world.sell(dimensions);
  return { world, ...(await world.bind()) };
}

async function play(world: SomeMarketplace, ...counts: readonly number[]): Promise<void> {
  for (const count of counts) {
    await world.view(count);
    world.pass(hour);
    await world.look();
  }
}

/** Looked at in the first minutes of February, and on the day the month is closed. */
async function monthOf(world: SomeMarketplace) {
  for (const at of [Date.UTC(2026, 1, 1, 0, 9), Date.UTC(2026, 1, 3, 12)]) {
    world.time.now = timestampOf(at);
    await world.look();
  }
  await billed(world.billing);
  const { body } = await interfaceOf(world.billing)('GET /v1/invoices', {});
  const { balances } = (await world.billing.books.read(tenant, { cells: [] })).head();
  const unapplied = balances.find(({ account }) => account === 'customers:unapplied');
  return { invoices: body['invoices'], unapplied: unapplied?.amount ?? 0n };
}

const planEnds = (world: SomeMarketplace, from: string) =>
  putCustomer(world.billing.rating.customers, tenant, {
    customer: {
      ...pressReview,
      plan: [
        { plan: 'reader', from: '2026-01-01' },
        { plan: null, from },
      ],
    },
    ...{ now: world.time.now, replaces: undefined },
  });

/** It commits to 10 for January. */
const commits = (world: SomeMarketplace, plan = [{ plan: 'reader', from: '2026-01-01' }]) =>
  putCustomer(world.billing.rating.customers, tenant, {
    customer: {
      ...{ ...pressReview, plan },
      commitments: [{ from: '2026-01', every: 'quarter', amount: '30', until: '2026-02' }],
    },
    ...{ now: world.time.now, replaces: undefined },
  });

const baseFee = (timing: 'advance' | 'arrears') => ({
  fixedFees: [{ key: 'base', description: 'Base', amount: '31', timing }],
});

describe('what a plan asks beside usage', () => {
  it('is at AWS once, where usage of another dimension takes its place', async () => {
    const { world, agreement } = await aSubscriber({ minimumCommitment: '10' }, [cents, ofViews]);
    await play(world, 0, 30, 50);

    const month = await monthOf(world);

    expect(world.told().map(({ lines }) => lines)).toEqual([
      ['300 accepted'],
      ['500 accepted'],
      ['200 accepted'],
    ]);
    expect(['usage', 'views'].map((name) => world.aws.unitsOf(agreement, name))).toEqual([
      200, 800,
    ]);
    expect(month).toMatchObject({ invoices: [{ total: '10.00', status: 'paid' }], unapplied: 0n });
  });

  it('is at AWS once with what is missing of a term, told with the last hour of that', async () => {
    const { world } = await aSubscriber({});
    await commits(world);
    await play(world, 10, 20);

    const month = await monthOf(world);

    expect(world.told()).toEqual([
      { hour: '01-14T10', lines: ['100 accepted'] },
      { hour: '01-14T11', lines: ['200 accepted'] },
      { hour: '01-31T23', lines: ['700 accepted'] },
    ]);
    expect(month).toMatchObject({ invoices: [{ total: '10.00', status: 'paid' }], unapplied: 0n });
  });

  it('is not asked of AWS again by usage that comes after the month', async () => {
    const { world, agreement } = await aSubscriber({ minimumCommitment: '10' }, [cents, ofViews]);
    const early = world.time.now;
    world.time.now = timestampOf(Date.UTC(2026, 1, 1, 0, 9));
    await world.look();
    await world.view(30, early);

    const month = await monthOf(world);

    expect(world.aws.unitsOf(agreement, 'usage')).toBe(1_000);
    expect(world.aws.unitsOf(agreement, 'views')).toBe(0);
    expect(month).toMatchObject({ invoices: [{ total: '10.00', status: 'paid' }], unapplied: 0n });
  });

  it('is told with the last hour of the month, so that its invoice is paid when it is issued', async () => {
    const { world } = await aSubscriber(baseFee('arrears'));
    await play(world, 10);

    const month = await monthOf(world);

    expect(world.told()).toEqual([
      { hour: '01-14T10', lines: ['100 accepted'] },
      { hour: '01-31T23', lines: ['3100 accepted'] },
    ]);
    expect(month).toMatchObject({ invoices: [{ total: '32.00', status: 'paid' }], unapplied: 0n });
  });

  it('is told by the days that a plan had, once it has ended', async () => {
    const { world, agreement } = await aSubscriber(baseFee('arrears'));
    await play(world, 0);
    await planEnds(world, '2026-01-16');
    world.pass(48 * hour);
    await world.look();
    await world.end(agreement);
    world.pass(2 * quarterHour);
    await world.look();

    const month = await monthOf(world);

    expect(world.aws.unitsOf(agreement, 'usage')).toBe(1_500);
    expect(month).toMatchObject({ invoices: [{ total: '15.00', status: 'paid' }], unapplied: 0n });
    expect(world.notices).toEqual([]);
  });

  it('is listed where a license ends before a plan does, and a person is told', async () => {
    const { world, agreement } = await aSubscriber(baseFee('arrears'));
    await play(world, 10);
    await world.end(agreement);
    world.pass(hour);
    await world.look();

    const month = await monthOf(world);

    expect(world.aws.unitsOf(agreement, 'usage')).toBe(100);
    expect(world.told().at(-1)?.lines).toEqual(['3100 too-late']);
    expect(world.notices).toMatchObject([{ event: 'subscription.unreported' }]);
    expect(month).toMatchObject({ invoices: [{ total: '32.00', status: 'issued' }] });
  });
});

describe('what AWS has accepted above what all comes to', () => {
  it('is told to a person once, and set off against what comes next', async () => {
    const { world, agreement } = await aSubscriber(baseFee('advance'));
    await play(world, 0);
    await planEnds(world, '2026-01-16');

    await play(world, 10, 0, 20);

    expect(world.aws.unitsOf(agreement, 'usage')).toBe(3_100);
    expect(world.notices).toEqual([
      {
        ...{ event: 'subscription.over', tenant, customer: 'press' },
        detail: expect.stringContaining('15.00'),
      },
    ]);
  });
});

describe('reports of several dimensions', () => {
  const product: MarketplaceProduct = {
    ...{ code: 'p', currency: 'EUR', url: undefined },
    dimensions: [
      { name: 'views', unit: nanos('0.01'), charges: ['view'] },
      { name: 'usage', unit: nanos('0.01') },
      { name: 'calls', unit: nanos('0.01'), charges: ['call'] },
    ],
  };
  const month = monthFrom('2026-01');
  const none: Subscription = {
    ...{ tenant, customer: 'press', product: 'p', account: '1', license: undefined },
    ...{ since: month, boundAt: timestampOf(0), endedAt: undefined, unlisted: undefined },
    ...{ decided: undefined, months: [], before: new Map(), open: [], unbooked: [], revision: 1 },
    ...{ reported: new Map(), accepted: new Map() },
  };
  const CENT = 10n ** 22n;
  const worth = fc.bigInt({ min: 0n, max: 5n * CENT });
  const hours = fc.array(fc.record({ view: worth, call: worth, base: worth }), {
    minLength: 1,
    maxLength: 8,
  });

  const invoiced = (amounts: readonly bigint[]): bigint =>
    (2n * amounts.reduce((sum, one) => sum + one, 0n) + CENT) / (2n * CENT);

  function reportedAt(
    subscription: Subscription,
    charges: Readonly<Record<string, bigint>>,
    at: number,
  ) {
    const exact = new Map<string, ExactAmount>(
      Object.entries(charges).map(([name, amount]) => [name, exactOf(amount)]),
    );
    const one = { month, currency: 'EUR', charges: exact, waiting: new Map() } as const;
    const due = { kind: 'report', hour: timestampOf(at * hour) } as const;
    return decideHour(subscription, due, { product, months: [one] });
  }

  const unitsOf = ({ reported }: Subscription): bigint =>
    [...reported.values()].reduce((sum, units) => sum + units, 0n);

  it('come to what one invoice does, to the cent, while all only grows', () => {
    fc.assert(
      fc.property(hours, (steps) => {
        let [subscription, view, call, base] = [none, 0n, 0n, 0n];
        for (const [at, step] of steps.entries()) {
          view += step.view;
          call += step.call;
          base += step.base;
          subscription = reportedAt(subscription, { view, call, base }, at);
        }

        expect(unitsOf(subscription)).toBe(invoiced([view, call, base]));
      }),
      { numRuns: 100 },
    );
  });

  it('never add up to more than the invoice, whatever becomes less', () => {
    fc.assert(
      fc.property(hours, (steps) => {
        let subscription = none;
        for (const [at, { view, call, base }] of steps.entries()) {
          const before = unitsOf(subscription);
          subscription = reportedAt(subscription, { view, call, base }, at);
          const most = invoiced([view, call, base]);
          expect(unitsOf(subscription)).toBe(before > most ? before : most);
        }
      }),
      { numRuns: 100 },
    );
  });
});
