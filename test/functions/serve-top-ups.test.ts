import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { nanos } from '../fixtures/invoicing.ts';
import { balanceOf } from '../support/some-rails.ts';
import { askedTopUp, toppingUp } from '../support/topping-up.ts';

const look = { kind: 'look' };
const lost = { kind: 'failed', reason: 'timeout' } as const;

describe('a top-up that a payer is asked for', () => {
  it('says where to pay, and puts nothing into the wallet before the rail says that it has come', async () => {
    const world = await toppingUp();

    const asked = await world.ask('one');

    expect(asked).toMatchObject({
      status: 201,
      body: { status: 'open', rail: 'stripe', amount: '20.00', currency: 'EUR' },
    });
    expect(asked.body['url']).toMatch(/^https:/);
    expect(await world.available()).toBe('0.00');
  });

  it('is in the books and the wallet once, told twice and found once more', async () => {
    const world = await toppingUp();
    const { body } = await world.ask('one');
    world.pay();

    await world.rails.run(world.told(), world.told(), look);
    world.rails.pass(20 * millisecondsPer.minute);
    await world.rails.run(look);

    expect(await world.available()).toBe('20.00');
    expect(await balanceOf(world.rails, 'cash:stripe')).toBe(nanos('20'));
    expect(await world.one(body['id'])).toMatchObject({ status: 'booked' });
  });

  it('leads back to a site on the machine of its reader, too', async () => {
    const world = await toppingUp();

    const asked = await world.ask('one', { successUrl: 'http://127.0.0.1:8788/' });

    expect(asked.status).toBe(201);
  });

  it('is the same one under the same key, and refused with another amount', async () => {
    const world = await toppingUp();

    const first = await world.ask('one');
    const again = await world.ask('one');
    const other = await world.ask('one', { amount: '30.00' });

    expect(again.body).toEqual(first.body);
    expect(other.body['code']).toBe('request.idempotency-key-reused');
    expect(world.rails.stripe.sessions.size).toBe(1);
  });

  it('whose answer is lost is asked for again under its key, and is one session of the rail', async () => {
    const world = await toppingUp();
    const { answer } = world.rails.between;
    world.rails.between.answer = (call) => {
      answer(call);
      return lost;
    };

    const unknown = await world.ask('one');
    world.rails.between.answer = answer;
    const known = await world.ask('one');

    expect(unknown).toMatchObject({ status: 503, body: { code: 'rail.outcome-unknown' } });
    expect(known).toMatchObject({ status: 201, body: { status: 'open' } });
    expect(world.rails.stripe.sessions.size).toBe(1);
  });

  it('whose process died after it was put down goes on by itself', async () => {
    const world = await toppingUp();
    world.rails.between.answer = () => lost;
    const { body } = await world.ask('one');
    world.restore();

    await world.rails.run(look);
    world.pay();
    await world.rails.run(look);

    expect(body['code']).toBe('rail.outcome-unknown');
    expect(await world.available()).toBe('20.00');
  });

  it('that nobody pays expires, and leaves nothing', async () => {
    const world = await toppingUp();
    const { body } = await world.ask('one');

    world.rails.pass(24 * millisecondsPer.hour);
    await world.rails.run(look);

    expect(await world.one(body['id'])).toMatchObject({ status: 'expired' });
    expect(await world.available()).toBe('0.00');
  });

  it('of a debit that fails later is never in the wallet', async () => {
    const world = await toppingUp();
    const { body } = await world.ask('one');
    world.pay('later');
    await world.rails.run(look);
    const before = await world.one(body['id']);
    world.rails.stripe.decide([...world.rails.stripe.sessions.keys()][0] ?? '', 'failed');

    await world.rails.run(look);

    expect(before).toMatchObject({ status: 'open' });
    expect(before).not.toHaveProperty('url');
    expect(await world.one(body['id'])).toMatchObject({
      ...{ status: 'failed', reason: 'insufficient_funds' },
    });
    expect(await world.available()).toBe('0.00');
  });

  it('that its bank takes back is taken out of the wallet, as much as is left', async () => {
    const world = await toppingUp();
    await world.ask('one');
    world.pay();
    await world.rails.run(look);
    const [payment = ''] = world.rails.stripe.payments.keys();
    world.rails.stripe.dispute(payment);

    await world.rails.run({ kind: 'changes', tenant: 'acme', rail: 'stripe' });

    expect(await world.available()).toBe('0.00');
    expect(await balanceOf(world.rails, 'cash:stripe')).toBe(0n);
    expect(world.rails.notices).toEqual([]);
  });

  it('that is paid back in the account of the rail is taken out of the wallet, once', async () => {
    const world = await toppingUp();
    await world.ask('one');
    world.pay();
    await world.rails.run(look);
    const [payment = ''] = world.rails.stripe.payments.keys();
    world.rails.stripe.refund(payment, 500);
    const changes = { kind: 'changes', tenant: 'acme', rail: 'stripe' };

    await world.rails.run(changes, changes);

    expect(await world.available()).toBe('15.00');
    expect(await balanceOf(world.rails, 'cash:stripe')).toBe(nanos('15'));
  });
});

