import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { applyPayment, unapplyPayment } from '../../../core/payments/apply-payment.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  aPolicy,
  nanos,
  someTerms,
} from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { overpaid, reverse, sound } from '../../support/moved-money.ts';

describe('unapplied money', () => {
  it('is used by the next invoice in the block that issues it, the oldest payment first', async () => {
    const world = await invoicesOf(['10']);
    const older = await world.pay({
      ...{ amount: nanos('4'), apply: 'none', reference: 'older' },
      receivedAt: timestampOf(Date.UTC(2026, 5, 1)),
    });
    const newer = await world.pay({ amount: nanos('9'), apply: 'none', reference: 'newer' });
    const blocks = (await world.books.read(tenant, { cells: [] })).blocks;

    const invoice = await invoiceOf(world, { month: 2, amount: '11' });

    expect((await world.books.read(tenant, { cells: [] })).blocks).toBe(blocks + 1);
    expect(await world.stateOf(invoice)).toMatchObject({
      status: 'paid',
      payments: [
        { id: older.id, amount: '4.00' },
        { id: newer.id, amount: '7.00' },
      ],
    });
    expect(await world.payment(newer.id)).toMatchObject({ unapplied: '2' });
    await sound(world);
  });

  it('is kept where the terms say so, and can be applied all the same', async () => {
    const world = await invoicesOf(['10']);
    const { id: payment } = await world.pay({ amount: nanos('4'), apply: 'none' });

    const invoice = await invoiceOf(world, { month: 2, amount: '11', unappliedMoney: 'keep' });
    const kept = await world.stateOf(invoice);
    await applyPayment(world.books, tenant, { payment, invoice, key: 'a' });
    const next = await invoiceOf(world, { month: 3, amount: '5' });

    expect(kept).toMatchObject({ status: 'issued', amountDue: '11.00', payments: [] });
    expect(await world.stateOf(invoice)).toMatchObject({ amountDue: '7.00' });
    expect(await world.stateOf(next)).toMatchObject({ amountDue: '5.00' });
    await sound(world);
  });

  it('of a payment of another invoice is no payment of this one by its word, which payers use again', async () => {
    const world = await invoicesOf(['10']);
    const [first = ''] = world.invoices;
    const words = { rail: 'bank', reference: 'C-1001', receivedAt: timestampOf(afterJanuary) };
    await recordPayment(world.books, tenant, { invoice: first, amount: nanos('14'), ...words });
    const next = await invoiceOf(world, { month: 2, amount: '11' });

    await recordPayment(world.books, tenant, { invoice: next, amount: nanos('7'), ...words });

    expect(await world.stateOf(next)).toMatchObject({
      status: 'paid',
      payments: [{ amount: '4.00' }, { amount: '7.00' }],
    });
    await sound(world);
  });

  it('of others, or in another currency, is not', async () => {
    const world = await invoicesOf(['10']);
    await invoiceOf(world, { month: 1, amount: '1', customer: 'other' });
    await world.pay({ amount: nanos('9'), apply: 'none', payer: 'other' });

    const invoice = await invoiceOf(world, { month: 2, amount: '11' });

    expect(await world.stateOf(invoice)).toMatchObject({ status: 'issued', amountDue: '11.00' });
  });

  it('is used by each of many invoices that are closed together', async () => {
    const world = await invoicesOf(['10']);
    const payers = ['a', 'b', 'c'];
    for (const customer of payers) {
      await invoiceOf(world, { month: 1, amount: '1', customer });
      for (let part = 0; part < 50; part += 1) {
        const reference = String(part);
        await world.pay({ amount: nanos('1'), apply: 'none', payer: customer, reference });
      }
    }

    const closed = await closePeriods(
      world,
      tenant,
      payers.map((customer) =>
        aClosing({
          terms: someTerms({ customer }),
          policy: aPolicy({ bounds: undefined }),
          current: aMonth('2026-02', [aCharge('1', '49.5')]),
        }),
      ),
    );

    for (const outcome of closed) {
      const id = outcome.status === 'closed' ? outcome.document.id : '';
      expect(await world.stateOf(id)).toMatchObject({ status: 'paid', amountDue: '0.00' });
    }
    expect(await world.balances('b')).toMatchObject({ receivable: '1', unapplied: '-0.5' });
    await sound(world);
  }, 60_000);

  it('is applied when a person says so, once for a key, and taken back', async () => {
    const world = await invoicesOf(['10', '20']);
    const [first = '', second = ''] = world.invoices;
    const { id: payment } = await world.pay({ amount: nanos('15'), apply: 'none' });
    const apply = (invoice: string, key: string, amount?: string) =>
      applyPayment(world.books, tenant, {
        ...{ payment, invoice, key },
        ...(amount === undefined ? {} : { amount: nanos(amount) }),
      });
    const takeBack = (invoice: string, key: string, amount?: string) =>
      unapplyPayment(world.books, tenant, {
        ...{ payment, invoice, key },
        ...(amount === undefined ? {} : { amount: nanos(amount) }),
      });

    await apply(first, 'a');
    expect(await apply(first, 'a')).toMatchObject({ isNew: false });
    expect(await codeOf(apply(second, 'a'))).toBe('request.idempotency-key-reused');
    expect(await codeOf(apply(first, 'b'))).toBe('payment.amount-exceeded');
    expect(await codeOf(apply(second, 'c', '5.01'))).toBe('payment.amount-exceeded');
    await expect(apply(first, 'b')).rejects.toThrow('nothing is due of INV-');
    await expect(apply(second, 'c', '5.01')).rejects.toThrow(/^apply 5 at most: 5 is unapplied/);
    await apply(second, 'd', '5');
    await expect(apply(second, 'e')).rejects.toThrow('nothing of the payment is unapplied');
    expect(await codeOf(takeBack(first, 'a'))).toBe('payment.amount-exceeded');
    expect(await codeOf(takeBack(first, 'b', '10.01'))).toBe('payment.amount-exceeded');
    await takeBack(first, 'a', '4');

    expect(await world.payment(payment)).toMatchObject({
      applied: [
        [first, '6'],
        [second, '5'],
      ],
      unapplied: '4',
    });
    expect(await world.stateOf(first)).toMatchObject({ status: 'issued', amountDue: '4.00' });
    await sound(world);
  });
});

describe('a payment of before there was unapplied money', () => {
  it('is applied whole to its invoice, and what is too much of it is freed when that is asked for', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const payment = await overpaid(world, invoice, '14');
    expect(await world.stateOf(invoice)).toMatchObject({ status: 'paid', amountDue: '-4.00' });
    expect(await world.payment(payment)).toMatchObject({ applied: [[invoice, '14']] });

    await unapplyPayment(world.books, tenant, { payment, invoice, key: 'k' });

    expect(await world.stateOf(invoice)).toMatchObject({ status: 'paid', amountDue: '0.00' });
    expect(await world.payment(payment)).toMatchObject({
      ...{ applied: [[invoice, '10']], unapplied: '4' },
    });
    await sound(world);
  });

  it('is reversed as any other', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const payment = await overpaid(world, invoice, '14');

    await reverse(world, payment);

    expect(await world.stateOf(invoice)).toMatchObject({ status: 'issued', amountDue: '10.00' });
    await sound(world);
  });
});
