import { describe, expect, it } from '@jest/globals';
import { readBalances } from '../../../core/books/reading.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { statusOf } from '../../../core/payments/payment-state.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { afterJanuary, nanos } from '../../fixtures/invoicing.ts';

import { anInvoice, codeOf, tenant } from '../../support/an-invoice-in-books.ts';

describe('a payment', () => {
  it('settles an invoice when nothing is due any more', async () => {
    const invoice = await anInvoice();

    await invoice.pay('35.00', 'first');
    expect(await invoice.state()).toMatchObject({ status: 'issued', amountDue: '0.74' });
    await invoice.pay('0.74', 'second');

    expect(await invoice.state()).toMatchObject({
      status: 'paid',
      amountPaid: '35.74',
      amountDue: '0.00',
      payments: [{ reference: 'first' }, { reference: 'second', amount: '0.74' }],
    });
  });

  it('is recorded once, however often it is told', async () => {
    const invoice = await anInvoice();

    const first = await invoice.pay('1');
    const second = await invoice.pay('1');

    expect(second).toEqual({ id: first.id, isNew: false });
    expect(await invoice.state()).toMatchObject({ amountPaid: '1.00' });
  });

  it('of more than is due is applied as far as that goes, and the rest is the payer’s, unapplied', async () => {
    const invoice = await anInvoice();

    await invoice.pay('40');

    expect(await invoice.state()).toMatchObject({
      status: 'paid',
      amountDue: '0.00',
      amountPaid: '35.74',
      payments: [{ amount: '35.74' }],
    });
    const balances = await readBalances(invoice.books, tenant);
    expect(balances).toContainEqual({
      account: 'customers:receivable',
      currency: 'EUR',
      amount: nanos('0'),
    });
    expect(balances).toContainEqual({
      account: 'customers:unapplied',
      currency: 'EUR',
      amount: nanos('-4.26'),
    });
  });

  it('is refused when it is told differently, is nothing, or is for what is no invoice', async () => {
    const invoice = await anInvoice();
    await invoice.pay('1');
    const elsewhere = {
      rail: 'bank',
      reference: 'r',
      amount: nanos('1'),
      receivedAt: afterJanuary,
    };

    expect(await codeOf(invoice.pay('2'))).toBe('invoice.payment-differs');
    expect(await codeOf(invoice.pay('0', 'none'))).toBe('invoice.amount-invalid');
    expect(await codeOf(invoice.pay('-1', 'back'))).toBe('invoice.amount-invalid');
    expect(await codeOf(invoice.pay('0.001', 'part'))).toBe('invoice.amount-invalid');
    expect(
      await codeOf(recordPayment(invoice.books, tenant, { ...elsewhere, invoice: 'inv_none' })),
    ).toBe('invoice.not-found');
  });
});

describe('an invoice', () => {
  it('is overdue from the end of its due date, while something is due', async () => {
    const invoice = await anInvoice();
    invoice.time.now = timestampOf(Date.UTC(2026, 1, 17) - 1);
    expect(await invoice.state()).toMatchObject({ status: 'issued', overdue: false });

    invoice.time.now = timestampOf(Date.UTC(2026, 1, 17));
    expect(await invoice.state()).toMatchObject({ overdue: true });
    await invoice.pay('35.74');

    expect(await invoice.state()).toMatchObject({ status: 'paid', overdue: false });
  });

  it('of nothing is paid, as there is nothing to take back', () => {
    const none = nanos('0');
    const sums = { total: none, paid: none, credited: none };

    expect(statusOf(sums)).toBe('paid');
  });

  it('keeps its bytes, whatever becomes of it', async () => {
    const invoice = await anInvoice();
    await invoice.pay('1');
    await invoice.credit();

    expect(await invoice.contentOf(invoice.id)).toEqual(JSON.parse(invoice.bytes));
  });
});
