import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { goneBack } from '../../../core/payments/gone-back.ts';
import { movePayment } from '../../../core/payments/move-payment.ts';
import { readPayment } from '../../../core/payments/payment-in-books.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, payer, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { back, cashIn, refund, reverse, sound } from '../../support/moved-money.ts';

describe('a refund', () => {
  it('is of what is unapplied, and paid back once however often it is told', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('25') });

    await refund(world, id, '5');
    expect(await refund(world, id, '5')).toMatchObject({ isNew: false });

    expect(await codeOf(refund(world, id, '6'))).toBe('payment.differs');
    expect(await codeOf(refund(world, id, '10.01', 'more'))).toBe('payment.amount-exceeded');
    expect(await world.payment(id)).toMatchObject({ refunded: '5', unapplied: '10' });
    expect(await cashIn(world)).toBe('20');
    await sound(world);
  });

  it('is not before its payment, nor in the future', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('5'), apply: 'none' });
    const on = (days: number) =>
      codeOf(
        refundPayment(world.books, tenant, {
          ...{ payment: id, ...back, amount: nanos('1') },
          refundedAt: timestampOf(world.time.now + days * 86_400_000),
        }),
      );

    expect(await on(-1)).toBe('payment.date-invalid');
    expect(await on(1)).toBe('payment.date-invalid');
    expect(await on(0)).toBeUndefined();
  });

  it('of a payment that was reversed meanwhile is refused', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('5'), apply: 'none' });

    const outcomes = await Promise.all([
      codeOf(reverse(world, id)),
      codeOf(refund(world, id, '5')),
    ]);

    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
    expect(await cashIn(world)).toBe('0');
  });
});

describe('a reversal', () => {
  it('of a part is refused where it is told again as of all that is left', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('10') });
    await reverse(world, id, '3');

    expect(await reverse(world, id, '3')).toMatchObject({ isNew: false });
    await expect(reverse(world, id)).rejects.toMatchObject({
      code: 'payment.differs',
      message: expect.stringContaining('7 of the payment is left'),
    });
    expect(await world.payment(id)).toMatchObject({ reversed: '3' });
  });

  it('of all that is left is answered as it was, told again without an amount', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('15') });
    await refund(world, id, '5');
    await reverse(world, id);

    expect(await reverse(world, id)).toMatchObject({ isNew: false });
    expect(await world.payment(id)).toMatchObject({ refunded: '5', reversed: '10' });
  });

  it('takes what is unapplied first, then the latest applications, whose invoices are due again', async () => {
    const world = await invoicesOf(['10', '20']);
    const [first = '', second = ''] = world.invoices;
    const { id } = await world.pay({ amount: nanos('35') });

    await reverse(world, id, '12');
    world.time.now = timestampOf(Date.UTC(2027, 1, 1));

    expect(await world.payment(id)).toMatchObject({
      applied: [
        [first, '10'],
        [second, '13'],
      ],
      reversed: '12',
      unapplied: '0',
    });
    expect(await world.stateOf(second)).toMatchObject({
      ...{ status: 'issued', overdue: true, amountDue: '7.00', amountPaid: '13.00' },
      payments: [{ id, amount: '13.00' }],
    });
    await sound(world);
  });

  it('of all of a payment of an invoice leaves that as if it was never paid', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const { id } = await world.pay({ amount: nanos('10') });

    await reverse(world, id);
    expect(await reverse(world, id)).toMatchObject({ isNew: false });

    expect(await codeOf(reverse(world, id, '1'))).toBe('payment.differs');
    expect(await world.stateOf(invoice)).toMatchObject({ amountDue: '10.00', payments: [] });
    expect(await cashIn(world)).toBe('0');
    await sound(world);
  });

  it('is refused beyond what is left', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('10'), apply: 'none' });
    await refund(world, id, '4');

    expect(await codeOf(reverse(world, id, '6.01'))).toBe('payment.amount-exceeded');
    await reverse(world, id);

    expect(await world.payment(id)).toMatchObject({ refunded: '4', reversed: '6' });
  });
});

