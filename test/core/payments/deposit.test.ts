import { describe, expect, it } from '@jest/globals';
import { wantedApproval } from '../../../core/billing/run/approval.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { suspenseOf } from '../../../core/kernel/payer.ts';
import { movePayment } from '../../../core/payments/move-payment.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { sound } from '../../support/moved-money.ts';

const isCustomer = true;
const bank = suspenseOf('bank');

describe('money of a payer without any document yet', () => {
  it('is recorded, the first of all books, and used by its first invoice', async () => {
    const world = await invoicesOf([]);

    const deposit = await world.pay({ amount: nanos('4'), isCustomer });
    const again = await world.pay({ amount: nanos('4'), isCustomer });
    const invoice = await invoiceOf(world, { month: 1, amount: '11' });

    expect([deposit.isNew, again]).toEqual([true, { id: deposit.id, isNew: false }]);
    expect(await world.stateOf(invoice)).toMatchObject({
      ...{ status: 'issued', amountDue: '7.00' },
      payments: [{ id: deposit.id, amount: '4.00' }],
    });
    await sound(world);
  });

  it('is refused of who is neither in the books nor a customer', async () => {
    const world = await invoicesOf(['10']);

    expect(await codeOf(world.pay({ amount: nanos('4'), payer: 'pres-review' }))).toBe(
      'payment.payer-unknown',
    );
  });

  it('is not lost with its cell: whoever closes a month of the payer hears of it', async () => {
    const world = await invoicesOf([]);
    await world.pay({ amount: nanos('4'), isCustomer });
    await world.pay({ amount: nanos('5'), payer: 'other', isCustomer });
    for (const customer of ['press-review', 'other']) {
      world.cells.remove(tenant, { kind: 'customer', customer });

      const closing = invoiceOf(world, { month: 1, amount: '11', customer });

      await expect(closing).rejects.toThrow('a projection is lost: ["customer"');
    }
  });

  it('leaves the first month that is billed to be approved, and the first that was closed', async () => {
    const world = await invoicesOf([]);
    const approvalIn = async (month: string) =>
      (await wantedApproval(world, { tenant, month: monthFrom(month) }, 'first-month'))?.code;
    for (let n = 0; n < 40; n += 1) {
      await world.pay({ amount: nanos('1'), payer: `c${n}`, isCustomer });
    }
    const before = [await approvalIn('2026-01'), await world.books.firstClosed(tenant)];

    await invoiceOf(world, { month: 1, amount: '11' });

    expect(before).toEqual(['awaiting-approval', undefined]);
    expect(await world.books.firstClosed(tenant)).toBe('2026-01');
    expect([await approvalIn('2026-01'), await approvalIn('2026-02')]).toEqual([
      'awaiting-approval',
      undefined,
    ]);
  });
});

describe('money of nobody knows whom', () => {
  it('waits on an account of its rail, until it is moved to who has paid it', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('10'), payer: bank, bankEntry: 'e1' });
    const before = await world.balances(bank);

    const moved = await movePayment(world.books, tenant, {
      ...{ payment: id, payer: 'press-review', reference: 'M-1' },
    });

    expect(before).toMatchObject({ receivable: '0', unapplied: '-10' });
    expect(await world.balances(bank)).not.toHaveProperty('unapplied');
    expect(await world.payment(moved.id)).toMatchObject({ applied: [[world.invoices[0], '10']] });
    expect(await world.stateOf(world.invoices[0] ?? '')).toMatchObject({ status: 'paid' });
    await sound(world);
  });

  it('is moved to a customer who was never billed, too, or paid back', async () => {
    const world = await invoicesOf([]);
    const { id } = await world.pay({ amount: nanos('10'), payer: bank, bankEntry: 'e1' });
    const move = { payment: id, payer: 'new', reference: 'M-1', amount: nanos('4') };
    const unknown = await codeOf(movePayment(world.books, tenant, move));

    await movePayment(world.books, tenant, { ...move, isCustomer });
    await refundPayment(world.books, tenant, {
      ...{ payment: id, amount: nanos('6'), rail: 'bank', reference: 'R-1' },
      refundedAt: world.time.now,
    });

    expect(unknown).toBe('payment.payer-unknown');
    expect(await world.balances(bank)).not.toHaveProperty('unapplied');
    expect(await world.balances('new')).toMatchObject({ unapplied: '-4' });
    await sound(world);
  });

  it('is of the rail that it came over', async () => {
    const world = await invoicesOf([]);
    const amount = nanos('1');

    expect(await codeOf(world.pay({ amount, payer: suspenseOf('card') }))).toBe(
      'payment.payer-unknown',
    );
  });
});
