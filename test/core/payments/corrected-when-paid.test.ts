import { describe, expect, it } from '@jest/globals';
import { readBalances } from '../../../core/books/reading.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { credit, sound, writeOff } from '../../support/moved-money.ts';

describe('a credit note of a paid invoice', () => {
  it('takes back from the latest payment what is paid too much then', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const first = await world.pay({ amount: nanos('7'), reference: 'a' });
    const second = await world.pay({ amount: nanos('3'), reference: 'b' });

    await credit(world, invoice, '4');

    expect(await world.payment(first.id)).toMatchObject({ unapplied: '1' });
    expect(await world.payment(second.id)).toMatchObject({ applied: [], unapplied: '3' });
    expect(await world.stateOf(invoice)).toMatchObject({
      ...{ status: 'paid', amountPaid: '6.00', amountCredited: '4.00', amountDue: '0.00' },
    });
    await sound(world);
  });
});

describe('a void of a paid invoice', () => {
  it('leaves what was paid to the payer, and the invoice that is billed again uses it', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const { id } = await world.pay({ amount: nanos('10') });

    const request = { invoice, reason: 'wrong company', afterwards: 'rebill' } as const;
    await voidInvoice(world.books, tenant, request);
    expect(await world.payment(id)).toMatchObject({ applied: [], unapplied: '10' });
    const again = await invoiceOf(world, { month: 1, amount: '12' });

    expect(await world.stateOf(invoice)).toMatchObject({ status: 'void', amountPaid: '0.00' });
    expect(await world.stateOf(again)).toMatchObject({ amountPaid: '10.00', amountDue: '2.00' });
    await sound(world);
  });
});

describe('an invoice that is written off', () => {
  it('is uncollectible, and nothing of it is due', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    await world.pay({ amount: nanos('4') });

    await writeOff(world, invoice);
    expect(await writeOff(world, invoice)).toMatchObject({ isNew: false });

    expect(await codeOf(writeOff(world, invoice, 'again'))).toBe('invoice.nothing-due');
    expect(await world.stateOf(invoice)).toMatchObject({
      ...{ status: 'uncollectible', overdue: false, amountDue: '0.00' },
      ...{ amountWrittenOff: '6.00', writeOffReason: 'insolvent' },
    });
    expect(await world.balances()).toMatchObject({ receivable: '0' });
    await sound(world);
  });

  it('takes money that comes after all, and as much of the write-off back', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    await writeOff(world, invoice);

    await world.pay({ amount: nanos('4'), apply: [{ invoice }], reference: 'a' });
    expect(await world.stateOf(invoice)).toMatchObject({
      ...{ status: 'uncollectible', amountPaid: '4.00', amountWrittenOff: '6.00' },
    });
    await world.pay({ amount: nanos('6'), apply: [{ invoice }], reference: 'b' });

    expect(await world.stateOf(invoice)).toMatchObject({ status: 'paid', amountPaid: '10.00' });
    const lost = (await readBalances(world.books, tenant)).find(
      ({ account }) => account === 'bad-debt:write-off',
    );
    expect(lost).toMatchObject({ amount: 0n });
    await sound(world);
  });

  it('is not lost any more as far as it is credited, or void', async () => {
    const world = await invoicesOf(['10', '20']);
    const [first = '', second = ''] = world.invoices;
    await writeOff(world, first);
    await writeOff(world, second);

    await credit(world, first);
    await voidInvoice(world.books, tenant, {
      ...{ invoice: second, reason: 'wrong', afterwards: 'forgive' },
    });

    expect(await world.stateOf(first)).toMatchObject({ status: 'credited', amountDue: '0.00' });
    expect(await world.balances()).toMatchObject({ receivable: '0' });
    const balances = await readBalances(world.books, tenant);
    expect(balances.filter(({ amount }) => amount !== 0n)).toEqual([]);
    await sound(world);
  });
});
