import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const of = (day: string, uses: number) => Array.from({ length: uses }, () => `${day}T00:00:00Z`);
const where = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', type: 'view' };

/** A subject on the default plan, at 2 a view and a fee of 3 a month; January is billed, then all is taken out. */
async function allTakenOut() {
  const seller = await aSeller({ reader: aPlan(priced('2', '3')) }, { defaultPlan: 'reader' });
  seller.isNow('2026-01-05T00:00:00Z');
  await seller.uses('app-9', ...of('2026-01-03', 4));
  seller.isNow('2026-02-03T00:00:00Z');
  await seller.bill('2026-01');
  const { body } = await seller.ask('POST /v1/corrections/dry-run', {
    body: { reason: 'a', where },
  });
  await seller.correct({ reason: 'all of it was a test', where });
  const billed = async (month: string, now: string) => {
    seller.isNow(`${now}T00:00:00Z`);
    await seller.bill(month);
    const [invoice] = await seller.invoices({ period: month });
    return invoice?.total;
  };
  return { seller, foreseen: body['months'], billed };
}

describe('all usage of a closed month that a subject without a profile was billed for, taken out', () => {
  it('is given back with the next month, fee and all, as was foreseen', async () => {
    const { seller, foreseen, billed } = await allTakenOut();
    await seller.uses('app-9', ...of('2026-02-02', 10));

    expect(foreseen).toMatchObject([{ before: '11', after: '0', difference: '-11' }]);
    expect(await billed('2026-02', '2026-03-03')).toBe('12.00');
    expect(await billed('2026-03', '2026-04-03')).toBeUndefined();
    expect(await seller.comesTo('subject:app-9', '2026-01')).toBe('0');
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('is carried as credit where the next month has no usage', async () => {
    const { seller, billed } = await allTakenOut();

    await billed('2026-02', '2026-03-03');
    await seller.uses('app-9', ...of('2026-03-02', 10));

    expect(await billed('2026-03', '2026-04-03')).toBe('12.00');
    expect(await seller.comesTo('subject:app-9', '2026-01')).toBe('0');
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });
});
