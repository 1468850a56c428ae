import { describe, expect, it } from '@jest/globals';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller } from '../support/a-seller.ts';

const charges = [{ meter: 'view', model: 'per_unit', unitPrice: '1' }] as const;
const reader = aPlan(aVersion({ charges: [...charges], minimumCharge: '10' }));

async function archivedInJanuary() {
  const seller = await aSeller({ reader });
  seller.isNow('2026-01-01T00:00:00Z');
  const press = { subjects: ['x'], plan: [{ plan: 'reader', from: '2026-01-01' }] };
  await seller.put('press', press);
  await seller.uses('x', ...Array.from({ length: 9 }, () => '2026-01-05T00:00:00Z'));
  seller.isNow('2026-01-20T00:00:00Z');
  await seller.put('press', { subjects: ['x'], archived: true });
  return seller;
}

describe('a customer that is archived in January with 9 below its minimum charge of 10', () => {
  it('is carried while late usage can come, and invoiced the 9 with its last month', async () => {
    const seller = await archivedInJanuary();

    const totals: string[][] = [];
    for (const month of ['02', '03', '04', '05']) {
      seller.isNow(`2026-${month}-03T00:00:00Z`);
      await seller.sweep();
      totals.push((await seller.invoices()).map(({ total }) => total));
    }

    expect(totals).toEqual([[], [], ['9.00'], ['9.00']]);
  });

  it('has its months closed while late usage can come, then is in no run that a person asks for', async () => {
    const seller = await archivedInJanuary();

    const standing: unknown[] = [];
    for (const month of [1, 2, 3, 4]) {
      const period = `2026-0${month}`;
      seller.isNow(`2026-0${month + 1}-02T15:00:00Z`);
      await seller.bill(period);
      const { body } = await seller.ask('GET /v1/billing-runs/{period}', { params: { period } });
      standing.push(body['customers']);
    }

    const closed = [expect.objectContaining({ customer: 'press', status: 'closed' })];
    expect(standing).toEqual([closed, closed, closed, []]);
  });
});
