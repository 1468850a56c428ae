import { describe, expect, it } from '@jest/globals';
import {
  aGate,
  byX402,
  headersIn,
  type Payment,
  refusalIn,
  saidIn,
  url,
} from '../support/some-gate.ts';
import { payer } from '../support/some-press.ts';

const inBase64 = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('who pays at the gate', () => {
  it('is asked each time, up to its threshold not at all, and above it again', async () => {
    const { gate, token, threshold, capture, spent } = await aGate();
    const before = refusalIn((await gate({ token })).body);
    await threshold('0.01');

    const within = await gate({ token });
    const above = refusalIn((await gate({ token }, { quantity: '2' })).body);
    await capture(within.body['id']);

    expect(before).toMatchObject({ code: 'payment.required', offer: { amount: '0.01' } });
    expect(within.body).toMatchObject({ outcome: 'held', by: 'threshold', repeated: false });
    expect(above).toMatchObject({ code: 'payment.required', offer: { amount: '0.02' } });
    expect((await spent()).body).toMatchObject({
      ...{ captured: '0.01', held: '0.00', threshold: { amount: '0.01', currency: 'EUR' } },
    });
  });

  it('within the threshold is held once for each request that the server names', async () => {
    const { gate, token, threshold, told, capture } = await aGate();
    await threshold('1.00');

    const ids = [];
    for (const idempotency of ['a', 'a', 'b', undefined, undefined]) {
      const { body } = await gate({ token }, idempotency === undefined ? {} : { idempotency });
      ids.push(body['id']);
      await capture(body['id']);
    }

    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    expect(told()).toHaveLength(4);
  });

  it('pays once a day where that is how it is sold, however it pays', async () => {
    const { gate, token, refusal, capture, later, told } = await aGate();
    const once = { once: true };
    const paid = await gate(byX402(await refusal({}, once), token), once);
    await capture(paid.body['id']);
    later(3_600);

    const again = await gate({ token }, once);
    const other = refusalIn(
      (await gate({ token }, { ...once, resource: { url: `${url}2` } })).body,
    );
    later(12 * 3_600);
    const tomorrow = refusalIn((await gate({ token }, once)).body);

    expect(again.body).toEqual({ ...paid.body, repeated: true });
    expect([other.code, tomorrow.code]).toEqual(['payment.required', 'payment.required']);
    expect(told()).toHaveLength(1);
  });

  it('is told so before it is asked to pay what it could not, and nothing is held', async () => {
    const { gate, cap, token, spent } = await aGate();
    const before = refusalIn((await gate({ token })).body).code;
    await cap({ amount: '0.005', currency: 'EUR' });

    const { body } = await gate({ token });

    expect([before, refusalIn(body).code]).toEqual(['payment.required', 'budget.exceeded']);
    expect(refusalIn(body).accepts).not.toEqual({});
    expect((await spent()).body).toMatchObject({ captured: '0.00', held: '0.00' });
  });

  it('is told that its budget is used up, with an offer for when it is not', async () => {
    const { gate, cap, token, refusal } = await aGate();
    const own = await refusal();
    await cap({ amount: '0.00', currency: 'EUR' });

    const { body } = await gate(byX402(own, token), { topUpUrl: 'https://news.example/top-up' });

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'budget.exceeded' });
    expect(body).toMatchObject({
      problem: {
        type: 'https://paymentauth.org/problems/payment-insufficient',
        topUp: 'https://news.example/top-up',
      },
    });
    expect(saidIn(headersIn(body)['payment-required'])['error']).toBe('insufficient_funds');
  });

  it.each([
    ['is no token', async () => 'ftp_nothing'],
    [
      'is of another secret',
      async ({ token }) => `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`,
    ],
    ['may not charge', async ({ tokenOf }) => tokenOf(payer, { actions: ['read'] })],
    [
      'is at its end',
      async ({ tokenOf, later }) => {
        const short = await tokenOf(payer, { expiresIn: 10 });
        later(11);
        return short;
      },
    ],
  ] satisfies readonly [string, (own: Awaited<ReturnType<typeof aGate>>) => Promise<string>][])(
    'with what %s is refused, and holds nothing',
    async (_, of) => {
      const own = await aGate();
      const refused = await of(own);

      const { body } = await own.gate(byX402(await own.refusal(), refused));

      expect(refusalIn(body).code).toMatch(/^token\.(refused|not-allowed)$/);
      expect(refusalIn(body).accepts['amount']).toBe('10000000');
      expect((await own.spent()).body).toMatchObject({ held: '0.00' });
    },
  );

  it('cannot be told a price where no default plan has one', async () => {
    const { gate } = await aGate({ settings: {} });

    const { body } = await gate();

    expect(body).toMatchObject({
      ...{ outcome: 'refused', status: 401, problem: { code: 'payer.unknown' } },
      headers: { 'www-authenticate': ['Bearer realm="news.example"'] },
    });
  });

  it('is not asked for where the meter is none, also where no default plan has a price', async () => {
    const { gate } = await aGate({ settings: {} });

    const { status, body } = await gate({}, { meter: 'nope' });

    expect([status, body['code'], body['param']]).toEqual([404, 'meter.not-found', '/meter']);
  });

  it.each([
    [{ paymentSignature: 'x' }, 'PAYMENT-SIGNATURE is no JSON object in base64'],
    [{ paymentSignature: inBase64({ x402Version: 1 }) }, 'x402Version has to be the number 2'],
    [{ paymentSignature: inBase64({ x402Version: 2 }) }, 'accepted has to be one of accepts'],
    [{ paymentSignature: inBase64({ x402Version: 2, accepted: {} }) }, 'payload has to be {'],
    [
      { paymentSignature: inBase64({ x402Version: 2, accepted: {}, payload: {} }) },
      'accepted.scheme has to be the text that was offered',
    ],
    [{ authorization: 'Payment' }, 'one JSON object in base64url'],
    [{ authorization: `Payment ${inBase64({})}` }, 'challenge has to be the parameters'],
    [
      { authorization: `Payment ${inBase64({ challenge: { id: 'a' }, payload: {} })}` },
      'challenge.realm has to be the text that was offered',
    ],
  ])('is told which part of %j cannot be read', async (payment: Payment, said) => {
    const { gate } = await aGate();

    const { body } = await gate(payment);

    expect((body['problem'] as { readonly detail: string }).detail).toContain(said);
  });

  it('is answered as not understood where what it sent cannot be read', async () => {
    const { gate } = await aGate();

    const sent = [
      { paymentSignature: 'x' },
      { paymentSignature: Buffer.from('{"x402Version":1}').toString('base64') },
      { authorization: 'Payment' },
      { authorization: 'Payment e30' },
    ];
    for (const payment of sent) {
      expect(refusalIn((await gate(payment)).body)).toMatchObject({
        ...{ status: 402, code: 'payment.malformed', offer: { amount: '0.01' } },
      });
    }
  });

  it('has so many views free without a token, by a count that only we can make', async () => {
    const { gate, later } = await aGate();
    const free = { free: { views: 2, every: 'day' } };
    const cookieOf = (body: Readonly<Record<string, unknown>>) =>
      /farthing-free=([^;]+)/.exec(
        String((body['headers'] as Record<string, string>)['set-cookie']),
      )?.[1] ?? '';

    const first = await gate({}, free);
    const second = await gate({ freeViews: cookieOf(first.body) }, free);
    const used = cookieOf(second.body);
    const third = await gate({ freeViews: used }, free);
    const forged = await gate({ freeViews: used.replace('.2.', '.1.') }, free);
    later(12 * 3_600);
    const tomorrow = await gate({ freeViews: used }, free);

    expect([first, second, third, forged, tomorrow].map(({ body }) => body['outcome'])).toEqual([
      ...['free', 'free', 'refused', 'free', 'free'],
    ]);
    expect(first.body['headers']).toMatchObject({
      'set-cookie': expect.stringContaining('Max-Age=43200; HttpOnly; SameSite=Lax; Secure'),
    });
  });
});
