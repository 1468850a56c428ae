import { describe, expect, it } from '@jest/globals';
import { aGate, byConsent, byMpp, byX402, refusalIn } from '../support/some-gate.ts';
import { payer } from '../support/some-press.ts';

type Gated = Awaited<ReturnType<typeof aGate>>;
type Answer = Awaited<ReturnType<Gated['gate']>>;

const once = { once: true };
const id = 'constant_identifier_1';
const codeOf = ({ body }: Answer) => [
  body['outcome'],
  body['repeated'] ?? (body['problem'] as { readonly code: string } | undefined)?.code,
];
const fresh = ['held', false];
const repeated = ['held', true];

/** Held and given back, so often. */
async function fail({ gate, release }: Gated, payment: object, more: object, times: number) {
  for (let n = 0; n < times; n += 1) {
    const held = await gate({ ...payment }, more);
    expect(codeOf(held)).toEqual(fresh);
    await release(held.body['id']);
  }
}

describe('what was given back', () => {
  it.each([['x402', byX402] as const, ['mpp', byMpp] as const, ['consent', byConsent] as const])(
    'once a day is paid for by %s however often it was',
    async (_, pay) => {
      const press = await aGate();
      const { gate, token, threshold, refusal, capture, told } = press;
      await threshold('1.00');
      await fail(press, { token }, once, 12);

      const paid = await gate(pay(await refusal({ token: '' }, once), token), once);
      await capture(paid.body['id']);
      const again = await gate({ token }, once);

      expect([codeOf(paid), codeOf(again)]).toEqual([fresh, repeated]);
      expect(again.body['id']).toBe(paid.body['id']);
      expect(told()).toHaveLength(1);
    },
  );

  it('is paid for under the name of its client, and by the same offer, however often it was', async () => {
    const press = await aGate();
    const { gate, token, refusal, capture, told } = press;
    const payment = byX402(await refusal(), token, { id });
    await fail(press, payment, {}, 9);

    const paid = await gate(payment);
    await capture(paid.body['id']);

    expect([codeOf(paid), codeOf(await gate(payment))]).toEqual([fresh, repeated]);
    expect(told()).toHaveLength(1);
  });

  it('is held once by however many ask at once afterwards', async () => {
    const press = await aGate();
    const { gate, token, refusal, spent } = press;
    const payment = byX402(await refusal(), token);
    await fail(press, payment, {}, 7);

    const all = await Promise.all(Array.from({ length: 6 }, (_, n) => gate(payment, {}, n % 2)));

    expect(new Set(all.map(({ body }) => body['id'])).size).toBe(1);
    expect(all.filter(({ body }) => body['repeated'] === false)).toHaveLength(1);
    expect((await spent()).body).toMatchObject({ held: '0.01' });
  });
});

