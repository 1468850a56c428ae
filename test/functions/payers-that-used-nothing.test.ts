import { describe, expect, it } from '@jest/globals';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const charges = [{ meter: 'view', model: 'per_unit', unitPrice: '1' }] as const;
const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];

/** A subject that pays for itself, once and late in January, and whose later months sweeps close, or do not. */
async function aSubjectOfJanuary(version: ReturnType<typeof aVersion>) {
  const seller = await aSeller(
    { general: aPlan(version) },
    { defaultPlan: 'general', defaultPlanFrom: '2026-01-01', bounds: null },
  );
  await seller.uses('visitor', '2026-01-05T00:00:00Z');
  seller.isNow('2026-02-03T00:00:00Z');
  await seller.sweep();
  await seller.uses('visitor', '2026-01-07T00:00:00Z');
  return seller;
}

type Seller = Awaited<ReturnType<typeof aSubjectOfJanuary>>;

async function sweepsUntilJune(seller: Seller): Promise<void> {
  for (const month of ['03', '04', '05', '06']) {
    seller.isNow(`2026-${month}-03T00:00:00Z`);
    await seller.sweep();
  }
}

const eachMonth = (seller: Seller) =>
  Promise.all(months.map((month) => seller.comesTo('subject:visitor', month)));

describe('a subject without a profile whose usage comes late, and which then uses nothing', () => {
  it('owes the fee of the month in which it used something, and of no other: 33', async () => {
    const seller = await aSubjectOfJanuary(priced('1', '31'));

    await sweepsUntilJune(seller);

    expect(await eachMonth(seller)).toEqual(['33', '0', '0', '0', '0']);
    expect((await seller.invoices()).map(({ total }) => total)).toEqual(['32.00', '1.00']);
  });

  it.each([
    ['a minimum of a charge', { charges: [{ ...charges[0], minimum: '5' }] }, '5'],
    ['a commitment', { charges: [...charges], minimumCommitment: '20' }, '20'],
    [
      'a fee in advance',
      {
        charges: [...charges],
        fixedFees: [{ key: 'base', description: 'Base', amount: '31', timing: 'advance' as const }],
      },
      '33',
    ],
  ])('owes %s of that month alone', async (_, terms, january) => {
    const seller = await aSubjectOfJanuary(aVersion(terms));

    await sweepsUntilJune(seller);

    expect(await eachMonth(seller)).toEqual([january, '0', '0', '0', '0']);
  });

  it('owes the fee of a later month, too, once usage of that comes late', async () => {
    const seller = await aSubjectOfJanuary(priced('1', '31'));
    seller.isNow('2026-03-03T00:00:00Z');
    await seller.sweep();
    await seller.uses('visitor', '2026-02-20T00:00:00Z');

    seller.isNow('2026-04-03T00:00:00Z');
    await seller.sweep();

    expect(await eachMonth(seller)).toEqual(['33', '32', '0', '0', '0']);
  });

  it('is foreseen to owe nothing of the months after', async () => {
    const seller = await aSubjectOfJanuary(priced('1', '31'));
    seller.isNow('2026-03-03T00:00:00Z');
    await seller.sweep();

    const { body } = await seller.ask('GET /v1/customers/{key}/preview', {
      params: { key: 'subject:visitor' },
      query: { period: '2026-03' },
    });

    expect(body).toMatchObject({ total: '0.00', lines: [] });
  });
});
