import { describe, expect, it } from '@jest/globals';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const address = { lines: ['Weg 1'], postalCode: '10115', city: 'Berlin', country: 'DE' };
const seller = { name: 'Magazine GmbH', taxNumber: 'DE123456788', address };
const at = (rate: string) => ({
  seller,
  bounds: null,
  taxes: { standard: { category: 'S' as const, rate } },
});
const inAdvance = aVersion({
  charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
  fixedFees: [{ key: 'base', description: 'Base fee', amount: '2800', timing: 'advance' }],
});
const views = (count: number, day: string) =>
  Array.from({ length: count }, () => `${day}T00:00:00Z`);

/** The invoice of a month, as its taxes and total. */
async function taxesOf({ invoices }: Awaited<ReturnType<typeof aSeller>>, period: string) {
  const [invoice] = await invoices({ period });
  return {
    total: invoice?.total,
    taxes: invoice?.taxes.map(({ rate, base, amount }) => [rate, base, amount]),
  };
}

/** A seller at 7 %, on 1 January, one of whose customers carries what is below 1000; and what that customer uses. */
async function carrying(...usedAt: readonly string[]) {
  const plan = aPlan({ ...priced('100'), minimumCharge: '1000' });
  const one = await aSeller({ reader: plan }, at('7'));
  one.isNow('2026-01-01T00:00:00Z');
  const since = [{ plan: 'reader', from: '2026-01-01' }];
  await one.put('press', { subjects: ['app-1'], address, plan: since });
  await one.uses('app-1', ...usedAt);
  return one;
}

describe('what a rate of tax that changes leaves as it was', () => {
  it('gives a fee in advance back at the rate at which it was charged: 266 of 1400', async () => {
    const one = await aSeller({ fee: aPlan(inAdvance), none: aPlan(priced('500')) }, at('19'));
    one.isNow('2026-01-01T00:00:00Z');
    const body = { subjects: ['app-1'], address, plan: [{ plan: 'fee', from: '2026-01-01' }] };
    await one.put('press', body);
    one.isNow('2026-02-03T00:00:00Z');
    await one.bill('2026-01');
    await one.settings(at('20'));
    await one.put('press', { ...body, plan: [...body.plan, { plan: 'none', from: '2026-02-15' }] });
    await one.uses('app-1', ...views(3, '2026-02-20'));

    one.isNow('2026-03-03T00:00:00Z');
    await one.bill('2026-02');

    expect(await taxesOf(one, '2026-01')).toEqual({
      total: '6664.00',
      taxes: [['19', '5600.00', '1064.00']],
    });
    expect(await taxesOf(one, '2026-02')).toEqual({
      total: '134.00',
      taxes: [
        ['20', '1500.00', '300.00'],
        ['19', '-1400.00', '-266.00'],
      ],
    });
  });

  it('charges more of a fee at the rate of now, and gives all of it back where none is left', async () => {
    const plans = { fee: aPlan(inAdvance), none: aPlan(priced('500')) };
    const one = await aSeller(plans, at('19'));
    one.isNow('2026-01-01T00:00:00Z');
    const body = { subjects: ['app-1'], address, plan: [{ plan: 'fee', from: '2026-01-01' }] };
    await one.put('press', body);
    one.isNow('2026-02-03T00:00:00Z');
    await one.bill('2026-01');
    await one.settings(at('20'));
    await one.put('press', { ...body, plan: [...body.plan, { plan: 'none', from: '2026-02-01' }] });
    await one.uses('app-1', ...views(6, '2026-02-20'));

    one.isNow('2026-03-03T00:00:00Z');
    await one.bill('2026-02');

    expect((await taxesOf(one, '2026-02')).taxes).toEqual([
      ['20', '3000.00', '600.00'],
      ['19', '-2800.00', '-532.00'],
    ]);
  });

  it('taxes what was carried as when it was charged: 101, not 209', async () => {
    const one = await carrying(...views(9, '2026-01-05'), ...views(2, '2026-02-05'));
    one.isNow('2026-02-03T00:00:00Z');
    await one.bill('2026-01');
    await one.settings(at('19'));

    one.isNow('2026-03-03T00:00:00Z');
    await one.bill('2026-02');

    expect(await taxesOf(one, '2026-02')).toEqual({
      total: '1201.00',
      taxes: [
        ['19', '200.00', '38.00'],
        ['7', '900.00', '63.00'],
      ],
    });
  });

  it('taxes what was carried twice as when it was charged, and joins it where the rate is again the same', async () => {
    const one = await carrying(
      ...views(3, '2026-01-05'),
      ...views(2, '2026-02-05'),
      ...views(6, '2026-03-05'),
    );
    for (const [now, month, rate] of [
      ['2026-02-03T00:00:00Z', '2026-01', '19'],
      ['2026-03-03T00:00:00Z', '2026-02', '7'],
      ['2026-04-03T00:00:00Z', '2026-03', '19'],
    ] as const) {
      one.isNow(now);
      await one.bill(month);
      await one.settings(at(rate));
    }

    expect(await taxesOf(one, '2026-03')).toEqual({
      total: '1201.00',
      taxes: [
        ['7', '900.00', '63.00'],
        ['19', '200.00', '38.00'],
      ],
    });
    const [invoice] = await one.invoices({ period: '2026-03' });
    expect(invoice?.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['usage', '600.00'],
      ['carried-in', '300.00'],
      ['carried-in', '200.00'],
    ]);
  });
});
