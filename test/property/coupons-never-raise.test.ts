import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CouponBody } from '../../core/contract/catalog/coupon-shapes.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { aTenancy } from '../support/rated-usage.ts';

const small = fc.integer({ min: 0, max: 40 }).map(String);
const day = fc.integer({ min: 1, max: 31 });
const dateOf = (one: number) => new Date(Date.UTC(2026, 0, one)).toISOString().slice(0, 10);

const aPrice = fc.oneof(
  fc.constant({ model: 'per_unit', unitPrice: '1' }),
  ...['graduated', 'volume'].map((model) =>
    fc.record({ upTo: fc.integer({ min: 1, max: 30 }).map(String), flatFee: small }).map((one) => ({
      model,
      tiers: [
        { ...one, unitPrice: '3' },
        { upTo: null, unitPrice: '0.7' },
      ],
    })),
  ),
);

/** Of views, which are added up, or of the most at once, which is a level. */
const aCharge = fc.record(
  {
    meter: fc.constantFrom('views', 'most'),
    price: aPrice,
    included: small,
    minimum: fc.integer({ min: 0, max: 10 }).map(String),
    maximum: fc.integer({ min: 10, max: 60 }).map(String),
  },
  { requiredKeys: ['meter', 'price'] },
);

const aCoupon = fc
  .record({
    off: fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((percent) => ({ percentOff: `${percent}` })),
      fc.integer({ min: 1, max: 9000 }).map((cents) => ({ amountOff: `${cents / 100}` })),
    ),
    from: day,
    days: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ off, from, days }) => ({ ...off, from: dateOf(from), until: dateOf(from + days) }));

const aMonth = fc.record({
  charges: fc.array(aCharge, { minLength: 1, maxLength: 3 }),
  commitment: fc.option(small, { nil: undefined }),
  fee: fc.option(fc.record({ amount: small, proration: fc.constantFrom('days', 'none') }), {
    nil: undefined,
  }),
  used: fc.array(fc.tuple(day, fc.integer({ min: -3, max: 30 })), { maxLength: 6 }),
  coupons: fc.array(aCoupon, { minLength: 1, maxLength: 3 }),
});

type Month = typeof aMonth extends fc.Arbitrary<infer Value> ? Value : never;

async function charged({ charges, commitment, fee, used }: Month, coupons: readonly CouponBody[]) {
  const version = {
    charges: charges.map(({ price, ...others }, place) => ({
      ...{ key: `c${place}`, ...others, ...price },
    })),
    fixedFees: fee === undefined ? [] : [{ key: 'base', description: 'Base', ...fee }],
    ...(commitment === undefined ? {} : { minimumCommitment: commitment }),
  };
  const value = { eventType: 'view', value: 'value' };
  const { use, request } = await aTenancy({
    meters: [
      aMeter({ key: 'views', aggregation: 'sum', ...value }),
      aMeter({ key: 'most', aggregation: 'max', ...value }),
    ],
    plans: { reader: aPlan(aVersion(version as Parameters<typeof aVersion>[0])) },
    customers: [aCustomer({ plan: [{ plan: 'reader', from: '1970-01-01' }], coupons })],
  });
  await use(
    used.map(([on, views], index) =>
      aUsageEvent({
        ...{ id: `view ${index}`, type: 'view', subject: 'app-1' },
        occurredAt: timestampOf(Date.UTC(2026, 0, on, 12)),
        data: JSON.stringify({ value: views }),
      }),
    ),
  );
  return (await request('press-review', '2026-01')).current.charges;
}

type Charges = Awaited<ReturnType<typeof charged>>;

const sumOf = (all: Charges): bigint => all.reduce((sum, { exact }) => sum + exact, 0n);

/** What is not cut: fees are, by days, and come to the same. */
const listed = (all: Charges) =>
  all
    .filter(({ kind }) => kind !== 'coupon' && kind !== 'fee')
    .map(({ key, exact }) => [key, exact]);

describe('coupons on any days of a month', () => {
  it('leave every charge, minimum and commitment as it was, and a bill at most that and at least nothing', async () => {
    await fc.assert(
      fc.asyncProperty(aMonth, async (month) => {
        const coupons = month.coupons.map((one, place) => ({ key: `k${place}`, ...one }));
        const without = await charged(month, []);
        const all = await charged(month, coupons);

        expect(listed(all)).toEqual(listed(without));
        const off = sumOf(without) - sumOf(all);
        expect([off >= 0n, off <= sumOf(without)]).toEqual([true, true]);
      }),
      { numRuns: 60 },
    );
  });
});
