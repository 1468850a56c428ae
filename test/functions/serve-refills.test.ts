import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { payer } from '../support/some-press.ts';
import { askedTopUp, toppingUp } from '../support/topping-up.ts';

const look = { kind: 'look' };
const low = { kind: 'refill', tenant: 'acme', payer };
const lost = { kind: 'failed', reason: 'timeout' } as const;
const wanted = { below: '5.00', amount: '10.00', monthly: '20.00', currency: 'EUR' };

/** A payer with 6.00 EUR, whose means of payment the rail has kept. */
async function kept() {
  const world = await toppingUp();
  await world.ask('first', { amount: '6.00', keep: true });
  world.pay();
  await world.rails.run(look);
  const put = (fields: object = {}, by: { readonly token?: string } = {}) =>
    world.api('PUT /v1/payers/{payer}/wallet/refill', { body: { ...wanted, ...fields }, ...by });
  let charges = 0;
  /** Reads so many views of a cent, and what is told of it is worked off. */
  const read = async (views: number) => {
    charges += 1;
    const answer = await world.press.charge(`read-${charges}`, { quantity: String(views) });
    await world.rails.run(low);
    return answer;
  };
  const wallet = async () => (await world.api('GET /v1/payers/{payer}/wallet')).body;
  /** How often a bank was asked without its payer. */
  const asked = () =>
    world.rails.stripe.calls.filter((call) => call === 'POST /v1/payment_intents').length;
  return { ...world, put, read, wallet, asked };
}

describe('a wallet that is refilled', () => {
  it('gets what its payer has said once less is left than it wants, without asking it', async () => {
    const world = await kept();
    const put = await world.put();

    await world.read(100);
    const before = await world.available();
    await world.read(1);

    expect(put).toMatchObject({ status: 200, body: { ...wanted } });
    expect(before).toBe('5.00');
    expect(await world.available()).toBe('14.99');
    expect(await world.list()).toMatchObject([
      { status: 'booked', amount: '10.00', refill: true },
      { status: 'booked', amount: '6.00' },
    ]);
  });

  it('gets it once, however often and by how many it is found to be low', async () => {
    const world = await kept();
    await world.put();

    await world.read(101);
    await world.rails.run(low, low, look, low);
    await Promise.all([world.rails.run(low), world.rails.run(low)]);

    expect(await world.available()).toBe('14.99');
    expect(world.asked()).toBe(1);
  });

  it('gets it once where the answer of the rail is lost, and is told apart from what was asked for', async () => {
    const world = await kept();
    await world.put();
    const { answer } = world.rails.between;
    world.rails.between.answer = (call) => {
      const reply = answer(call);
      return call.method === 'POST' && call.url.includes('payment_intents') ? lost : reply;
    };

    await world.read(101);
    const meanwhile = await world.available();
    world.restore();
    await world.rails.run(low, look, look);

    expect(meanwhile).toBe('4.99');
    expect(await world.available()).toBe('14.99');
    expect(world.rails.stripe.payments.size).toBe(2);
  });

  it('is found by its payment where nobody could ask again under its key', async () => {
    const world = await kept();
    await world.put();
    const { answer } = world.rails.between;
    world.rails.between.answer = (call) => {
      const reply = answer(call);
      return call.url.includes('payment_intents') && call.method === 'POST' ? lost : reply;
    };
    await world.read(101);
    world.restore();

    world.rails.pass(30 * millisecondsPer.hour);
    await world.rails.run(look, look);

    expect(await world.available()).toBe('14.99');
    expect(world.asked()).toBe(1);
  });

  it('gets no more of a month than its payer lets be put in', async () => {
    const world = await kept();
    await world.put();

    await world.read(101);
    await world.read(1_000);
    await world.read(1_000);
    const answer = await world.read(500);

    expect(world.asked()).toBe(2);
    expect(answer.body['code']).toBe('wallet.empty');
    expect(await world.wallet()).toMatchObject({ refill: { ...wanted, low: {} } });
  });

  it('waits longer each time that the bank refuses, and then is refilled no more, which is said', async () => {
    const world = await kept();
    await world.put();
    world.rails.stripe.bank = 'refuses';

    await world.read(101);
    await world.rails.run(low, low);
    const first = world.asked();
    for (const hours of [1, 6, 24]) {
      world.rails.pass(hours * millisecondsPer.hour);
      await world.rails.run(low, low);
    }
    world.rails.pass(48 * millisecondsPer.hour);
    world.rails.stripe.bank = 'pays';
    await world.rails.run(low);

    expect([first, world.asked()]).toEqual([1, 4]);
    expect(await world.wallet()).toMatchObject({
      refill: { endedBy: expect.stringContaining('card_declined') },
    });
    await world.put();
    await world.rails.run(low);
    expect(await world.available()).toBe('14.99');
  });

  it('is not refilled any more once its payer has said so', async () => {
    const world = await kept();
    await world.put();

    await world.put({ below: '0', amount: undefined, monthly: undefined });
    await world.read(300);

    expect(world.asked()).toBe(0);
    expect(await world.wallet()).not.toHaveProperty('refill');
  });
});

