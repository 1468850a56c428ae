import { describe, expect, it } from '@jest/globals';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';

describe('money of a payer', () => {
  it('pays what is due first, first, and the rest waits unapplied', async () => {
    const world = await invoicesOf(['10', '20', '30']);
    const [first = '', second = '', third = ''] = world.invoices;

    const { id } = await world.pay({ amount: nanos('25') });
    const rest = await world.pay({ amount: nanos('40'), reference: 'rest' });

    expect(await world.payment(id)).toMatchObject({
      applied: [
        [first, '10'],
        [second, '15'],
      ],
      unapplied: '0',
    });
    expect(await world.payment(rest.id)).toMatchObject({
      applied: [
        [second, '5'],
        [third, '30'],
      ],
      unapplied: '5',
    });
    expect(await world.stateOf(second)).toMatchObject({
      status: 'paid',
      amountPaid: '20.00',
      payments: [
        { id, amount: '15.00' },
        { id: rest.id, amount: '5.00' },
      ],
    });
    expect(await world.balances()).toMatchObject({ receivable: '0', unapplied: '-5' });
    expect(await world.faults()).toEqual([]);
  });

  it('is for the invoices that are named, in their order, as far as they are due', async () => {
    const world = await invoicesOf(['10', '20', '30']);
    const [first = '', , third = ''] = world.invoices;

    const { id } = await world.pay({
      amount: nanos('25'),
      apply: [{ invoice: third, amount: nanos('20') }, { invoice: first }],
    });

    expect(await world.payment(id)).toMatchObject({
      applied: [
        [third, '20'],
        [first, '5'],
      ],
      unapplied: '0',
    });
    expect(await world.stateOf(first)).toMatchObject({ status: 'issued', amountDue: '5.00' });
  });

  it('can be for nothing yet', async () => {
    const world = await invoicesOf(['10']);

    const { id } = await world.pay({ amount: nanos('7'), apply: 'none' });

    expect(await world.payment(id)).toMatchObject({ applied: [], unapplied: '7' });
    expect(await world.balances()).toMatchObject({ receivable: '10', unapplied: '-7' });
  });

  it('is recorded once, however often it is told, and refused as another amount', async () => {
    const world = await invoicesOf(['10']);

    const first = await world.pay({ amount: nanos('4') });
    const again = await world.pay({ amount: nanos('4') });

    expect(again).toEqual({ id: first.id, isNew: false });
    expect(await codeOf(world.pay({ amount: nanos('5') }))).toBe('payment.differs');
    expect(await world.balances()).toMatchObject({ receivable: '6' });
  });

  it('is not recorded once more as a payment of an invoice', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    await world.pay({ amount: nanos('4') });
    const asked = { invoice, rail: 'bank', amount: nanos('4'), receivedAt: world.time.now };
    const pay = (reference: string) =>
      codeOf(recordPayment(world.books, tenant, { ...asked, reference }));

    expect(await pay('r')).toBe('invoice.payment-differs');
    expect(await pay('another')).toBeUndefined();
    expect(await world.balances()).toMatchObject({ receivable: '2' });
  });

  it.each([
    ['is for what is due first', '4', 'oldest', '6'],
    ['pays the invoice whole, and this one is for nothing yet', '10', 'none', '0'],
    ['is more than that, and this one is for nothing yet', '14', 'none', '0'],
  ] as const)(
    'is not recorded where a payment of an invoice has its reference, which %s',
    async (_, paid, apply, receivable) => {
      const world = await invoicesOf(['10']);
      const [invoice = ''] = world.invoices;
      const asked = { invoice, rail: 'bank', reference: 'r', receivedAt: world.time.now };
      const { id } = await recordPayment(world.books, tenant, { ...asked, amount: nanos(paid) });
      const before = await world.balances();

      await expect(world.pay({ amount: nanos(paid), apply })).rejects.toMatchObject({
        code: 'payment.differs',
        message: expect.stringContaining(id),
      });

      expect(await world.balances()).toEqual(before);
      expect(before).toMatchObject({ receivable });
      expect(await codeOf(world.pay({ amount: nanos('1'), apply, rail: 'card' }))).toBeUndefined();
      expect(
        await codeOf(world.pay({ amount: nanos('1'), apply, reference: 's' })),
      ).toBeUndefined();
    },
  );

  it('told at once as a payment of its invoice is recorded once', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const amount = nanos('4');
    const asked = { invoice, rail: 'bank', reference: 'r', receivedAt: world.time.now };

    const codes = await Promise.all([
      codeOf(world.pay({ amount, apply: 'none' })),
      codeOf(recordPayment(world.books, tenant, { ...asked, amount })),
    ]);

    expect(codes.filter((code) => code !== undefined)).toHaveLength(1);
    expect((await world.faults()).length).toBe(0);
  });

  it('is answered as it is applied, where it is told again for something else', async () => {
    const world = await invoicesOf(['10', '20']);
    const [, second = ''] = world.invoices;
    const apply = [{ invoice: second, amount: nanos('2') }];
    const { id } = await world.pay({ amount: nanos('5'), apply });

    expect(await world.pay({ amount: nanos('5') })).toEqual({ id, isNew: false });
    expect(await world.payment(id)).toMatchObject({ applied: [[second, '2']], unapplied: '3' });
  });

  it('told by two at once is recorded once, and applied once', async () => {
    const world = await invoicesOf(['10', '10']);

    const both = await Promise.all([
      world.pay({ amount: nanos('15') }),
      world.pay({ amount: nanos('15') }),
    ]);

    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await world.balances()).toMatchObject({ receivable: '5' });
  });

  it('that comes as another does is applied to what that leaves', async () => {
    const world = await invoicesOf(['10', '10']);

    await Promise.all([
      world.pay({ amount: nanos('8'), reference: 'a' }),
      world.pay({ amount: nanos('9'), reference: 'b' }),
    ]);

    expect(await world.balances()).toMatchObject({ receivable: '3' });
    expect(await world.faults()).toEqual([]);
  });

  it('is refused of an unknown payer, of nothing, in the future, and long before the first month', async () => {
    const world = await invoicesOf(['10']);
    const amount = nanos('1');
    const tomorrow = timestampOf(world.time.now + 86_400_000);

    expect(await codeOf(world.pay({ amount, payer: 'nobody' }))).toBe('payment.payer-unknown');
    expect(await codeOf(world.pay({ amount: nanos('0') }))).toBe('payment.amount-invalid');
    expect(await codeOf(world.pay({ amount: nanos('0.001') }))).toBe('payment.amount-invalid');
    expect(await codeOf(world.pay({ amount, receivedAt: tomorrow }))).toBe('payment.date-invalid');
    const early = timestampOf(Date.UTC(2024, 11, 31));
    expect(await codeOf(world.pay({ amount, receivedAt: early }))).toBe('payment.date-invalid');
    const yearBefore = timestampOf(Date.UTC(2025, 0, 1));
    expect(await world.pay({ amount, receivedAt: yearBefore })).toMatchObject({ isNew: true });
  });

  it('is refused for an invoice of somebody else, one that is void, and beyond what is due', async () => {
    const world = await invoicesOf(['10', '20']);
    const [first = '', second = ''] = world.invoices;
    const others = await invoiceOf(world, { month: 1, amount: '5', customer: 'somebody-else' });
    await voidInvoice(world.books, tenant, {
      invoice: second,
      reason: 'wrong',
      afterwards: 'forgive',
    });
    const pay = (invoice: string, amount?: string) =>
      codeOf(
        world.pay({
          amount: nanos('30'),
          apply: [{ invoice, ...(amount === undefined ? {} : { amount: nanos(amount) }) }],
        }),
      );

    expect(await pay(others)).toBe('payment.not-applicable');
    expect(await pay(second)).toBe('invoice.already-void');
    expect(await pay(first, '10.01')).toBe('payment.amount-exceeded');
    expect(await pay('inv_none')).toBe('invoice.not-found');
    expect(await world.balances()).toMatchObject({ receivable: '10' });
  });

  it('is refused where ninety payments of the payer wait to be used', async () => {
    const world = await invoicesOf(['10']);
    for (let index = 0; index < 90; index += 1) {
      await world.pay({ amount: nanos('1'), apply: 'none', reference: String(index) });
    }

    const one = { amount: nanos('1'), apply: 'none', reference: 'more' } as const;
    expect(await codeOf(world.pay(one))).toBe('payment.too-many-unapplied');
    expect(await world.pay({ ...one, apply: 'oldest' })).toMatchObject({ isNew: true });
  }, 60_000);
});
