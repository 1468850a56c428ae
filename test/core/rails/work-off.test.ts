import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { balanceOf, connectedRails, type SomeRails, tenant } from '../../support/some-rails.ts';

const look = { kind: 'look' };
const lost = { kind: 'failed', reason: 'timeout' } as const;
const unavailable = {
  kind: 'answered',
  status: 500,
  body: '{"error":{"type":"api_error"}}',
} as const;

/** An invoice that somebody is paying. */
async function paying(amount = '12.34') {
  const world = await connectedRails();
  const invoice = await world.invoice(amount);
  const { reference = '' } = await world.collect(invoice);
  return { ...world, world, invoice, reference };
}

const dueOf = async ({ books }: SomeRails, invoice: string) =>
  (await books.due(tenant, invoice)).amount;

/** What the rail tells of a collection, as the route puts it on the queue. */
const told = (invoice: string, attempt = 1) => ({
  kind: 'hint',
  tenant,
  rail: 'stripe',
  hint: { about: 'collection', collection: { invoice, attempt } },
});

describe('what Stripe tells of', () => {
  it('is booked once, told twice and found once more', async () => {
    const { world, invoice, reference, stripe } = await paying();
    stripe.pay(reference);

    await world.run(told(invoice), told(invoice), look);
    world.pass(20 * millisecondsPer.minute);
    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(await dueOf(world, invoice)).toBe(0n);
    expect(world.collections.all()).toMatchObject([{ status: 'settled', payment: 'pi_000003' }]);
  });

  it('is found where it is never told', async () => {
    const { world, reference, stripe } = await paying();
    stripe.pay(reference);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
  });

  it('is of no effect before it has happened', async () => {
    const { world, invoice } = await paying();

    await world.run(told(invoice));

    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(world.collections.all()).toMatchObject([{ status: 'submitted' }]);
  });

  it('is booked again under the same id, where the state was not put after it', async () => {
    const { world, invoice, reference, stripe, collections } = await paying();
    stripe.pay(reference);
    const { put } = collections;
    collections.put = async () => {
      collections.put = put;
      throw new Error('crashed');
    };
    await expect(world.run(told(invoice))).rejects.toThrow('crashed');

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(world.collections.all()).toMatchObject([{ status: 'settled' }]);
  });

  it('keeps nothing waiting while Stripe does not answer, and is found after', async () => {
    const { world, invoice, reference, stripe, between } = await paying();
    stripe.pay(reference);
    const { answer } = between;
    between.answer = () => unavailable;
    await world.run(told(invoice), look);
    between.answer = answer;

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
  });

  it('of another stack that uses the same account is let be', async () => {
    const { world, stripe, reference } = await paying();
    const [session] = stripe.sessions.values();
    const metadata = { ...session?.metadata, farthing_space: '/farthing/Another/rails' };
    stripe.sessions.set(reference, { ...session, metadata, payment_metadata: metadata } as never);
    stripe.pay(reference);

    await world.run({ kind: 'changes', tenant, rail: 'stripe' });

    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(world.notices).toEqual([]);
  });
});

describe('a look', () => {
  it('ends a session whose invoice was paid in another way', async () => {
    const { world, invoice, stripe } = await paying();
    await world.pay(invoice, '12.34');

    await world.run(look);

    expect([...stripe.sessions.values()]).toMatchObject([{ status: 'expired' }]);
    expect(world.collections.all()).toMatchObject([{ status: 'expired' }]);
  });

  it('books too much as it came, where the payer was faster than that', async () => {
    const { world, invoice, reference, stripe } = await paying();
    await world.pay(invoice, '12.34');
    stripe.pay(reference);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'customer:press-review:unapplied')).toBe(-nanos('12.34'));
  });

  it('goes on from message to message over more than it takes at a time', async () => {
    const world = await connectedRails();
    for (let customer = 0; customer < 23; customer += 1) {
      const { reference = '' } = await world.collect(
        await world.invoice('1.00', 'EUR', `customer-${customer}`),
      );
      world.stripe.pay(reference);
    }

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('23'));
  });

  it('tells a person of what it has not been known of for an hour, and not before', async () => {
    const { world, between, invoice } = await paying();
    between.answer = () => lost;

    await world.run(look);
    const before = [...world.notices];
    world.pass(61 * millisecondsPer.minute);
    await world.run(look);

    expect(before).toEqual([]);
    expect(world.notices).toEqual(
      expect.arrayContaining([
        { event: 'collection.stuck', tenant, collection: `${invoice}.1`, detail: 'timeout' },
      ]),
    );
  });

  it('books nothing in another currency than the invoice, and tells a person at once', async () => {
    const { world, reference, stripe } = await paying();
    stripe.pay(reference);
    const [payment] = stripe.payments.values();
    stripe.payments.set(payment?.id ?? '', { ...payment, currency: 'jpy' } as never);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(world.notices[0]?.detail).toContain('not in EUR');
    expect(world.collections.all()).toMatchObject([{ status: 'submitted' }]);
  });

  it('books what came of an invoice that was voided meanwhile', async () => {
    const { world, invoice, reference, stripe } = await paying();
    await world.void(invoice);
    stripe.pay(reference);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'customer:press-review:unapplied')).toBe(-nanos('12.34'));
  });

  it('settles what came of a void invoice, where that it is booked was not put after it', async () => {
    const { world, invoice, reference, stripe, collections } = await paying();
    stripe.pay(reference);
    await world.void(invoice);
    const { put } = collections;
    collections.put = async () => {
      collections.put = put;
      throw new Error('crashed');
    };
    await expect(world.run(told(invoice))).rejects.toThrow('crashed');

    await world.run(look);

    expect(world.collections.all()).toMatchObject([{ status: 'settled' }]);
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
    expect(world.notices).toEqual([]);
  });

  it('takes no money for that of the payer which differs from what was recorded of the invoice', async () => {
    const { world, invoice, reference, stripe } = await paying();
    stripe.pay(reference);
    const [payment = ''] = stripe.payments.keys();
    await recordPayment(world.named, tenant, {
      ...{ invoice, rail: 'stripe', reference: payment, amount: nanos('12') },
      receivedAt: world.time.now,
    });

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12'));
    expect(world.notices[0]?.detail).toContain(`book ${payment} by hand`);
  });

  it('does nothing for a tenant that is disconnected', async () => {
    const { world, stripe } = await paying();
    const connection = await world.collections.connection(tenant, 'stripe');
    if (connection === undefined) throw new Error('it is connected');
    await world.collections.putConnection({ ...connection, enabled: false, revision: 9 });
    await world.collections.putConnection({ ...connection, enabled: false, revision: 2 });
    const calls = stripe.calls.length;

    await world.run(look);

    expect(stripe.calls).toHaveLength(calls);
    expect(await codeOf(world.run(look))).toBeUndefined();
  });
});