describe('who decides puts nobody off', () => {
  it('by what is told of a wallet that is low, which is told once in a while', async () => {
    const world = await kept();
    await world.put();

    const charged = await world.press.charge('one', { quantity: '150' });

    expect(charged.status).toBe(201);
    expect(world.press.lowOf()).toEqual([['acme', payer]]);
  });

  it('but by a charge that leaves enough', async () => {
    const world = await kept();
    await world.put();

    await world.press.charge('one', { quantity: '100' });

    expect(world.press.lowOf()).toEqual([]);
  });
});

describe('how a wallet is refilled', () => {
  it('is for a payer with a token for top-ups, and not with one that has a limit', async () => {
    const world = await kept();
    const own = await world.token(['top-up']);
    const limited = await world.token(['top-up'], '50.00');
    const reading = await world.token(['read']);

    const answers = [
      await world.put({}, { token: own }),
      await world.put({}, { token: limited }),
      await world.put({}, { token: reading }),
    ];

    expect(answers.map(({ status, body }) => body['code'] ?? status)).toEqual([
      200,
      'token.not-allowed',
      'token.not-allowed',
    ]);
  });

  it('is refused where nothing was kept to pay it by', async () => {
    const world = await toppingUp();
    await world.ask('first', { amount: '6.00' });
    world.pay();
    await world.rails.run(look);

    const refused = await world.api('PUT /v1/payers/{payer}/wallet/refill', { body: wanted });

    expect(refused.body['code']).toBe('refill.nothing-kept');
  });

  it.each([
    ['less than the seller takes at once', { amount: '1.00' }, 'top-up.amount-invalid'],
    ['a month with less than one', { monthly: '9.99' }, 'refill.monthly-invalid'],
    ['an amount without a month', { monthly: undefined }, 'request.invalid'],
    ['another currency', { currency: 'USD' }, 'wallet.currency-differs'],
    ['a top-up of nobody', { topUp: 'wal_x.9' }, 'top-up.not-found'],
    ['less than nothing', { below: '-1' }, 'request.invalid'],
  ])('is refused with %s', async (_, fields, code) => {
    const world = await kept();

    const { body } = await world.put(fields);

    expect(body['code']).toBe(code);
  });

  it('may be that it is only told, which needs nothing kept', async () => {
    const world = await kept();

    await world.put({ amount: undefined, monthly: undefined });
    await world.read(150);

    expect(world.asked()).toBe(0);
    expect(await world.wallet()).toMatchObject({
      refill: { below: '5.00', low: { left: '4.50' } },
    });
  });

  it('keeps what a payer pays by only where it is asked to', async () => {
    const world = await toppingUp();

    await world.ask('one');
    await world.ask('two', { keep: true });
    const other = await world.ask('two', { ...askedTopUp });

    const kept = [...world.rails.stripe.sessions.values()].map(({ keeps }) => keeps);
    expect(kept).toEqual([false, true]);
    expect(other.body['code']).toBe('request.idempotency-key-reused');
  });
});

describe('a wallet that is low', () => {
  it('is told of once, with what was done, and once more where it is refilled no more', async () => {
    const world = await kept();
    await world.put();
    world.rails.stripe.bank = 'refuses';

    await world.read(101);
    await world.rails.run(low, low);
    for (const hours of [1, 6, 24, 48]) {
      world.rails.pass(hours * millisecondsPer.hour);
      await world.rails.run(low, low);
    }

    const wallet = { payer, currency: 'EUR', left: '4.99', below: '5.00' };
    const reason = expect.stringContaining('card_declined');
    expect(world.rails.told).toEqual([
      { wallet: expect.objectContaining({ ...wallet, refill: 'waits', reason }) },
      { wallet: expect.objectContaining({ ...wallet, refill: 'ended', reason }) },
    ]);
  });

  it('is told of anew once money has come in', async () => {
    const world = await kept();
    await world.put({ amount: undefined, monthly: undefined });

    await world.read(150);
    await world.ask('more', { amount: '5.00' });
    world.pay();
    await world.rails.run(look);
    await world.read(500);

    expect(world.rails.told).toMatchObject([
      { wallet: { left: '4.50', refill: 'none' } },
      { wallet: { left: '4.50', refill: 'none' } },
    ]);
  });
});
