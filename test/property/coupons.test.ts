import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { couponsByCharge, withCoupons } from '../../core/invoicing/coupon-charges.ts';
import type { RatedCharge } from '../../core/invoicing/reckoning.ts';
import { decimalFromInteger, decimalOf } from '../../core/kernel/decimal.ts';
import { exactOf } from '../../core/kernel/exact-amount.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { CouponOff, MonthCoupon } from '../../core/pricing/coupon.ts';
import { aCharge } from '../fixtures/invoicing.ts';

const period = { start: timestampOf(0), end: timestampOf(31) };
const share = { from: 0, to: 1, of: 1 };
const one = 10n ** 24n;
/** All of a charge is one part of the month. */
const partsOf = () => [{ start: period.start, weight: 1n }];

const anOff: fc.Arbitrary<CouponOff> = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => ({
    of: 'percent' as const,
    percent: decimalOf(units * 100n),
  })),
  fc.bigInt({ min: 1n, max: 100n * 10n ** 12n }).map((units) => ({
    of: 'amount' as const,
    amount: decimalOf(units),
  })),
);

const charges = fc
  .array(fc.bigInt({ min: -one, max: 90n * one }), { minLength: 1, maxLength: 6 })
  .map((amounts) =>
    amounts.map(
      (amount, index): RatedCharge => ({
        ...aCharge('1', '1'),
        key: JSON.stringify(['usage', 'p', '2020-01-01', `c${index}`, 0]),
        charge: `c${index}`,
        exact: exactOf(amount),
      }),
    ),
  );

const couponOf = (off: CouponOff, index: number): MonthCoupon => ({
  ...{ key: `k${index}`, off, period, share },
});

const sumOf = (all: readonly RatedCharge[]): bigint =>
  all.reduce((sum, { exact }) => sum + exact, 0n);

/** What charges come to after each coupon, from before the first on. */
const lefts = (
  all: readonly RatedCharge[],
  coupons: readonly MonthCoupon[],
  ahead: ReadonlySet<string>,
): readonly bigint[] =>
  [...coupons.keys(), coupons.length].map((count) =>
    sumOf(withCoupons(all, coupons.slice(0, count), { partsOf, ahead })),
  );

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

describe('coupons', () => {
  it('take off exactly what they say, never more than there is, whatever is charged ahead', () => {
    fc.assert(
      fc.property(charges, fc.array(anOff, { maxLength: 4 }), fc.nat(5), (all, offs, ahead) => {
        const keys = new Set(all.slice(0, ahead).map(({ key }) => key));
        const coupons = offs.map(couponOf);
        const off = couponsByCharge(withCoupons(all, coupons, { partsOf, ahead: keys }));
        const bounds = all.map(({ key, exact }) => [off.get(key) ?? 0n, exact] as const);
        const left = lefts(all, coupons, keys);
        const below = all.reduce((sum, { exact }) => sum + lesser(exact, 0n), 0n);

        expect(bounds.filter(([own, most]) => own < 0n || (own > 0n && own > most))).toEqual([]);
        const taken = coupons.map((_, index) => (left[index] ?? 0n) - (left[index + 1] ?? 0n));
        const wanted = coupons.map((coupon, index) =>
          coupon.off.of === 'amount'
            ? lesser(coupon.off.amount * 10n ** 12n, (left[index] ?? 0n) - below)
            : taken[index],
        );
        expect(taken).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('of an amount that does not come out even give what is over to the first of equal parts', () => {
    const three = ['a', 'b', 'c'].map(
      (charge): RatedCharge => ({
        ...aCharge('1', '1'),
        ...{ key: JSON.stringify(['usage', 'p', '2020-01-01', charge, 0]), charge },
      }),
    );
    const off = { of: 'amount', amount: decimalFromInteger(1n) } as const;

    const all = withCoupons(three, [couponOf(off, 0)], { partsOf, ahead: new Set() });

    const third = one / 3n;
    expect(all.slice(3).map(({ exact }) => -exact)).toEqual([third + 1n, third, third]);
  });
});
