import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { balanceOf, connectedRails, documentsOf, tenant } from '../../support/some-rails.ts';

const look = { kind: 'look' };
const unapplied = 'customer:press-review:unapplied';

/** An invoice of 12.34 that was paid by Stripe. */
async function paid() {
  const world = await connectedRails();
  const invoice = await world.invoice('12.34');
  const { reference = '' } = await world.collect(invoice);
  world.stripe.pay(reference);
  await world.run(look);
  const [payment] = world.stripe.payments.keys();
  if (payment === undefined) throw new Error('it is paid');
  const due = async () => (await world.books.due(tenant, invoice)).amount;
  return { ...world, world, invoice, payment, due };
}

describe('money that goes back by Stripe', () => {
  it('is a refund, whose invoice is due again where nothing was unapplied', async () => {
    const { world, stripe, payment, due } = await paid();
    const id = stripe.refund(payment, 234)?.id ?? '';

    await world.run(look, look);

    const refunds = (await documentsOf(world)).filter(({ kind }) => kind === 'refund');
    expect(refunds).toMatchObject([{ reference: id, amount: nanos('2.34'), rail: 'stripe' }]);
    expect(await due()).toBe(nanos('2.34'));
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('10'));
  });

  it('is of unapplied money first: an invoice that was credited is not due again', async () => {
    const { world, stripe, payment, due, invoice } = await paid();
    await world.credit(invoice);
    stripe.refund(payment, 1234);

    await world.run(look);

    expect(await due()).toBe(0n);
    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(await balanceOf(world, unapplied)).toBe(0n);
  });

  it('is the refund that a person has recorded under the same reference', async () => {
    const { world, stripe, payment, invoice } = await paid();
    await world.credit(invoice);
    const id = stripe.refund(payment, 1234)?.id ?? '';
    const documents = await documentsOf(world);
    const inBooks = documents.find(({ kind }) => kind === 'payment')?.id ?? '';
    await refundPayment(world.named, tenant, {
      ...{ payment: inBooks, amount: nanos('12.34'), rail: 'stripe', reference: id },
      refundedAt: timestampOf(world.time.now),
    });

    await world.run(look);

    const refunds = (await documentsOf(world)).filter(({ kind }) => kind === 'refund');
    expect(refunds).toHaveLength(1);
    expect(world.notices).toEqual([]);
  });

  it('comes again where a refund could not be paid out', async () => {
    const { world, stripe, payment, due } = await paid();
    const id = stripe.refund(payment, 1234)?.id ?? '';
    await world.run(look);
    stripe.failRefund(id);

    await world.run(look);
    await world.run(look);

    expect(await due()).toBe(0n);
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
  });

  it('is a reversal where its bank has taken it, and the invoice is due again', async () => {
    const { world, stripe, payment, due } = await paid();
    const id = stripe.dispute(payment)?.id ?? '';

    await world.run(look, look);

    const reversals = (await documentsOf(world)).filter(({ kind }) => kind === 'reversal');
    expect(reversals).toMatchObject([{ reference: id, reason: 'chargeback' }]);
    expect(await due()).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
  });

  it.each([
    ['won', '12.34'],
    ['lost', '0'],
  ] as const)('in a dispute that is %s comes to %s', async (outcome, balance) => {
    const { world, stripe, payment } = await paid();
    const id = stripe.dispute(payment)?.id ?? '';
    await world.run(look);
    stripe.closeDispute(id, outcome);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos(balance));
  });

  it('is booked in the order in which it has moved, where all of it is found at once', async () => {
    const { world, stripe, payment, due } = await paid();
    const id = stripe.dispute(payment)?.id ?? '';
    world.pass(1000);
    stripe.closeDispute(id, 'won');
    world.pass(1000);
    stripe.failRefund(stripe.refund(payment, 300)?.id ?? '');
    world.pass(1000);
    stripe.refund(payment, 1134);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('1'));
    expect(await due()).toBe(nanos('11.34'));
    expect(world.notices).toEqual([]);
  });

  it('is taken from all that has come, and once, where much of it came again', async () => {
    const { world, stripe, payment } = await paid();
    stripe.failRefund(stripe.refund(payment, 300)?.id ?? '');
    world.pass(1000);
    const id = stripe.refund(payment, 1234)?.id;

    await world.run(look, look);

    const refunds = (await documentsOf(world)).filter(({ kind }) => kind === 'refund');
    expect(refunds.map((one) => 'reference' in one && one.reference)).toEqual([
      expect.any(String),
      id,
      id,
    ]);
    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
  });

  it('in an inquiry has not moved', async () => {
    const { world, stripe, payment } = await paid();
    stripe.dispute(payment, 'inquiry');

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
  });

  it('is booked of the payer, where the invoice was void before it was paid', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');
    const { reference = '' } = await world.collect(invoice);
    await world.void(invoice);
    world.stripe.pay(reference);
    const [payment = ''] = world.stripe.payments.keys();
    world.stripe.refund(payment, 1234);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(await balanceOf(world, unapplied)).toBe(0n);
  });

  it('is booked of the payer later too, where the invoice was void when the money came', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');
    const { reference = '' } = await world.collect(invoice);
    world.stripe.pay(reference);
    await world.void(invoice);
    await world.run(look);
    const [payment = ''] = world.stripe.payments.keys();
    world.stripe.refund(payment, 1234);

    await world.run(look, look);

    const kinds = (await documentsOf(world)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'refund')).toHaveLength(1);
    expect(await balanceOf(world, 'cash:stripe')).toBe(0n);
    expect(await balanceOf(world, unapplied)).toBe(0n);
    expect(world.notices).toEqual([]);
  });

  it('keeps nothing after it waiting, where it cannot be booked', async () => {
    const { world, stripe, payment } = await paid();
    const wrong = stripe.refund(payment, 100)?.id ?? '';
    stripe.refunds.set(wrong, { ...stripe.refunds.get(wrong), currency: 'jpy' } as never);
    world.pass(1000);
    stripe.refund(payment, 234);

    await world.run(look);

    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('10'));
    expect(world.notices[0]?.detail).toContain(`book ${wrong} `);
  });

  it('is told to a person, all of it, where its payment is not in the books', async () => {
    const world = await connectedRails();
    const { reference = '' } = await world.collect(await world.invoice('12.34'));
    world.stripe.pay(reference);
    const [payment = ''] = world.stripe.payments.keys();
    const before = world.stripe.payments.get(payment);
    world.stripe.payments.set(payment, { ...before, currency: 'jpy' } as never);
    const failed = world.stripe.refund(payment, 300)?.id ?? '';
    world.stripe.failRefund(failed);
    world.pass(1000);
    const refund = world.stripe.refund(payment, 200)?.id ?? '';
    for (const [id, one] of world.stripe.refunds) {
      world.stripe.refunds.set(id, { ...one, currency: 'eur' } as never);
    }

    await world.run(look);

    const [notice] = world.notices;
    for (const id of [payment, failed, refund]) expect(notice?.detail).toContain(`book ${id} `);
    expect((await documentsOf(world)).map(({ kind }) => kind)).not.toContain('refund');
  });

  it('of more than the books know of is told to a person', async () => {
    const { world, stripe, payment } = await paid();
    const refund = stripe.refund(payment, 1000);
    stripe.refunds.set(refund?.id ?? '', { ...refund, amount: 2000 } as never);

    await world.run(look);

    expect(world.notices[0]?.detail).toContain('by hand');
  });
});
