import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';
import { withBody } from '../support/billed-month.ts';

type Seller = Awaited<ReturnType<typeof aSeller>>;

/** A tenant that says nothing of approval. Its customer has a plan from January on, and was put in December. */
async function aNewTenant(): Promise<Seller> {
  const seller = await aSeller(
    { reader: aPlan(priced('1', '31')) },
    { approval: undefined, bounds: null },
  );
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', { subjects: ['x'], plan: [{ plan: 'reader', from: '2026-01-01' }] });
  return seller;
}

const waitingIn = async (seller: Seller, period: string) => {
  const { body } = await seller.ask('GET /v1/billing-runs/{period}', { params: { period } });
  return body['customers'] as {
    readonly code?: string;
    readonly status: string;
    readonly id: string;
  }[];
};

/** Issues what waits of a month. */
async function approve(seller: Seller, period: string): Promise<void> {
  for (const { id } of await waitingIn(seller, period)) {
    await seller.ask('POST /v1/invoices/{id}/issue', {
      params: { id },
      body: { reason: 'seen' },
      headers: withBody,
    });
  }
}

const sweptOn = async (seller: Seller, day: string): Promise<void> => {
  seller.isNow(`${day}T00:00:00Z`);
  await seller.sweep();
};

describe('the approval of the first month that a tenant bills', () => {
  it('is not used up by the empty statement of the month before the first plan', async () => {
    const seller = await aNewTenant();
    await sweptOn(seller, '2026-01-03');
    await approve(seller, '2025-12');

    await sweptOn(seller, '2026-02-03');

    expect(await waitingIn(seller, '2025-12')).toMatchObject([{ status: 'closed' }]);
    expect(await waitingIn(seller, '2026-01')).toMatchObject([
      { status: 'parked', code: 'awaiting-approval' },
    ]);
  });

  it('is not asked for again once the first invoice is issued', async () => {
    const seller = await aNewTenant();
    await sweptOn(seller, '2026-01-03');
    await approve(seller, '2025-12');
    await sweptOn(seller, '2026-02-03');
    await approve(seller, '2026-01');

    await sweptOn(seller, '2026-03-03');

    expect((await seller.invoices()).map(({ total }) => total)).toEqual(['31.00', '31.00']);
  });
});