describe('who may ask for a top-up', () => {
  it('is a payer with a token for it, and one without is refused', async () => {
    const world = await toppingUp();
    const able = await world.token(['top-up', 'read']);
    const other = await world.token(['charge', 'read']);

    const asked = await world.ask('one', {}, { token: able });
    const refused = await world.ask('two', {}, { token: other });

    expect(asked.status).toBe(201);
    expect(refused.body['code']).toBe('token.not-allowed');
    expect(await world.list({ token: able })).toMatchObject([{ id: asked.body['id'] }]);
  });

  it('asks with a token for no more than its limit, all together', async () => {
    const world = await toppingUp();
    const token = await world.token(['top-up'], '25.00');

    await world.ask('one', {}, { token });
    const over = await world.ask('two', { amount: '10.00' }, { token });
    const within = await world.ask('three', { amount: '5.00' }, { token });

    expect(over).toMatchObject({ status: 402, body: { code: 'token.limit-exceeded' } });
    expect(within.status).toBe(201);
  });

  it('tells of no money that has come, but with billing:write', async () => {
    const world = await toppingUp();
    const body = { ...askedTopUp, reference: 'T-1', successUrl: undefined, cancelUrl: undefined };

    const byToken = await world.ask('one', body, { token: await world.token(['top-up']) });
    const bySpending = await world.ask('two', body, { scopes: 'spend:write' });

    expect(byToken.body['code']).toBe('token.not-allowed');
    expect(bySpending.body['code']).toBe('key.scope-missing');
    expect(await world.available()).toBe('0.00');
  });

  it('asks with spend:write, and with nothing less', async () => {
    const world = await toppingUp();

    const asked = await world.ask('one', {}, { scopes: 'spend:write' });
    const refused = await world.ask('two', {}, { scopes: 'spend:read' });

    expect(asked.status).toBe(201);
    expect(refused.body['code']).toBe('key.scope-missing');
  });

  it('sees no top-up of another payer', async () => {
    const world = await toppingUp();
    const { body } = await world.ask('one');

    const other = await world.api('GET /v1/payers/{payer}/wallet/top-ups/{id}', {
      params: { payer: 'zine', id: String(body['id']) },
    });

    expect(other).toMatchObject({ status: 404, body: { code: 'top-up.not-found' } });
  });
});

describe('GET /v1/me', () => {
  it('says how much may be asked for, and over which rail that is connected', async () => {
    const [connected, apart, off] = await Promise.all([
      toppingUp(),
      toppingUp({ isConnected: false }),
      toppingUp({ settings: {} }),
    ]);

    const said = await Promise.all(
      [connected, apart, off].map(async (world) => {
        const { body } = await world.api('GET /v1/me', { query: { payer: 'press' } });
        return body['topUps'];
      }),
    );

    const bounds = { least: '5.00', most: '100.00', refundable: false };
    expect(said).toEqual([{ ...bounds, rails: ['stripe'] }, { ...bounds, rails: [] }, null]);
  });
});

describe('a top-up is refused, and the rail hears of nothing,', () => {
  it.each([
    ['less than the least', { amount: '4.99' }, 400, 'top-up.amount-invalid'],
    ['more than the most', { amount: '100.01' }, 400, 'top-up.amount-invalid'],
    ['nothing', { amount: '0' }, 400, 'request.invalid'],
    ['another currency', { currency: 'USD' }, 409, 'wallet.currency-differs'],
    ['parts of a cent', { amount: '10.001' }, 409, 'collection.amount-not-collectable'],
    ['another rail', { rail: 'bank' }, 400, 'request.invalid'],
    ['no page to come back to', { cancelUrl: undefined }, 400, 'request.invalid'],
    ['a page without TLS', { cancelUrl: 'http://news.example/' }, 400, 'request.invalid'],
    ['an end of the money', { endsAt: '2027-01-01T00:00:00Z' }, 400, 'request.invalid'],
    ['no key', { idempotency: undefined }, 400, 'request.idempotency-key-missing'],
  ])('of %s', async (_, fields, status, code) => {
    const world = await toppingUp();
    const calls = world.rails.stripe.calls.length;

    const refused = await world.ask('one', fields);

    expect([refused.status, refused.body['code']]).toEqual([status, code]);
    expect(world.rails.stripe.calls).toHaveLength(calls);
  });

  it('where the seller has not set that there are any', async () => {
    const world = await toppingUp({ settings: {} });

    expect(await world.ask('one')).toMatchObject({ status: 409, body: { code: 'top-up.off' } });
  });

  it('where three are open, until one is over', async () => {
    const world = await toppingUp();
    for (const key of ['one', 'two', 'three']) await world.ask(key);

    const fourth = await world.ask('four');
    world.pay();
    await world.rails.run(look);

    expect(fourth).toMatchObject({ status: 409, body: { code: 'top-up.too-many' } });
    expect((await world.ask('four')).status).toBe(201);
  });

  it('where as many were begun within a day as may be', async () => {
    const world = await toppingUp({
      settings: { topUps: { least: '5.00', most: '100.00', perDay: 1 } },
    });
    await world.ask('one');
    world.pay();
    await world.rails.run(look);

    const second = await world.ask('two');
    world.rails.pass(millisecondsPer.day);

    expect(second.body['code']).toBe('top-up.too-many');
    expect((await world.ask('three')).status).toBe(201);
  });

  it('where no rail is connected', async () => {
    const world = await toppingUp({ isConnected: false });

    const refused = await world.ask('one');

    expect(refused.body['code']).toBe('rail.not-connected');
  });
});