describe('a hold that has ended by itself', () => {
  it('is held anew under the same offer, and captured once', async () => {
    const { gate, token, refusal, later, capture, spent, billing } = await aGate();
    const payment = byX402(await refusal(), token);
    const first = await gate(payment, { expiresIn: 10 });
    later(60);

    const second = await gate(payment, { expiresIn: 10 });
    const late = await capture(first.body['id']);
    await capture(second.body['id']);

    expect(codeOf(second)).toEqual(fresh);
    expect(Date.parse(String(second.body['endsAt']))).toBeGreaterThan(billing.time.now);
    expect(late.body['code']).toBe('hold.closed');
    expect((await spent()).body).toMatchObject({ captured: '0.01', held: '0.00' });
  });

  it('is charged once where it is captured late while the same offer is sent again, at whatever moment', async () => {
    const charged: unknown[] = [];
    for (let moment = 0; moment < 40; moment += 1) {
      const { gate, token, refusal, later, capture, spent } = await aGate();
      const payment = byX402(await refusal(), token);
      const first = await gate(payment, { expiresIn: 10 });
      later(60);
      const late = async (): Promise<void> => {
        for (let turn = 0; turn < moment; turn += 1) await Promise.resolve();
        await capture(first.body['id']);
      };

      const [second] = await Promise.all([gate(payment, {}, 1), late()]);
      await capture(second.body['id']);

      charged.push((await spent()).body['captured']);
    }

    expect(new Set(charged)).toEqual(new Set(['0.01']));
  });

  it('is given back where its offer has ended, too, before another one is made: it is never charged beside that', async () => {
    const { gate, token, refusal, later, capture } = await aGate();
    const payment = byX402(await refusal(), token);
    const first = await gate(payment, { expiresIn: 10 });
    later(330);

    const again = await gate(payment);
    const late = await capture(first.body['id']);

    expect([refusalIn(again.body).code, late.body['code']]).toEqual(['offer.used', 'hold.closed']);
  });

  it('and was captured late is served by its offer, though that has ended, too', async () => {
    const { gate, token, refusal, later, capture, told } = await aGate();
    const payment = byX402(await refusal(), token);
    const first = await gate(payment, { expiresIn: 10 });
    later(330);
    await capture(first.body['id']);

    const again = await gate(payment);

    expect([codeOf(again), again.body['id']]).toEqual([repeated, first.body['id']]);
    expect(told()).toHaveLength(1);
  });

  it('once a day is held anew, and so is what the server names', async () => {
    const { gate, token, threshold, later } = await aGate();
    await threshold('1.00');
    for (const more of [once, { idempotency: 'request-1' }]) {
      const first = await gate({ token }, { ...more, expiresIn: 5 });
      later(6);

      const second = await gate({ token }, { ...more, expiresIn: 5 });

      expect([codeOf(first), codeOf(second)]).toEqual([fresh, fresh]);
    }
  });
});

describe('what was captured', () => {
  it('under the name of its client is answered for six minutes, and then paid for by the next offer', async () => {
    const { gate, token, refusal, later, capture, told } = await aGate();
    const pay = async () => gate(byX402(await refusal(), token, { id }));
    const first = await pay();
    await capture(first.body['id']);
    later(360);

    const within = await pay();
    later(1);
    const after = await pay();
    await capture(after.body['id']);
    const next = await pay();

    expect([within, after, next].map(codeOf)).toEqual([repeated, fresh, repeated]);
    expect(next.body['id']).toBe(after.body['id']);
    expect(told()).toHaveLength(2);
  });

  it('once a day is for so much of it, and for no more', async () => {
    const { gate, token, threshold, capture } = await aGate();
    await threshold('1.00');
    const paid = await gate({ token }, once);
    await capture(paid.body['id']);

    const more = await gate({ token }, { ...once, quantity: '50' });
    const same = await gate({ token }, { ...once, quantity: '1' });

    expect([more, same].map(codeOf)).toEqual([fresh, repeated]);
    expect(more.body['amount']).toBe('0.50');
  });

  it('is answered to no token that may not charge', async () => {
    const { gate, token, tokenOf, threshold, capture } = await aGate();
    await threshold('1.00');
    const paid = await gate({ token }, once);
    await capture(paid.body['id']);
    const reading = await tokenOf(payer, { actions: ['read'] });

    const again = await gate({ token: reading }, once);

    expect(codeOf(again)).toEqual(['refused', 'token.not-allowed']);
  });
});

describe('a token that is empty', () => {
  it('was not sent: what is free is free, and a header names another', async () => {
    const { gate, token, threshold } = await aGate();
    await threshold('1.00');

    const free = await gate({ token: '' }, { free: { views: 1, every: 'day' } });
    const named = await gate({ token: '', authorization: `Bearer ${token}` });
    const none = await gate({ token: '' });

    expect([free, named, none].map(codeOf)).toEqual([
      ['free', undefined],
      fresh,
      ['refused', 'payment.required'],
    ]);
  });
});
