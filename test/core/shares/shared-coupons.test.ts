import { describe, expect, it } from '@jest/globals';
import type { CouponBody } from '../../../core/contract/catalog/coupon-shapes.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { sharedMonth } from '../../../core/shares/shared-month.ts';
import { inMemoryShares } from '../../fakes/shares.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aShare } from '../../fixtures/shares.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, sumOf } from '../../support/rated-usage.ts';

const coupons: readonly CouponBody[] = [
  { key: 'half', percentOff: '50', from: '2026-01-03' },
  { key: 'cent', amountOff: '0.01', from: '2026-01-01' },
];

/** One read a day of ada's, from 1 to 4 January, at 0.10; another share begins on the second. */
async function fourReads(basis: 'list' | 'invoiced') {
  const tenancy = await aTenancy({
    meters: [aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'] })],
    plans: {
      reader: aPlan(
        aVersion({
          charges: [{ meter: 'reads', model: 'per_unit', unitPrice: '0.10' }],
          fixedFees: [{ key: 'base', amount: '0', description: 'Base' }],
        }),
      ),
    },
    customers: [aCustomer({ plan: [{ plan: 'reader', from: '2020-01-01' }], coupons })],
  });
  await tenancy.use(
    [1, 2, 3, 4].map((day) =>
      aUsageEvent({
        ...{ id: `read ${day}`, type: 'read', subject: 'app-1', data: '{"author":"ada"}' },
        occurredAt: timestampOf(Date.UTC(2026, 0, day, 12)),
      }),
    ),
  );
  const shares = inMemoryShares();
  const split = [
    { to: 'value', shares: 70 },
    { to: 'platform', shares: 30 },
  ] as const;
  const of = { meter: 'reads', dimension: 'author' };
  await shares.put('acme', aShare('authors', [...split], '2020-01-01', { of, basis }));
  await shares.put('acme', aShare('other', [{ to: 'platform', shares: 1 }], '2026-01-02'));
  const asked = { customer: 'press-review', month: monthFrom('2026-01') };
  const { amount, payees } = await sharedMonth({ rating: tenancy.rating, shares }, 'acme', asked);
  const { current } = await tenancy.request('press-review', '2026-01');
  return {
    ...{ amount: exactText(amount), invoiced: sumOf(current.charges) },
    ada: payees.map((one) => exactText(one.amount)),
  };
}

describe('a month of a payer with coupons, shared', () => {
  it('is by the list what it was before them', async () => {
    expect(await fourReads('list')).toMatchObject({ amount: '0.4', ada: ['0.28'] });
  });

  it('is by what is invoiced what they leave: two of 0.10, two of 0.05, less a cent', async () => {
    expect(await fourReads('invoiced')).toEqual({
      amount: '0.29',
      invoiced: '0.29',
      ada: ['0.203'],
    });
  });
});
