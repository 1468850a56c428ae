import { describe, expect, it } from '@jest/globals';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const plans = { general: aPlan(priced('1', '31')), pro: aPlan(priced('1', '99')) };
const byDefault = { defaultPlan: 'general', defaultPlanFrom: '2026-01-01', bounds: null };
const months = ['08', '09', '10', '11'].map((month) => `2026-${month}`);

/** Sweeps on the day on which a customer is put, and when its first month is due. */
async function putInNovember(body: object, given = plans) {
  const seller = await aSeller(given, byDefault);
  seller.isNow('2026-11-10T09:00:00Z');
  await seller.put('signup', body);
  for (const now of ['2026-11-10T10:35:00Z', '2026-11-30T11:35:00Z', '2026-12-03T00:00:00Z']) {
    seller.isNow(now);
    await seller.sweep();
  }
  return seller;
}

const eachMonth = (seller: Awaited<ReturnType<typeof aSeller>>, key = 'signup') =>
  Promise.all(months.map((month) => seller.comesTo(key, month)));

describe('a customer that is put on 10 November, where there has been a default plan since January', () => {
  it.each([
    ['a plan without a day', { plan: 'pro' }, ['0', '0', '0', '99']],
    ['no plan of its own', {}, ['0', '0', '0', '31']],
    [
      'a plan of this month',
      { plan: [{ plan: 'pro', from: '2026-11-01' }] },
      ['0', '0', '0', '99'],
    ],
    [
      'a plan of a later month',
      { plan: [{ plan: 'pro', from: '2026-12-01' }] },
      ['0', '0', '0', '31'],
    ],
    [
      'a plan from September on',
      { plan: [{ plan: 'pro', from: '2026-09-01' }] },
      ['0', '99', '99', '99'],
    ],
  ])('pays for no month before, with %s, but what it agreed to', async (_, body, amounts) => {
    const seller = await putInNovember(body);

    expect(await eachMonth(seller)).toEqual(amounts);
    expect(await seller.invoices()).toHaveLength(amounts.filter((amount) => amount !== '0').length);
  });

  it('pays for an earlier month in which its subject used something that nobody was billed for', async () => {
    const seller = await aSeller(plans, byDefault);
    seller.isNow('2026-11-01T09:00:00Z');
    await seller.uses('signup', '2026-10-20T00:00:00Z');
    await seller.put('signup', { plan: 'pro' });

    seller.isNow('2026-11-03T00:00:00Z');
    await seller.sweep();

    expect(await eachMonth(seller)).toEqual(['0', '0', '32', '0']);
  });

  it('pays in advance for the month in which it was put, and for none before', async () => {
    const advance = { key: 'base', description: 'Base', amount: '31', timing: 'advance' as const };
    const charges = [{ meter: 'view', model: 'per_unit', unitPrice: '1' }] as const;
    const general = aPlan(aVersion({ charges: [...charges], fixedFees: [advance] }));
    const seller = await aSeller({ ...plans, general }, byDefault);
    seller.isNow('2026-11-10T09:00:00Z');
    await seller.put('signup', {});

    await seller.sweep();

    expect(await eachMonth(seller)).toEqual(['0', '0', '0', '31']);
    expect(await seller.invoices()).toMatchObject([{ total: '31.00' }]);
  });

  it('is a customer since then, whatever is said of it later', async () => {
    const seller = await putInNovember({});

    await seller.put('signup', { email: 'bills@example.com' });
    await seller.sweep();

    expect(await eachMonth(seller)).toEqual(['0', '0', '0', '31']);
  });
});

describe('a customer that lists a subject which has paid for itself', () => {
  it('pays no fee for the months before it was put: those of use were the subject’s own', async () => {
    const seller = await aSeller(plans, byDefault);
    await seller.uses('visitor', '2026-09-05T00:00:00Z');
    seller.isNow('2026-10-03T00:00:00Z');
    await seller.sweep();
    seller.isNow('2026-11-03T00:00:00Z');
    await seller.put('signup', {
      subjects: ['visitor'],
      plan: [{ plan: 'general', from: '2026-11-01' }],
    });

    await seller.sweep();
    seller.isNow('2026-12-03T00:00:00Z');
    await seller.sweep();

    expect(await eachMonth(seller)).toEqual(['0', '0', '0', '31']);
    expect(await eachMonth(seller, 'subject:visitor')).toEqual(['0', '32', '0', '0']);
  });
});
