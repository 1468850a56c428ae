import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayerPayment } from '../../../core/payments/record-payer-payment.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { reversePayment } from '../../../core/payments/reverse-payment.ts';
import { writeOffInvoice } from '../../../core/payments/write-off-invoice.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { euro } from '../../support/a-payer-in-books.ts';
import { aShop, everySend, issued, pay, sentBy, tenant } from '../../support/a-shop.ts';

type Shop = Awaited<ReturnType<typeof aShop>>;

const came = (shop: Shop, amount: string, reference = 'DE-1') =>
  recordPayerPayment(shop.books, tenant, {
    ...{ payer: 'press', currency: euro, rail: 'bank', reference, apply: 'oldest' },
    ...{ amount: nanos(amount), receivedAt: timestampOf(shop.clock.now()) },
  });

describe('money', () => {
  it('that comes from a payer is told, and so is each invoice that it pays in full', async () => {
    const shop = await aShop(['payment.received', 'invoice.paid']);
    const first = await issued(shop, 'press');

    const { id } = await came(shop, '14');
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      {
        type: 'payment.received',
        data: { payment: { id, customer: 'press', amount: '14.00', reference: 'DE-1' } },
      },
      { type: 'invoice.paid', data: { invoice: { id: first }, by: { kind: 'application' } } },
    ]);
  });

  it('that goes back is told, and an invoice that is paid again after that', async () => {
    const shop = await aShop(['payment.refunded', 'payment.reversed', 'invoice.paid']);
    const invoice = await issued(shop, 'press');
    const { id: payment } = await came(shop, '14');
    const now = shop.clock.now();

    await refundPayment(shop.books, tenant, {
      ...{ payment, amount: nanos('1'), rail: 'bank', reference: 'R-1', refundedAt: now },
    });
    await reversePayment(shop.books, tenant, {
      ...{ payment, reason: 'chargeback', reference: 'CB-1', reversedAt: now },
    });
    await pay(shop, invoice, '10', 'again');
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      { type: 'invoice.paid', data: { by: { kind: 'application' } } },
      {
        type: 'payment.refunded',
        data: { payment: { id: payment }, refund: { amount: '1.00', reference: 'R-1' } },
      },
      {
        type: 'payment.reversed',
        data: { payment: { id: payment }, reversal: { amount: '13.00', reason: 'chargeback' } },
      },
      { type: 'invoice.paid', data: { by: { kind: 'payment' } } },
    ]);
  });

  it('that is not hoped for is told once, and no more when it comes after all', async () => {
    const shop = await aShop(['invoice.uncollectible', 'invoice.paid']);
    const invoice = await issued(shop, 'press');

    await writeOffInvoice(shop.books, tenant, { invoice, reason: 'insolvent', key: 'k' });
    await pay(shop, invoice, '10', 'after all');
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      {
        type: 'invoice.uncollectible',
        data: { invoice: { id: invoice }, amount: '10.00', reason: 'insolvent' },
      },
      { type: 'invoice.paid', data: { by: { kind: 'payment' } } },
    ]);
  });
});

describe('money of a wallet', () => {
  const toppedUp = (shop: Shop) =>
    recordPayerPayment(shop.books, tenant, {
      ...{
        payer: 'press',
        currency: euro,
        rail: 'stripe',
        reference: 'pi_1',
        apply: 'none',
        isCustomer: true,
      },
      ...{ amount: nanos('20'), receivedAt: timestampOf(shop.clock.now()), isOfWallet: true },
    });

  it('is told as wallet.topped-up, and other money as before', async () => {
    const shop = await aShop(['wallet.topped-up', 'payment.received']);

    const { id } = await toppedUp(shop);
    await came(shop, '14');
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      {
        type: 'wallet.topped-up',
        data: { payment: { id, payer: { customer: 'press' }, amount: '20.00' } },
      },
      { type: 'payment.received', data: { payment: { reference: 'DE-1' } } },
    ]);
  });

  it('stays payment.received for who does not ask for more', async () => {
    const shop = await aShop(['payment.received']);

    const { id } = await toppedUp(shop);
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([{ type: 'payment.received', data: { payment: { id } } }]);
  });
});
