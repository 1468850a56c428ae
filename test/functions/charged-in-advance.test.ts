import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller } from '../support/a-seller.ts';

const advance = { key: 'base', description: 'Base', amount: '31', timing: 'advance' as const };
const pro = aPlan(
  aVersion({
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
    fixedFees: [advance],
  }),
);

/** A customer whose plan begins in February, and of whom that is charged on 3 February; then the plan is as given. */
async function aCustomerOfFebruary(plan: readonly object[]) {
  const seller = await aSeller({ pro }, { bounds: null });
  seller.isNow('2026-01-10T09:00:00Z');
  await seller.put('signup', { plan: [{ plan: 'pro', from: '2026-02-01' }] });
  seller.isNow('2026-02-03T09:00:00Z');
  await seller.sweep();
  await seller.put('signup', { plan });
  for (const month of ['03', '04', '05']) {
    seller.isNow(`2026-${month}-03T09:00:00Z`);
    await seller.sweep();
  }
  return seller;
}

/** What the books have on accounts that begin so: what was earned is positive. */
async function balanceOf({ billing }: Awaited<ReturnType<typeof aSeller>>, kind: string) {
  const { balances } = (await billing.books.read('acme', { cells: [] })).head();
  const own = balances.filter(({ account }) => account.startsWith(kind));
  return own
    .filter(({ amount }) => amount !== 0n)
    .map(({ account, amount }) => [account, nanosText(-amount as typeof amount)]);
}

describe('a customer that was charged for February, and then', () => {
  it.each([
    ['stays: February, March and April are earned, and May waits', 'pro', '93', '31'],
    ['leaves on 15 February: half of it is earned, the rest is owed to it', null, '15.5', '0'],
  ])('%s', async (_, plan, earned, deferred) => {
    const changes = [{ plan: 'pro', from: '2026-02-01' }];
    const left = plan === null ? [{ plan, from: '2026-02-15' }] : [];

    const seller = await aCustomerOfFebruary([...changes, ...left]);

    expect(await balanceOf(seller, 'revenue:')).toEqual([['revenue:fee:base', earned]]);
    expect(await balanceOf(seller, 'deferred:')).toEqual(
      deferred === '0' ? [] : [['deferred:fee:base', deferred]],
    );
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('begins in June instead: February is closed all the same, and what it cost is carried for it', async () => {
    const seller = await aCustomerOfFebruary([{ plan: 'pro', from: '2026-06-01' }]);

    expect(await balanceOf(seller, 'revenue:')).toEqual([]);
    expect(await balanceOf(seller, 'deferred:')).toEqual([]);
    expect(await balanceOf(seller, 'customers:carry')).toEqual([['customers:carry', '31']]);
    expect(await seller.comesTo('signup', '2026-02')).toBe('0');
    const asked = { params: { period: '2026-02' } };
    const { body } = await seller.ask('GET /v1/billing-runs/{period}', asked);
    expect(body).toMatchObject({ customers: [{ customer: 'signup', status: 'closed' }] });
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });
});
