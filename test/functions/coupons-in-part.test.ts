import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller } from '../support/a-seller.ts';

const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;
const one = { key: 'one', percentOff: '1', from: '2026-01-17' };
const cent = { key: 'cent', amountOff: '0.01', from: '2026-01-17' };

/** January of a customer who viewed 31 times on the twentieth. */
async function january(version: object, coupons: readonly object[]) {
  const reader = aPlan(aVersion({ charges: [perView], ...version }));
  const seller = await aSeller({ reader }, { bounds: null });
  seller.isNow('2026-01-03T00:00:00Z');
  const plan = [{ plan: 'reader', from: '2026-01-01' }];
  await seller.put('press', { subjects: ['app-1'], plan, coupons });
  await seller.uses('app-1', ...Array.from({ length: 31 }, () => '2026-01-20T00:00:00Z'));
  seller.isNow('2026-02-03T00:00:00Z');
  await seller.bill('2026-01');
  expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  return seller.comesTo('press', '2026-01');
}

describe('a coupon from the middle of a month on', () => {
  it.each([
    ['a commitment', { minimumCommitment: '31' }, '31', '30.69'],
    ['units that are included', { charges: [{ ...perView, included: '31' }] }, '0', '0'],
    ['a maximum', { charges: [{ ...perView, maximum: '31' }] }, '31', '30.69'],
    ['a minimum', { charges: [{ ...perView, minimum: '31' }] }, '31', '30.69'],
  ])('leaves %s of the whole month', async (_, version, without, less) => {
    expect(await january(version, [])).toBe(without);
    expect(await january(version, [one])).toBe(less);
    // A cent a month, of which 15 of 31 days have this.
    const lessCent = without === '0' ? '0' : '30.99516129032258064516129';
    expect(await january(version, [cent])).toBe(lessCent);
  });
});