describe('what went back of a payment', () => {
  it('is said of it, each with its reference, day and rail, the latest first; of another nothing', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('20') });
    const { id: other } = await world.pay({ amount: nanos('5'), apply: 'none', reference: 'x' });
    const backOf = async (payment: string) =>
      goneBack(world, tenant, await readPayment(world.books, tenant, payment));

    await refund(world, id, '4');
    await refund(world, id, '1', 'more');
    await refund(world, other, '2', 'another');
    await reverse(world, id, '3');

    const on = '2027-01-10';
    expect(await backOf(id)).toMatchObject({
      refunds: [
        { amount: '1.00', rail: 'bank', reference: 'more', on },
        { amount: '4.00', rail: 'bank', reference: 'back', on },
      ],
      reversals: [{ amount: '3.00', rail: 'bank', reference: 'cb-1', on, reason: 'chargeback' }],
    });
    expect((await backOf(other)).reversals).toBeUndefined();
    const { id: whole } = await world.pay({ amount: nanos('1'), reference: 'y' });
    expect(await backOf(whole)).toEqual({});
  });
});

describe('money that moves to another payer', () => {
  it('pays what that owes, once however often it is told, in one block', async () => {
    const world = await invoicesOf(['10']);
    const theirs = await invoiceOf(world, { month: 1, amount: '8', customer: 'other' });
    const { id: payment } = await world.pay({ amount: nanos('30') });
    const move = (to: string, amount?: string) =>
      movePayment(world.books, tenant, {
        ...{ payment, payer: to, reference: 'm-1' },
        ...(amount === undefined ? {} : { amount: nanos(amount) }),
      });

    const moved = await move('other', '12');
    expect(await move('other', '12')).toEqual({ id: moved.id, isNew: false });

    expect(await codeOf(move('other', '13'))).toBe('payment.differs');
    expect(await codeOf(move(payer, '12'))).toBe('payment.differs');
    expect(await world.payment(payment)).toMatchObject({ refunded: '12', unapplied: '8' });
    expect(await world.payment(moved.id)).toMatchObject({
      ...{ applied: [[theirs, '8']], unapplied: '4' },
    });
    expect(await cashIn(world, 'transfer')).toBe('0');
    await sound(world);
  });

  it('is taken back from the rail that it came in over, of each payment its part', async () => {
    const world = await invoicesOf(['10']);
    const theirs = await invoiceOf(world, { month: 1, amount: '8', customer: 'other' });
    await invoiceOf(world, { month: 1, amount: '3', customer: 'third' });
    const { id: payment } = await world.pay({ amount: nanos('25') });
    const move = (of: string, to: string, amount: string) =>
      movePayment(world.books, tenant, {
        ...{ payment: of, payer: to, amount: nanos(amount), reference: 'm:1' },
      });
    const { id: second } = await move(payment, 'other', '12');
    const { id: third } = await move(second, 'third', '3');

    expect(await codeOf(reverse(world, payment, '13.01'))).toBe('payment.amount-exceeded');
    for (const id of [payment, second, third]) await reverse(world, id);

    expect(await world.stateOf(theirs)).toMatchObject({ amountDue: '8.00', payments: [] });
    expect(await cashIn(world, 'bank')).toBe('0');
    expect(await cashIn(world, 'transfer')).toBe('0');
    await sound(world);
  });

  it('is refused to nobody, and to the payer itself', async () => {
    const world = await invoicesOf(['10']);
    const { id: payment } = await world.pay({ amount: nanos('30') });
    const move = (to: string) =>
      codeOf(movePayment(world.books, tenant, { payment, payer: to, reference: 'm-1' }));

    expect(await move('nobody')).toBe('payment.payer-unknown');
    expect(await move(payer)).toBe('payment.not-applicable');
  });
});
