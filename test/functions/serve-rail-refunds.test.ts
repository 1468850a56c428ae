import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { nanos } from '../fixtures/invoicing.ts';
import { payer } from '../support/some-press.ts';
import { balanceOf } from '../support/some-rails.ts';
import { toppedUp } from '../support/topping-up.ts';

const look = { kind: 'look' };
const changes = { kind: 'changes', tenant: 'acme', rail: 'stripe' };
const lost = { kind: 'failed', reason: 'timeout' } as const;

describe('money that goes back over the rail it came over', () => {
  it('is out of the wallet at once, and in the books once the rail says that it has gone', async () => {
    const world = await toppedUp();

    const asked = await world.back('one', { amount: '15.00' });
    const before = await balanceOf(world.rails, 'cash:stripe');
    await world.rails.run(look, changes, changes);

    expect(asked).toMatchObject({ status: 201, body: { amount: '15.00', status: 'open' } });
    expect(before).toBe(nanos('20'));
    expect(await world.available()).toBe('5.00');
    expect(await balanceOf(world.rails, 'cash:stripe')).toBe(nanos('5'));
    expect(await world.refunds()).toMatchObject([{ id: asked.body['id'], status: 'booked' }]);
    expect(world.rails.notices).toEqual([]);
  });

  it('is all that is left where no amount is given', async () => {
    const world = await toppedUp();
    await world.press.charge('view');

    const asked = await world.back('one');

    expect(asked.body['amount']).toBe('19.99');
    expect(await world.available()).toBe('0.00');
  });

  it('whose answer is lost is asked for again under its key, and is paid back once', async () => {
    const world = await toppedUp();
    const { answer } = world.rails.between;
    world.rails.between.answer = (call) => {
      answer(call);
      return lost;
    };

    const unknown = await world.back('one', { amount: '15.00' });
    world.restore();
    const known = await world.back('one', { amount: '15.00' });
    await world.rails.run(look, changes);

    expect(unknown).toMatchObject({ status: 503, body: { code: 'rail.outcome-unknown' } });
    expect(known).toMatchObject({ status: 201, body: { status: 'open' } });
    expect(world.rails.stripe.refunds.size).toBe(1);
    expect(await balanceOf(world.rails, 'cash:stripe')).toBe(nanos('5'));
  });

  it('whose answer is lost for longer than keys are kept is looked for, and found', async () => {
    const world = await toppedUp();
    const { answer } = world.rails.between;
    world.rails.between.answer = (call) => {
      answer(call);
      return lost;
    };
    await world.back('one', { amount: '15.00' });
    world.restore();

    world.rails.pass(23 * millisecondsPer.hour);
    await world.rails.run(look);

    expect(world.rails.stripe.refunds.size).toBe(1);
    expect(await world.refunds()).toMatchObject([{ status: 'booked' }]);
    expect(await world.available()).toBe('5.00');
  });

  it('of which the rail heard nothing is in the wallet again, once it is certain', async () => {
    const world = await toppedUp();
    world.rails.between.answer = () => lost;
    await world.back('one', { amount: '15.00' });
    const meanwhile = await world.available();

    world.rails.pass(22 * millisecondsPer.hour + 1);
    world.restore();
    await world.rails.run(look);
    const still = await world.available();
    world.rails.pass(31 * millisecondsPer.minute);
    await world.rails.run(look, look);

    expect([meanwhile, still]).toEqual(['5.00', '5.00']);
    expect(await world.refunds()).toMatchObject([{ status: 'expired' }]);
    expect(await world.available()).toBe('20.00');
    expect(world.rails.stripe.refunds.size).toBe(0);
  });

  it('that the rail refuses is in the wallet again, and can be paid back anew', async () => {
    const world = await toppedUp();
    world.rails.stripe.dispute(world.payment());

    const refused = await world.back('one', { amount: '15.00' });

    expect(refused.body['code']).toBe('collection.refused');
    expect(await world.available()).toBe('20.00');
    expect(await world.refunds()).toMatchObject([{ status: 'failed' }]);
  });

  it('that the bank of its payer does not take comes back into the wallet, in the books too', async () => {
    const world = await toppedUp();
    await world.back('one', { amount: '15.00' });
    await world.rails.run(look);
    const [refund = ''] = world.rails.stripe.refunds.keys();
    world.rails.stripe.failRefund(refund);

    await world.rails.run(changes, changes);

    expect(await world.available()).toBe('20.00');
    expect(await balanceOf(world.rails, 'cash:stripe')).toBe(nanos('20'));
  });

  it('that is refused after money came again and went by hand leaves all that is owed in the wallet', async () => {
    const world = await toppedUp();
    const { stripe, between } = world.rails;
    const returned = stripe.refund(world.payment(), 1_200);
    stripe.failRefund(returned?.id ?? '');
    await world.rails.run(changes);
    const { answer } = between;
    between.answer = () => lost;
    await world.back('one', { amount: '8.00' });
    world.restore();
    stripe.refund(world.payment(), 1_500);
    between.answer = (call) =>
      call.method === 'POST' ? { kind: 'failed', reason: 'timeout' } : answer(call);
    await world.rails.run(changes);
    const meanwhile = await world.available();

    world.restore();
    await world.rails.run(look);

    expect([meanwhile, await world.available()]).toEqual(['0.00', '5.00']);
    expect(await world.refunds()).toMatchObject([{ status: 'failed' }]);
    expect(await balanceOf(world.rails, `customer:${payer}:unapplied`)).toBe(-nanos('5'));
  });

  it('is known as gone where the key of another account is there, and nothing is put back', async () => {
    const world = await toppedUp();
    const { answer } = world.rails.between;
    world.rails.between.answer = (call) => {
      answer(call);
      return lost;
    };
    await world.back('one', { amount: '15.00' });
    world.rails.between.answer = (call) => ({
      kind: 'answered',
      ...world.rails.other.answer({
        ...call,
        headers: { ...call.headers, authorization: `Bearer ${world.rails.other.secretKey}` },
      }),
    });

    world.rails.pass(24 * millisecondsPer.hour);
    await world.rails.run(look);

    expect(await world.available()).toBe('5.00');
    expect(await world.refunds()).toMatchObject([{ status: 'open' }]);
    expect(world.rails.notices).not.toEqual([]);
  });
});

