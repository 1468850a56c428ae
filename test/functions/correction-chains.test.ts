import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const sinceJanuary = [{ plan: 'reader', from: '2026-01-01' }];

async function aSellerWithUse() {
  const seller = await aSeller({ reader: aPlan(priced('2')) });
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', { subjects: ['app-1'], plan: sinceJanuary });
  await seller.uses('app-1', '2026-01-03T10:00:00Z');
  seller.isNow('2026-01-20T00:00:00Z');
  return seller;
}

const where = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', type: 'view' };

describe('an amendment of an amendment', () => {
  it('does not count when the first is taken back: the event counts once', async () => {
    const seller = await aSellerWithUse();
    const { body: c1 } = await seller.correct({
      reason: 'first',
      where,
      amend: { data: { note: 'a' } },
    });
    seller.isNow('2026-01-20T00:01:00Z');
    const { body: c2 } = await seller.correct({
      reason: 'second',
      where,
      amend: { data: { note: 'b' } },
    });
    expect([c1, c2]).toMatchObject([{ corrected: 1 }, { corrected: 1 }]);
    seller.isNow('2026-01-20T00:02:00Z');
    await seller.correct({ reason: 'no' }, String(c1['id']));
    seller.isNow('2026-02-03T00:00:00Z');
    await seller.bill('2026-01');
    expect(await seller.comesTo('press', '2026-01')).toBe('2');
  });

  it('stays as another correction has left it, as the interface says of what is taken back', async () => {
    const seller = await aSellerWithUse();
    const amend = { data: { note: 'a' } };
    const { body: c1 } = await seller.correct({ reason: 'first', where, amend });
    // Those that count now: what the first has put there.
    const subjects = ['app-1'];
    const { body: c2 } = await seller.correct({
      reason: 'all of it was a crawler',
      where: { from: where.from, to: where.to, subjects },
    });
    await seller.correct({ reason: 'the first was wrong' }, String(c1['id']));
    seller.isNow('2026-02-03T00:00:00Z');
    await seller.bill('2026-01');
    expect(c2).toMatchObject({ corrected: 1 });
    expect(await seller.comesTo('press', '2026-01')).toBe('0');
  });
});
