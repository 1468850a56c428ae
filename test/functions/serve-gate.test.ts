import { describe, expect, it } from '@jest/globals';
import {
  aGate,
  byConsent,
  byMpp,
  byX402,
  headersIn,
  type Refusal,
  refusalIn,
  saidIn,
  url,
} from '../support/some-gate.ts';
import { payer } from '../support/some-press.ts';

const ways = [
  ['x402', (refusal: Refusal, token: string) => byX402(refusal, token)],
  ['mpp', (refusal: Refusal, token: string) => byMpp(refusal, token)],
  ['consent', (refusal: Refusal, token: string) => byConsent(refusal, token)],
] as const;

describe('the gate', () => {
  it('offers nobody a price in three dialects, and keeps nothing', async () => {
    const { gate, log } = await aGate();

    const { status, body } = await gate();

    const { accepts, challenge, offer } = refusalIn(body);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ outcome: 'refused', status: 402 },
      headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json' },
      problem: {
        status: 402,
        code: 'payment.required',
        offer: { amount: '0.01', currency: 'EUR' },
      },
    });
    expect(accepts).toEqual({
      ...{ scheme: 'batch-settlement', network: 'farthing:acme', amount: '10000000', asset: 'EUR' },
      ...{ payTo: 'merchant', maxTimeoutSeconds: 60 },
      extra: { assetScale: 9, version: '1.0.0', offer: offer.consent },
    });
    expect(challenge).toMatchObject({
      ...{ realm: 'news.example', method: 'farthing', intent: 'charge' },
      expires: '2026-11-29T12:05:00Z',
    });
    expect((await log.read('acme', 'anything', 0)).blocks).toEqual([]);
  });

  it.each(ways)('holds what is paid by %s, and charges it once it is served', async (by, pay) => {
    const { refusal, gate, capture, token, told, spent } = await aGate();

    const held = await gate(pay(await refusal(), token));
    const captured = await capture(held.body['id']);

    expect(held.body).toMatchObject({
      ...{ outcome: 'held', payer, by, amount: '0.01', currency: 'EUR', repeated: false },
      endsAt: '2026-11-29T12:01:00Z',
    });
    expect(captured.body).toMatchObject({
      ...{ id: held.body['id'], amount: '0.01', currency: 'EUR' },
      headers: { 'cache-control': 'private', 'farthing-receipt': captured.body['receipt'] },
    });
    expect((await spent()).body).toMatchObject({ captured: '0.01', held: '0.00' });
    expect(told()).toEqual([
      expect.objectContaining({ id: held.body['id'], data: `{"resource":"${url}"}` }),
    ]);
  });

  it('answers the receipt that is asked for later, with what it was for', async () => {
    const { refusal, gate, capture, token, ask } = await aGate();
    const held = await gate(byX402(await refusal(), token));

    const { body } = await capture(held.body['id']);

    const id = String(body['receiptId']);
    const asked = await ask('GET /v1/receipts/{id}', { params: { id } });
    expect(asked.body).toMatchObject({
      receipt: body['receipt'],
      claims: { jti: held.body['id'], receipt: id, resource: url, by: 'x402', amount: '10000000' },
    });
  });

  it('says in the words of each dialect that it was paid', async () => {
    const { refusal, gate, capture, token } = await aGate();
    const [one, other] = [await refusal(), await refusal()];

    const x402 = await capture((await gate(byX402(one, token))).body['id']);
    const mpp = await capture((await gate(byMpp(other, token))).body['id']);

    expect(saidIn(headersIn(x402.body)['payment-response'])).toEqual({
      ...{ success: true, transaction: x402.body['receiptId'], network: 'farthing:acme' },
      ...{ payer, amount: '10000000' },
    });
    expect(saidIn(headersIn(mpp.body)['payment-receipt'])).toEqual({
      ...{ method: 'farthing', reference: mpp.body['receiptId'], status: 'success' },
      timestamp: '2026-11-29T12:00:00Z',
    });
  });

  it.each(ways)(
    'holds once what is sent twice by %s, before and after it is charged',
    async (_, pay) => {
      const { refusal, gate, capture, token, told } = await aGate();
      const payment = pay(await refusal(), token);
      const first = await gate(payment);

      const second = await gate(payment, {}, 1);
      const charged = await capture(first.body['id']);
      const third = await gate(payment, {}, 1);
      const again = await capture(third.body['id'], {}, 1);

      expect([second.body, third.body]).toEqual([
        { ...first.body, repeated: true },
        { ...first.body, repeated: true },
      ]);
      expect(again.body).toEqual(charged.body);
      expect(told()).toHaveLength(1);
    },
  );

  it('charges nothing for what was not served, and lets the same offer pay for the next attempt', async () => {
    const { refusal, gate, capture, release, token, spent } = await aGate();
    const payment = byX402(await refusal(), token);
    const first = await gate(payment);
    await release(first.body['id']);

    const second = await gate(payment);
    const late = await capture(first.body['id']);
    await capture(second.body['id']);

    expect(second.body).toMatchObject({ outcome: 'held', repeated: false });
    expect([late.status, late.body['code']]).toEqual([409, 'hold.closed']);
    expect((await spent()).body).toMatchObject({ captured: '0.01', held: '0.00' });
  });

  it.each(ways)(
    'takes an offer by %s for five minutes, and answers what it paid for one more',
    async (_, pay) => {
      const { refusal, gate, capture, token, later, told } = await aGate();
      const [taken, left] = [pay(await refusal(), token), pay(await refusal(), token)];
      later(299);
      const held = await gate(taken);
      await capture(held.body['id']);
      later(60);

      const again = await gate(taken);
      const late = refusalIn((await gate(left)).body);
      later(2);
      const over = refusalIn((await gate(taken)).body);

      expect(again.body).toEqual({ ...held.body, repeated: true });
      expect([late, over].map(({ status, code }) => [status, code])).toEqual([
        [402, 'offer.ended'],
        [402, 'offer.ended'],
      ]);
      expect(over.offer.amount).toBe('0.01');
      expect(told()).toHaveLength(1);
    },
  );
});

