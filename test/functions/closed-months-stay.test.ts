import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const sinceJanuary = [{ plan: 'reader', from: '2026-01-01' }];
const body = { subjects: ['app-1'], plan: sinceJanuary };
const januaryEvents = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T04:59:00Z',
  '2026-01-01T05:00:00Z',
  '2026-01-12T00:00:00Z',
] as const;

/** A customer of January who pays 1 an event and a fee of 31, in UTC. */
async function aClosedJanuary(plan = aPlan(priced('1', '31'))) {
  const seller = await aSeller({ reader: plan });
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', body);
  return seller;
}

describe('a closed month, when late usage comes after a change of the time zone', () => {
  it('keeps its fee and its first hours where the zone goes west: 36, not 33', async () => {
    const seller = await aClosedJanuary();
    await seller.uses('app-1', ...januaryEvents);
    seller.isNow('2026-02-03T00:00:00Z');
    await seller.bill('2026-01');
    await seller.uses('app-1', '2026-01-31T12:00:00Z');
    await seller.put('press', { ...body, timezone: 'America/New_York' });

    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');

    expect(await seller.comesTo('press', '2026-01')).toBe('36');
  });

  it('keeps the midnight at which a version began where the zone goes east: 7, not 9', async () => {
    const seller = await aClosedJanuary(aPlan(priced('1'), priced('2', undefined, '2026-01-16')));
    await seller.uses('app-1', '2026-01-12T00:00:00Z', '2026-01-17T00:00:00Z');
    // On the 16th in Tokyo, on the 15th where it was agreed.
    await seller.uses('app-1', '2026-01-15T16:00:00Z', '2026-01-15T20:00:00Z');
    seller.isNow('2026-02-03T00:00:00Z');
    await seller.bill('2026-01');
    await seller.uses('app-1', '2026-01-31T12:00:00Z');
    await seller.put('press', { ...body, timezone: 'Asia/Tokyo' });

    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');

    expect(await seller.comesTo('press', '2026-01')).toBe('7');
  });

  it('is charged no part of the default plan’s fee of the month before: nothing, not 3.19', async () => {
    const settings = { defaultPlan: 'general', defaultPlanFrom: '2027-02-01' };
    const seller = await aSeller(
      { general: aPlan(priced('1', '99')), own: aPlan(priced('1')) },
      settings,
    );
    seller.isNow('2027-02-10T00:00:00Z');
    const auckland = { subjects: ['app-1'], plan: [{ plan: 'own', from: '2027-03-01' }] };
    await seller.put('press', { ...auckland, timezone: 'Pacific/Auckland' });
    for (const [now, month] of [
      ['2027-03-03T00:00:00Z', '2027-02'],
      ['2027-04-03T00:00:00Z', '2027-03'],
    ] as const) {
      seller.isNow(now);
      await seller.bill(month);
    }
    await seller.put('press', { ...auckland, timezone: 'America/Los_Angeles' });

    seller.isNow('2027-05-03T00:00:00Z');
    await seller.bill('2027-04');

    expect(await seller.comesTo('press', '2027-02')).toBe('99');
    expect(await seller.comesTo('press', '2027-03')).toBe('0');
    expect((await seller.invoices()).map(({ total }) => total)).toEqual(['99.00']);
  });
});

describe('a closed month that is voided and billed again after a change of the time zone', () => {
  it.each(['Asia/Tokyo', 'America/New_York'])(
    'has what it had, within the bounds that it had, where the zone is %s now',
    async (timezone) => {
      const seller = await aClosedJanuary();
      await seller.uses('app-1', ...januaryEvents, '2026-01-31T20:00:00Z');
      for (const [now, month] of [
        ['2026-02-03T00:00:00Z', '2026-01'],
        ['2026-03-03T00:00:00Z', '2026-02'],
      ] as const) {
        seller.isNow(now);
        await seller.bill(month);
      }
      await seller.put('press', { ...body, timezone });

      expect(await seller.voidForRebilling('2026-01')).toMatchObject({ status: 201 });
      await seller.bill('2026-01');

      const billed = await seller.invoices({ period: '2026-01', status: 'issued' });
      expect(billed).toMatchObject([
        {
          period: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' },
          total: '36.00',
        },
      ]);
      expect(await seller.comesTo('press', '2026-01')).toBe('36');
    },
  );
});

describe('a closed month, when its subject moves to another customer', () => {
  it('stays with who had it: nobody is refunded, and nobody billed again', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) });
    seller.isNow('2026-01-01T00:00:00Z');
    await seller.put('a', { subjects: ['dev'], plan: sinceJanuary });
    await seller.put('b', { subjects: [], plan: [{ plan: 'reader', from: '2026-02-01' }] });
    const times = Array.from({ length: 100 }, () => '2026-01-10T00:00:00Z');
    await seller.uses('dev', ...times);
    seller.isNow('2026-02-03T00:00:00Z');
    await seller.bill('2026-01');
    seller.isNow('2026-02-10T09:30:00Z');
    await seller.put('a', { subjects: [], plan: sinceJanuary });
    await seller.put('b', { subjects: ['dev'], plan: [{ plan: 'reader', from: '2026-02-01' }] });

    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');

    expect(await seller.comesTo('a', '2026-01')).toBe('100');
    expect(await seller.comesTo('b', '2026-01')).toBe('0');
    expect(await seller.invoices()).toMatchObject([{ customer: 'a', total: '100.00' }]);
  });
});

describe('a month that a subject paid for by itself, voided to be billed again', () => {
  const jan = (day: number) => `2026-01-${day}T00:00:00Z`;

  it.each([
    ['also what a later invoice adjusted', [jan(13)], '4'],
    ['where nothing of it is billed any more', [], '3'],
  ])(
    'is billed to the subject again, though a customer has the subject now: %s',
    async (_, late, comesTo) => {
      const seller = await aSeller({ reader: aPlan(priced('1')) }, { defaultPlan: 'reader' });
      seller.isNow('2026-01-01T00:00:00Z');
      await seller.uses('dev', jan(10), jan(11), jan(12));
      seller.isNow('2026-02-03T00:00:00Z');
      await seller.bill('2026-01');
      await seller.uses('dev', ...late);
      seller.isNow('2026-03-03T00:00:00Z');
      await seller.bill('2026-02');
      await seller.put('a', { subjects: ['dev'], plan: [{ plan: 'reader', from: '1970-01-01' }] });

      expect(await seller.voidForRebilling('2026-01')).toMatchObject({ status: 201 });
      await seller.bill('2026-01');

      expect(await seller.comesTo('subject:dev', '2026-01')).toBe(comesTo);
      expect(await seller.comesTo('a', '2026-01')).toBe('0');
    },
  );
});
