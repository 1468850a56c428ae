import { describe, expect, it } from '@jest/globals';
import { contentFrom } from '../../../core/books/content.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';
import { sound } from '../../support/moved-money.ts';
import { anInvoice } from '../documents/a-document.ts';

/** What an invoice says of what was paid before it was issued. */
async function saidOn(world: Awaited<ReturnType<typeof invoicesOf>>, invoice: string) {
  const page = await world.books.read(tenant, { cells: [], originals: [invoice] });
  const document = page.originals.get(invoice);
  if (document?.kind !== 'invoice') throw new Error('the invoice is in the books');
  const { total, prepaid, payable } = contentFrom(document);
  return { total, prepaid, payable };
}

describe('an invoice whose payer has unapplied money', () => {
  it('says what that pays, and asks for the rest alone', async () => {
    const world = await invoicesOf(['10']);
    await world.pay({ amount: nanos('12.50') });

    const next = await invoiceOf(world, { month: 2, amount: '4' });

    expect(await saidOn(world, next)).toEqual({ total: '4.00', prepaid: '2.50', payable: '1.50' });
    expect(await world.stateOf(next)).toMatchObject({ amountPaid: '2.50', amountDue: '1.50' });
    await sound(world);
  });

  it('asks for nothing where that is all of it, and leaves the rest to the next', async () => {
    const world = await invoicesOf(['10']);
    await world.pay({ amount: nanos('11'), reference: 'a' });
    await world.pay({ amount: nanos('5'), reference: 'b', apply: 'none' });

    const second = await invoiceOf(world, { month: 2, amount: '4' });
    const third = await invoiceOf(world, { month: 3, amount: '4' });

    expect(await saidOn(world, second)).toMatchObject({ prepaid: '4.00', payable: '0.00' });
    expect(await saidOn(world, third)).toMatchObject({ prepaid: '2.00', payable: '2.00' });
    await sound(world);
  });

  it('has its forms, or what UBL lacks, also where the rest has three places that count', () => {
    const dinars = { currency: 'KWD', prepaid: '1.005', payable: '8.995' } as const;

    expect(documentUbl(anInvoice(dinars))).toEqual({
      obstacles: [expect.stringMatching(/two decimals at most, got 1\.005 KWD/)],
    });
  });

  it('says nothing of it where there is none', async () => {
    const world = await invoicesOf(['10']);

    const [invoice = ''] = world.invoices;

    expect(await saidOn(world, invoice)).toEqual({ total: '10.00' });
  });
});
