import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aBilledWallet } from '../support/a-billed-wallet.ts';

const bought = { amount: '20.00', currency: 'EUR', rail: 'bank', reference: 'T-1' };

/** A payer that has used the wallet in January alone, for 1.19 EUR, whose invoice is void since. */
async function voided(afterwards: 'forgive' | 'rebill') {
  const world = await aBilledWallet();
  const { body: topUp } = await world.wallet('top-ups', bought);
  await world.charge(10);
  const invoice = await world.bill('2026-01');
  await world.books('POST /v1/invoices/{id}/void', {
    params: { id: String(invoice['id']) },
    headers: { 'content-type': 'application/json', 'idempotency-key': 'void' },
    body: { reason: 'billed to the wrong company', afterwards },
  });
  return {
    ...world,
    grant: topUp['id'],
    at: (month: number, day: number) => {
      world.billing.time.now = timestampOf(Date.UTC(2026, month - 1, day, 10));
    },
    free: () => world.post('/v1/payers/{payer}/wallet/freed', {}),
    back: (grant: unknown, amount: string, reference: string) =>
      world.post('/v1/payers/{payer}/wallet/refunds', {
        ...{ grant, amount, rail: 'bank', reference },
      }),
  };
}

describe('what a void frees', () => {
  it('is in the wallet again a month later, once, and can be spent and paid back', async () => {
    const world = await voided('forgive');
    await world.bill('2026-02');
    world.at(3, 10);

    const freed = await world.free();
    const again = await world.free();
    const shown = await world.shown();
    const [grant] = freed.body['grants'] as readonly string[];
    const back = await world.back(grant, '1.19', 'R-1');
    const rest = await world.back(world.grant, '18.81', 'R-2');

    expect(freed).toMatchObject({ status: 200, body: { amount: '1.19', currency: 'EUR' } });
    expect(again.body).toMatchObject({ amount: '0.00', grants: [] });
    expect(shown['available']).toBe('20.00');
    expect([back.status, rest.status]).toEqual([201, 201]);
  });

  it('is put in once, where it is asked for twice at once', async () => {
    const world = await voided('forgive');
    await world.bill('2026-02');
    world.at(3, 10);

    const both = await Promise.all([world.free(), world.free()]);

    expect(both.map(({ body }) => body['amount']).toSorted()).toEqual(['0.00', '1.19']);
    expect((await world.shown())['available']).toBe('20.00');
  });

  it('stays for the invoice of the month that is to be billed again', async () => {
    const world = await voided('rebill');
    world.at(3, 10);

    expect((await world.free()).body).toMatchObject({ amount: '0.00' });
  });

  it('stays as long as something of the month may be captured and billed', async () => {
    const world = await voided('forgive');
    world.at(2, 20);

    expect((await world.free()).body).toMatchObject({ amount: '0.00' });
  });

  it('stays while something was taken out that the books may not have', async () => {
    const world = await voided('forgive');
    await world.bill('2026-02');
    world.at(3, 10);
    await world.back(world.grant, '10.00', 'R-1');

    const early = await world.free();
    world.at(3, 13);

    expect(early).toMatchObject({ status: 409, body: { code: 'wallet.under-way' } });
    expect((await world.free()).body).toMatchObject({ amount: '1.19' });
  });

  it('of a wallet of which nothing was freed is nothing', async () => {
    const world = await aBilledWallet();
    await world.wallet('top-ups', bought);
    await world.charge(10);
    await world.bill('2026-01');
    world.billing.time.now = timestampOf(Date.UTC(2026, 2, 10, 10));

    const { body } = await world.post('/v1/payers/{payer}/wallet/freed', {});

    expect(body).toMatchObject({ amount: '0.00', grants: [] });
  });

  it.each([
    ['whose interval is not invoiced yet', {}, { invoiceInterval: { every: 'year' } as const }],
    ['of less than is invoiced by itself', { minimumCharge: '5' }, {}],
  ])('stays for months %s', async (_, version, customer) => {
    const world = await aBilledWallet(version, customer);
    await world.wallet('top-ups', { ...bought, amount: '1.19' });
    await world.charge(10);
    await world.bill('2026-01');
    await world.bill('2026-02');
    world.billing.time.now = timestampOf(Date.UTC(2026, 2, 20, 10));

    const { body } = await world.post('/v1/payers/{payer}/wallet/freed', {});

    expect(body).toMatchObject({ amount: '0.00', grants: [] });
  });

  it('is what an interval’s last month took, where that is forgiven: what was carried to it is invoiced later', async () => {
    const world = await aBilledWallet({}, { invoiceInterval: { every: 'quarter' } });
    await world.wallet('top-ups', bought);
    await world.charge(10);
    await world.bill('2026-01');
    await world.bill('2026-02');
    await world.charge(20);
    const invoice = await world.bill('2026-03');
    await world.books('POST /v1/invoices/{id}/void', {
      params: { id: String(invoice['id']) },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'void' },
      body: { reason: 'billed to the wrong company', afterwards: 'forgive' },
    });
    world.billing.time.now = timestampOf(Date.UTC(2026, 4, 20, 10));

    const { body } = await world.post('/v1/payers/{payer}/wallet/freed', {});

    expect(body).toMatchObject({ amount: '2.38' });
    expect(await world.bill('2026-06')).toMatchObject({ total: '1.19', prepaid: '1.19' });
  });
});
