import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { balanceOf, connectedRails, tenant } from '../../support/some-rails.ts';

const look = { kind: 'look' };
const lost = { kind: 'failed', reason: 'timeout' } as const;

/** Payments of so many customers, paid back a day later; no event of that came. */
async function refunded(count: number) {
  const world = await connectedRails();
  for (let customer = 0; customer < count; customer += 1) {
    const invoice = await world.invoice('20', 'EUR', customer === 0 ? 'other' : `c${customer}`);
    const { reference = '' } = await world.collect(invoice);
    world.stripe.pay(reference);
  }
  await world.run(look);
  world.pass(millisecondsPer.day);
  await world.run(look);
  for (const payment of world.stripe.payments.keys()) {
    world.pass(1000);
    world.stripe.refund(payment, 2000);
  }
  return { ...world, world };
}

/** Of the payment that was paid back last, which is told of first, Stripe does not say what has moved. */
async function twoRefunded() {
  const { world } = await refunded(2);
  const { stripe, between } = world;
  const unknown = [...stripe.payments.keys()].at(-1) ?? '';
  between.answer = ({ url, ...call }) => {
    const isAsked = url.includes('/v1/refunds') && url.includes(unknown);
    return isAsked ? lost : { kind: 'answered', ...stripe.answer({ url, ...call }) };
  };
  return { world, stripe, between, unknown };
}

describe('asking for what Stripe has told of', () => {
  it('finds more refunds of a payment than Stripe lists at once', async () => {
    const world = await connectedRails();
    const { stripe } = world;
    const { reference = '' } = await world.collect(await world.invoice('12.34'));
    stripe.pay(reference);
    await world.run(look);
    const [payment = ''] = stripe.payments.keys();
    for (let n = 0; n < 101; n += 1) stripe.refund(payment, 1);

    await world.run(look);

    expect(world.notices).toEqual([]);
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('11.33'));
  });

  it('goes on past a payment that stays unknown, asks for it each time, and tells of it after an hour', async () => {
    const { world, stripe, between, unknown } = await twoRefunded();

    await world.run(look);
    const booked = await balanceOf(world, 'customer:other:receivable');
    const early = [...world.notices];
    world.pass(90 * millisecondsPer.minute);
    await world.run(look);
    const late = [...world.notices];
    between.answer = (call) => ({ kind: 'answered', ...stripe.answer(call) });
    await world.run(look);

    expect(booked).toBe(nanos('20'));
    expect(early).toEqual([]);
    expect(late).toMatchObject([{ collection: '-', detail: expect.stringContaining(unknown) }]);
    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(await world.collections.connection(tenant, 'stripe')).toMatchObject({ waiting: [] });
  });

  it('goes on past a payment that stays unknown when the key is put anew, too', async () => {
    const { world, stripe, between } = await twoRefunded();
    await world.run(look);
    world.pass(millisecondsPer.hour);
    between.answer = (call) => ({ kind: 'answered', ...stripe.answer(call) });
    await world.connect();

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
  });

  it('sees no further while Stripe says of no payment what has moved by it', async () => {
    const { world, stripe, between } = await refunded(7);
    const before = await world.collections.connection(tenant, 'stripe');
    between.answer = (call) =>
      call.url.includes('/v1/refunds') ? lost : { kind: 'answered', ...stripe.answer(call) };

    await world.run(look);
    const after = await world.collections.connection(tenant, 'stripe');
    between.answer = (call) => ({ kind: 'answered', ...stripe.answer(call) });
    await world.run(look, look);

    expect(after?.seenTo).toBe(before?.seenTo);
    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
  });
});
