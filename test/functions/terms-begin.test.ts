import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const plans = { pro: aPlan(priced('1', '99')) };
const months = ['08', '09', '10', '11'].map((month) => `2026-${month}`);

describe('a plan that a customer is given on 10 November', () => {
  it('bills nothing of August to October, whatever the sweeps of the month after do', async () => {
    const seller = await aSeller(plans);
    await seller.uses('signup', '2026-09-10T00:00:00Z', '2026-11-12T00:00:00Z');
    seller.isNow('2026-11-10T09:00:00Z');
    await seller.put('signup', { plan: 'pro' });

    for (const now of ['2026-11-10T10:35:00Z', '2026-11-10T11:35:00Z', '2026-11-30T11:35:00Z']) {
      seller.isNow(now);
      await seller.sweep();
    }
    const before = await seller.invoices();
    seller.isNow('2026-12-03T00:00:00Z');
    await seller.sweep();

    expect(before).toEqual([]);
    expect(await seller.invoices()).toMatchObject([{ customer: 'signup', total: '100.00' }]);
    expect(await Promise.all(months.map((month) => seller.comesTo('signup', month)))).toEqual([
      '0',
      '0',
      '0',
      '100',
    ]);
  });

  it('bills the months before where that is said, and only there', async () => {
    const seller = await aSeller(plans);
    seller.isNow('2026-11-10T09:00:00Z');
    await seller.put('signup', { plan: 'pro' }, { from: '2026-09-01' });

    await seller.sweep();

    expect(await Promise.all(months.map((month) => seller.comesTo('signup', month)))).toEqual([
      '0',
      '99',
      '99',
      '0',
    ]);
  });
});

describe('a subject without a profile that was seen once, under a default plan with a fee', () => {
  it('is billed for that month, and for none in which it used nothing', async () => {
    const seller = await aSeller(plans, {
      seller: {
        name: 'Magazine Ltd',
        taxNumber: 'GB980780684',
        address: { lines: ['1 Fleet St'], country: 'GB' },
      },
      taxes: { standard: { category: 'S', rate: '20' } },
      defaultPlan: 'pro',
      defaultPlanFrom: '2026-01-01',
    });
    await seller.uses('visitor', '2026-01-10T00:00:00Z');

    for (const now of ['2026-02-03', '2026-03-03', '2026-04-03', '2026-05-03']) {
      seller.isNow(`${now}T00:00:00Z`);
      await seller.sweep();
      await seller.bill(`2026-0${Number.parseInt(now.slice(5, 7), 10) - 1}`);
    }

    expect(await seller.invoices()).toMatchObject([
      { customer: 'subject:visitor', total: '120.00' },
    ]);
  });
});
