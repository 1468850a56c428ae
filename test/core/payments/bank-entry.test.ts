import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { reversePayment } from '../../../core/payments/reverse-payment.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';

const bankEntry = 'ab12';

async function refusalOf(work: Promise<unknown>) {
  const error = await work.catch((refused: unknown) => refused);
  return error instanceof Rejection ? [error.code, error.param] : error;
}

describe('a bank entry', () => {
  it('is booked once, under whatever reference it is told again', async () => {
    const { pay, balances } = await invoicesOf(['10']);

    const first = await pay({ amount: nanos('10'), bankEntry });
    const again = await pay({ amount: nanos('10'), bankEntry, reference: 'another' });
    const other = await pay({ amount: nanos('10'), bankEntry: 'cd34' });

    expect(again).toEqual({ id: first.id, isNew: false });
    expect(other.isNew).toBe(true);
    expect(await balances()).toMatchObject({ receivable: '0', unapplied: '-10' });
  });

  it('is not booked once more as a payment of the invoice that it paid, under its own reference', async () => {
    const { pay, books, time, invoices } = await invoicesOf(['10']);
    const entry = { rail: 'bank', reference: 'A-1:ab12', amount: nanos('4') };
    await pay({ ...entry, bankEntry });

    const again = recordPayment(books, tenant, {
      ...{ ...entry, invoice: invoices[0] ?? '', receivedAt: time.now },
    });

    expect(await refusalOf(again)).toEqual(['invoice.payment-differs', '/reference']);
  });

  it('that is booked for one payer is refused for another, and in another amount', async () => {
    const world = await invoicesOf(['10']);
    await invoiceOf(world, { month: 1, amount: '10', customer: 'radio' });
    await world.pay({ amount: nanos('10'), bankEntry });

    expect(await refusalOf(world.pay({ payer: 'radio', amount: nanos('10'), bankEntry }))).toEqual([
      'payment.differs',
      '/customer',
    ]);
    expect(await refusalOf(world.pay({ amount: nanos('9'), bankEntry }))).toEqual([
      'payment.differs',
      '/amount',
    ]);
  });

  it('takes back one payment, and no other when it is told again', async () => {
    const { pay, books, time, balances } = await invoicesOf(['10', '10']);
    const one = await pay({ amount: nanos('10'), reference: 'a' });
    const two = await pay({ amount: nanos('10'), reference: 'b' });
    const back = (payment: string) =>
      reversePayment(books, tenant, {
        ...{ payment, reason: 'returned', reference: 'x', bankEntry, reversedAt: time.now },
      });

    const first = await back(one.id);
    const again = await back(one.id);

    expect([first.isNew, again]).toEqual([true, { id: first.id, isNew: false }]);
    expect(await refusalOf(back(two.id))).toEqual(['payment.differs', 'id']);
    expect(await balances()).toMatchObject({ receivable: '10' });
  });
});
