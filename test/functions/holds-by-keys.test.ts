import { describe, expect, it } from '@jest/globals';
import { aGate, byX402 } from '../support/some-gate.ts';
import { otherPayer, payer } from '../support/some-press.ts';

/** A token's id is in the middle of it. */
const idOf = (token: string): string => /_([\w-]{22}\.\w+\.\w+)_/.exec(token)?.[1] ?? '';

/** A press, and what its payer asks with its own token. */
async function aPayer() {
  const press = await aGate();
  const { ask, token, tokenOf } = press;
  const own = { payer, id: idOf(token) };
  const ends = async (id: unknown, caller?: { readonly payer: string; readonly id: string }) => {
    const params = { id: String(id) };
    const asked = caller === undefined ? {} : { token: caller };
    const answers = [
      await ask('POST /v1/holds/{id}/capture', { params, ...asked, body: { quantity: '0' } }),
      await ask('POST /v1/holds/{id}/release', { params, ...asked }),
    ];
    return answers.map(({ status, body }) => [status, body['code']]);
  };
  const lease = (sent: string, more: object = {}) =>
    ask('POST /v1/holds', {
      body: {
        ...{ meter: 'view', quantity: '3', lease: true, token: sent, idempotency: 'lease-1' },
        ...more,
      },
    });
  return { ...press, own, ends, lease, otherToken: await tokenOf(otherPayer) };
}

const refused = [403, 'token.not-allowed'];

describe('what a server holds for a payer', () => {
  it('at the gate is ended by no token of the payer', async () => {
    const { gate, refusal, token, threshold, own, ends, capture, spent } = await aPayer();
    await threshold('1.00');
    const offered = await gate(byX402(await refusal(), token));
    const alone = await gate({ token });

    const answers = [
      ...(await ends(offered.body['id'], own)),
      ...(await ends(alone.body['id'], own)),
    ];
    await capture(offered.body['id']);
    await capture(alone.body['id']);

    expect(answers).toEqual([refused, refused, refused, refused]);
    expect((await spent()).body).toMatchObject({ captured: '0.02', held: '0.00' });
  });

  it('as a lease, with the token it was sent, is ended by no token, and captured by its key', async () => {
    const { lease, token, own, ends, ask, spent } = await aPayer();
    const { status, body } = await lease(token, { payer });

    const answers = await ends(body['id'], own);
    const part = { quantity: '1', keep: true, idempotency: 'part-1' };
    const params = { id: String(body['id']) };
    const byToken = await ask('POST /v1/holds/{id}/capture', { params, token: own, body: part });
    const captured = await ask('POST /v1/holds/{id}/capture', { params, body: part });

    expect(status).toBe(201);
    expect(answers).toEqual([refused, refused]);
    expect([byToken.body['code'], captured.status]).toEqual(['token.not-allowed', 200]);
    expect((await spent()).body).toMatchObject({ captured: '0.01', held: '0.02' });
  });

  it('with its token is within the limit of that, while it is in force', async () => {
    const { lease, tokenOf, ask } = await aPayer();
    const limited = await tokenOf(payer, { limit: { amount: '0.02', currency: 'EUR' } });

    const over = await lease(limited);
    const within = await lease(limited, { quantity: '2' });
    await ask('POST /v1/payers/{payer}/tokens/{id}/revoke', {
      params: { payer, id: idOf(limited) },
    });
    const revoked = await lease(limited, { idempotency: 'lease-2', quantity: '1' });

    expect([over, within, revoked].map(({ status, body }) => [status, body['code']])).toEqual([
      [402, 'token.limit-exceeded'],
      [201, undefined],
      [403, 'token.refused'],
    ]);
  });

  it('is held for the payer of the token alone, and asked for by keys alone', async () => {
    const { lease, token, otherToken, own, ask } = await aPayer();

    const answers = [
      await lease(otherToken, { payer }),
      await lease(`${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`),
      await lease('nothing'),
      await ask('POST /v1/holds', {
        token: own,
        body: { meter: 'view', quantity: '1', token, idempotency: 'mine' },
      }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      refused,
      [403, 'token.refused'],
      [403, 'token.refused'],
      refused,
    ]);
  });

  it('is held once under its key, and for one token', async () => {
    const { lease, token, tokenOf } = await aPayer();
    const first = await lease(token);

    const again = await lease(token);
    const other = await lease(await tokenOf());

    expect(again.body['id']).toBe(first.body['id']);
    expect(other.body['code']).toBe('request.idempotency-key-reused');
  });
});
