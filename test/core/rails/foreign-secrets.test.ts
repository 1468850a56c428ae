import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { connect } from '../../../core/rails/connect.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import {
  balanceOf,
  connectedRails,
  otherCredentials,
  type SomeRails,
  tenant,
} from '../../support/some-rails.ts';

const look = { kind: 'look' };
const { hour, day } = millisecondsPer;

/** The secrets of another account are put past everything that refuses them. */
const putOthers = (world: SomeRails) => world.secrets.put(tenant, 'stripe', otherCredentials);

async function collecting() {
  const world = await connectedRails();
  const invoice = await world.invoice('12.34');
  const collection = await world.collect(invoice);
  return { world, invoice, collection, reference: collection.reference ?? '' };
}

describe('putting the key of another account, or of the other mode', () => {
  it('is refused while a payer may still pay, and the present key stays', async () => {
    const { world, reference } = await collecting();

    const refused = await codeOf(world.connect(otherCredentials));
    world.stripe.pay(reference);
    await world.run(look);

    expect(refused).toBe('rail.in-use');
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(world.notices).toEqual([]);
  });

  it('is refused while what was paid has not come yet', async () => {
    const { world, reference } = await collecting();
    world.stripe.pay(reference, 'later');
    await world.run(look);

    expect(await codeOf(world.connect(otherCredentials))).toBe('rail.in-use');
  });

  it('is taken once nothing is being collected', async () => {
    const { world, invoice, reference } = await collecting();
    world.stripe.pay(reference);
    await world.run(look);
    const another = await world.invoice('5', 'EUR', 'another');

    const connection = await world.connect(otherCredentials);

    expect(connection).toMatchObject({ mode: 'live', enabled: true });
    expect(await codeOf(world.collect(invoice))).toBe('collection.nothing-due');
    expect(await world.collectNow(another)).toMatchObject({ status: 'submitted' });
    expect(world.other.sessions.size).toBe(1);
  });

  it('is taken while a collection is only prepared: nobody was given an address of it', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice();
    const { answer } = world.between;
    world.between.answer = (call) => {
      answer(call);
      return { kind: 'failed', reason: 'timeout' };
    };
    await codeOf(world.collect(invoice));
    world.between.answer = answer;

    await world.connect(otherCredentials);
    await world.run(look);

    expect(world.collections.all()).toMatchObject([{ status: 'submitted', attempt: 1 }]);
    expect(world.other.sessions.size).toBe(1);
  });

  it('is not decided while Stripe does not answer', async () => {
    const { world, reference } = await collecting();
    const { answer } = world.between;
    world.between.answer = (call) =>
      call.url.includes(reference) ? { kind: 'failed', reason: 'timeout' } : answer(call);

    expect(await codeOf(world.connect())).toBe('rail.outcome-unknown');
  });
});

describe('another key of the same account', () => {
  it('is taken while a payer may still pay', async () => {
    const { world } = await collecting();

    expect(await world.connect()).toMatchObject({ mode: 'test', revision: 2 });
  });

  it('is the way back where the key of another account was put all the same', async () => {
    const { world, reference } = await collecting();
    await putOthers(world);
    world.stripe.pay(reference);
    world.pass(2 * hour);
    await world.run(look);
    const told = world.notices.map(({ detail }) => detail).join();

    await connect(world.ports, { tenant, rail: 'stripe' }, world.caller.credentials);
    await world.run(look);

    expect(told).toContain('put the former key back');
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(world.collections.all()).toMatchObject([{ status: 'settled' }]);
  });
});

describe('a collection that the account has no more', () => {
  it('is open until a day after its end, and has expired then', async () => {
    const { world, invoice } = await collecting();
    await putOthers(world);
    world.pass(46 * hour);
    await world.run(look);
    const before = world.collections.all().map(({ status }) => status);

    world.pass(2 * hour);
    await world.run(look);

    expect(before).toEqual(['submitted']);
    expect(world.collections.all()).toMatchObject([
      { status: 'expired', reason: expect.stringContaining('resource_missing') },
    ]);
    expect(await world.collectNow(invoice)).toMatchObject({ status: 'submitted', attempt: 2 });
  });

  it('is waited for a month where it was paid: the money may have come there', async () => {
    const { world, reference } = await collecting();
    world.stripe.pay(reference, 'later');
    await world.run(look);
    await putOthers(world);
    world.pass(30 * day);
    await world.run(look);
    const before = world.collections.all().map(({ status }) => status);

    world.pass(day);
    await world.run(look);

    expect(before).toEqual(['submitted']);
    expect(world.collections.all()).toMatchObject([{ status: 'expired' }]);
  });
});
