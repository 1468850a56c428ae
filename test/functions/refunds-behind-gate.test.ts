import { describe, expect, it } from '@jest/globals';
import { aGate, byConsent } from '../support/some-gate.ts';
import { payer } from '../support/some-press.ts';

const settings = { defaultPlan: 'reader', viewRefunds: { withinMinutes: 15, perDay: 3 } };
const once = { once: true };

/** A reader with a euro, and a view that it has paid by consent. */
async function aPaidView() {
  const own = await aGate({ settings });
  const { ask, refusal, gate, capture, token } = own;
  const money = { kind: 'given', amount: '1.00', currency: 'EUR' };
  await ask('POST /v1/payers/{payer}/wallet/grants', { params: { payer }, body: money });
  const pay = async () => {
    const held = await gate(byConsent(await refusal({ token }, once), token), once);
    await capture(held.body['id']);
    return held.body['id'];
  };
  const back = (id: unknown) => ask('POST /v1/charges/{id}/refund', { params: { id: String(id) } });
  const left = async () =>
    (await ask('GET /v1/payers/{payer}/wallet', { params: { payer } })).body['available'];
  return { ...own, pay, back, left };
}

describe('a view behind the gate that is given back', () => {
  it('is listed as such, at what it had cost', async () => {
    const { pay, back, charges } = await aPaidView();
    const id = await pay();
    const before = (await charges()).body['charges'];
    await back(id);

    const after = (await charges()).body['charges'];

    expect(before).toMatchObject([{ id, status: 'captured', amount: '0.01' }]);
    expect(before).not.toMatchObject([{ refunded: true }]);
    expect(after).toMatchObject([{ id, status: 'captured', amount: '0.01', refunded: true }]);
  });

  it('has a receipt that says so, also where its capture is answered again', async () => {
    const { pay, back, capture, ask, later } = await aPaidView();
    const id = await pay();
    const before = (await capture(id)).body;
    later(60);
    await back(id);

    const after = (await capture(id)).body;
    const params = { id: String(after['receiptId']) };
    const asked = (await ask('GET /v1/receipts/{id}', { params })).body;

    expect(asked['claims']).toHaveProperty('refundedAt');
    expect(after['receipt']).toBe(asked['receipt']);
    expect(before['receipt']).not.toBe(asked['receipt']);
  });

  it('is paid again by who wants it again on the same day', async () => {
    const { pay, back, gate, token, left, spent } = await aPaidView();
    const id = await pay();
    const whilePaid = await gate({ token }, once);
    await back(id);

    const afterwards = await gate({ token }, once);
    const again = await pay();

    expect(whilePaid.body).toMatchObject({ outcome: 'held', id, repeated: true });
    expect(afterwards.body).toMatchObject({ outcome: 'refused', status: 402 });
    expect(again).not.toBe(id);
    expect((await gate({ token }, once)).body).toMatchObject({ outcome: 'held', id: again });
    expect((await spent()).body['captured']).toBe('0.02');
    expect(await left()).toBe('0.99');
  });
});