describe('an offer', () => {
  it.each([
    ['for another resource', { resource: { url: `${url}2` } }],
    ['for more of it', { quantity: '2' }],
  ])('pays for nothing %s', async (_, other) => {
    const { refusal, gate, token, spent } = await aGate();
    const own = await refusal();

    for (const [, pay] of ways) {
      const { body } = await gate(pay(own, token), other);
      expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
    }
    expect((await spent()).body).toMatchObject({ captured: '0.00', held: '0.00' });
  });

  it.each([
    ['asset', { asset: 'USD' }],
    ['amount', { amount: '1' }],
    ['scheme', { scheme: 'exact' }],
    ['network', { network: 'farthing:other' }],
    ['payee', { payTo: 'me' }],
    ['offer', { extra: {} }],
  ])('is refused with another %s than it has', async (_, terms) => {
    const { refusal, gate, token } = await aGate();

    const { body } = await gate(byX402(await refusal(), token, { terms }));

    const response = saidIn(headersIn(body)['payment-response']);
    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
    expect(response).toMatchObject({
      success: false,
      errorReason: 'offer_refused',
      transaction: '',
    });
  });

  it.each([
    ['id', { id: 'AAAA' }],
    ['realm', { realm: 'other.example' }],
    ['end', { expires: '2027-01-01T00:00:00Z' }],
    ['request', { request: 'e30' }],
    ['method', { method: 'tempo' }],
  ])('is refused with another %s of its challenge', async (_, altered) => {
    const { refusal, gate, token } = await aGate();

    const { body } = await gate(byMpp(await refusal(), token, altered));

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
  });

  it('that was altered anywhere is refused', async () => {
    const { refusal, gate, token } = await aGate();
    const { offer } = await refusal();

    // The last letter has bits that say nothing.
    const altered = [...offer.consent.slice(0, -1)].map((letter, index) =>
      [...offer.consent].with(index, letter === '1' ? '2' : '1').join(''),
    );
    const codes = await Promise.all(
      altered.map(async (consent) => refusalIn((await gate({ token, consent })).body).code),
    );

    expect(new Set(codes)).toEqual(new Set(['offer.refused']));
  });

  it('of another tenant pays for nothing', async () => {
    const [here, there] = [await aGate(), await aGate()];
    // Secrets are of random bytes, which a test counts.
    await there.tokenOf();
    const foreign = await there.refusal();

    for (const [, pay] of ways) {
      const { body } = await here.gate(pay(foreign, here.token));
      expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
    }
  });

  it('to one payer is of no use to another', async () => {
    const { gate, token, tokenOf, refusal } = await aGate();
    const own = await refusal({ token });
    const other = await tokenOf('zine');

    const { body } = await gate(byConsent(own, other));

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
  });

  it('named by its client is paid for once under that name, and by nothing else', async () => {
    const { gate, token, refusal, told, capture } = await aGate();
    const id = 'pay_7f3a29c0d4e1b855';
    const first = await gate(byX402(await refusal(), token, { id }));
    await capture(first.body['id']);

    const again = await gate(byX402(await refusal(), token, { id }));
    const elsewhere = { resource: { url: `${url}2` } };
    const other = await gate(byX402(await refusal({}, elsewhere), token, { id }), elsewhere);

    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(other.body).toMatchObject({
      ...{ outcome: 'refused', status: 409 },
      problem: { code: 'request.idempotency-key-reused' },
    });
    expect(told()).toHaveLength(1);
  });
});