describe('who may have money back over the rail', () => {
  it('is a payer with a token for it, where the seller lets them', async () => {
    const world = await toppedUp({ refundable: true });

    const refused = await world.back('one', {}, { token: await world.token(['charge']) });
    const paid = await world.back('two', {}, { token: await world.token(['refund']) });

    expect(refused.body['code']).toBe('token.not-allowed');
    expect(paid).toMatchObject({ status: 201, body: { amount: '20.00' } });
  });

  it('is no payer where the seller has not said so, and tells of nothing by hand', async () => {
    const world = await toppedUp();
    const token = await world.token(['refund']);

    const off = await world.back('one', {}, { token });
    const told = await world.back('two', { rail: 'bank', reference: 'R-1' }, { token });

    expect([off.body['code'], told.body['code']]).toEqual(['refund.off', 'token.not-allowed']);
    expect(await world.available()).toBe('20.00');
  });
});

describe('nothing goes back', () => {
  it.each([
    ['more than is left', { amount: '20.01' }, 'wallet.too-little'],
    ['parts of a cent', { amount: '1.001' }, 'collection.amount-not-collectable'],
    ['a rail besides', { rail: 'stripe' }, 'request.invalid'],
    ['a grant that there is not', { grant: 'AAAAAAAAAAAAAAAAAAAAAA.1.0' }, 'grant.not-found'],
  ])('of %s', async (_, fields, code) => {
    const world = await toppedUp();

    const refused = await world.back('one', fields);

    expect(refused.body['code']).toBe(code);
    expect(await world.available()).toBe('20.00');
    expect(world.rails.stripe.refunds.size).toBe(0);
  });

  it('of money that came over a rail that pays nothing back by itself', async () => {
    const world = await toppedUp();
    const { body } = await world.api('POST /v1/payers/{payer}/wallet/top-ups', {
      body: { amount: '5.00', currency: 'EUR', rail: 'bank', reference: 'T-1' },
    });

    const refused = await world.back('one', { grant: body['id'] });

    expect(refused.body['code']).toBe('refund.no-rail');
  });

  it('twice, asked for at once under two keys', async () => {
    const world = await toppedUp();

    const both = await Promise.all([
      world.back('one', { amount: '15.00' }),
      world.back('two', { amount: '15.00' }),
    ]);
    await world.rails.run(look, changes);

    expect(both.map(({ status }) => status).toSorted()).toContain(201);
    expect(world.rails.stripe.refunds.size).toBe(1);
    expect(await world.available()).toBe('5.00');
  });
});
