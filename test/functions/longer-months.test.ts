import { describe, expect, it } from '@jest/globals';
import { monthFrom } from '../../core/kernel/month.ts';
import { ratedWorth } from '../../core/marketplace/usage-worth.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

/** What is invoiced, with the days that lines name. */
interface ReadLine {
  readonly amount: string;
  readonly period?: { readonly firstDay: string; readonly lastDay: string };
}

describe('a month that ends within another of the calendar', () => {
  it('has what a plan costs for as many days as others have on the days of that plan', async () => {
    const plans = { reader: aPlan(priced('1', '30')), other: aPlan(priced('2', '60')) };
    const seller = await aSeller(plans, { bounds: null });
    seller.isNow('2026-04-01T12:00:00Z');
    const own = {
      subjects: ['app-1'],
      plan: [
        { plan: 'reader', from: '2026-04-01' },
        { plan: 'other', from: '2026-05-01' },
      ],
      coupons: [{ key: 'trial', percentOff: '100', from: '2026-05-01', until: '2026-05-15' }],
    };
    await seller.put('press', own);
    seller.isNow('2026-04-20T12:00:00Z');
    await seller.put('press', { ...own, billingDay: 15 });
    await seller.uses('app-1', '2026-04-29T12:00:00Z', '2026-05-14T12:00:00Z');
    seller.isNow('2026-05-17T09:00:00Z');
    await seller.sweep();

    // All 30 days of April cost the fee and a view; the coupon is for May, of which all is free.
    const [invoice, ...others] = await seller.invoices();
    expect([invoice?.total, others]).toEqual(['31.00', []]);
    const lines = (invoice?.lines ?? []) as readonly ReadLine[];
    expect(lines.map(({ amount, period }) => [amount, period?.firstDay, period?.lastDay])).toEqual([
      ['1.00', '2026-04-01', '2026-04-30'],
      ['2.00', '2026-05-01', '2026-05-14'],
      ['30.00', '2026-04-01', '2026-04-30'],
      ['28.00', '2026-05-01', '2026-05-14'],
      ['-2.00', '2026-05-01', '2026-05-14'],
      ['-28.00', '2026-05-01', '2026-05-14'],
    ]);
  });

  it('is reported to a marketplace for as long as its late usage is billed', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    const own = { subjects: ['app-1'], plan: [{ plan: 'reader', from: '2026-01-01' }] };
    const reported = async () => {
      const { rating, clock } = seller.billing;
      const asked = { customer: 'press', since: monthFrom('2026-01') };
      const worth = await ratedWorth(rating, clock).read('acme', asked);
      return worth.kind === 'known' ? worth.months.map(({ month }) => month) : worth.detail;
    };
    seller.isNow('2026-01-05T12:00:00Z');
    await seller.put('press', own);
    seller.isNow('2026-04-20T12:00:00Z');
    expect(await reported()).toEqual(['2026-02', '2026-03', '2026-04']);

    await seller.put('press', { ...own, billingDay: 15 });
    expect(await reported()).toEqual(['2026-01', '2026-02', '2026-03', '2026-04']);
  });

  it('lacks what a subject paid by itself in the first month of the default plan', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-02-03T09:00:00Z');
    await seller.settings({ bounds: null, defaultPlan: 'reader' });
    await seller.uses('app-1', '2026-02-05T00:00:00Z', '2026-02-20T00:00:00Z');
    seller.isNow('2026-03-03T09:00:00Z');
    await seller.sweep();
    seller.isNow('2026-03-05T09:00:00Z');
    await seller.put('press', { subjects: ['app-1'], billingDay: 15 });
    await seller.uses('app-1', '2026-03-05T12:00:00Z');
    for (const now of ['2026-03-06T09:00:00Z', '2026-03-17T09:00:00Z']) {
      seller.isNow(now);
      await seller.sweep();
    }

    expect(await seller.comesTo('subject:app-1', '2026-02')).toBe('2');
    // Its month of January ends on 14 February.
    expect(await seller.comesTo('press', '2026-01')).toBe('0');
    expect(await seller.comesTo('press', '2026-02')).toBe('1');
  });
});
