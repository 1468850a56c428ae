import { describe, expect, it } from '@jest/globals';
import { readBalances } from '../../../core/books/reading.ts';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCharge, aClosing, aMonth, exact, nanos, someBooks } from '../../fixtures/invoicing.ts';

import { anInvoice, codeOf, tenant } from '../../support/an-invoice-in-books.ts';

describe('a credit note', () => {
  it('takes all off that is left, with a number of its own series and the invoice’s own tax', async () => {
    const invoice = await anInvoice();

    const { id } = await invoice.credit();

    expect(await invoice.contentOf<CreditNote>(id)).toMatchObject({
      type: 'credit-note',
      number: 'CN-2026-000001',
      corrects: { number: 'INV-2026-000001', issueDate: '2026-02-02', period: '2026-01' },
      reason: 'not delivered',
      lines: [
        { id: '1', correctsLine: '1', quantity: '1001', unitPrice: '0.01', amount: '10.01' },
        { id: '2', correctsLine: '2', amount: '20.02' },
      ],
      subtotal: '30.03',
      taxes: [{ code: 'standard', base: '30.03', amount: '5.71' }],
      total: '35.74',
    });
    expect(await invoice.state()).toMatchObject({ status: 'credited', amountDue: '0.00' });
  });

  it('part by part comes to the invoice’s own tax, to the cent', async () => {
    const invoice = await anInvoice();
    const total = (await invoice.contentOf<Invoice>(invoice.id)).total;

    for (let part = 0; part < 7; part += 1) {
      await invoice.credit({
        key: `part ${part}`,
        lines: [{ line: '1', amount: nanos('1.43') }],
      });
    }
    await invoice.credit({ key: 'second line', lines: [{ line: '2', amount: nanos('20.02') }] });

    expect(await invoice.state()).toMatchObject({
      status: 'credited',
      amountCredited: total,
      creditNotes: Array.from({ length: 8 }, (_, index) => ({
        number: `CN-2026-00000${index + 1}`,
      })),
    });
  });

  it('that takes all off a paid invoice leaves it credited, and what was paid unapplied', async () => {
    const invoice = await anInvoice();
    await invoice.pay('35.74');
    expect(await invoice.state()).toMatchObject({ status: 'paid' });

    await invoice.credit();

    expect(await invoice.state()).toMatchObject({ status: 'credited', amountDue: '0.00' });
    expect(await readBalances(invoice.books, tenant)).toContainEqual({
      ...{ account: 'customers:unapplied', currency: 'EUR', amount: nanos('-35.74') },
    });
  });

  it('that takes off what was not paid leaves the invoice paid', async () => {
    const invoice = await anInvoice();
    await invoice.pay('11.92');
    await invoice.credit({ lines: [{ line: '2', amount: nanos('20.02') }] });

    expect(await invoice.state()).toMatchObject({
      ...{ status: 'paid', amountCredited: '23.82', amountPaid: '11.92', amountDue: '0.00' },
    });
  });

  it('is issued once for one key', async () => {
    const invoice = await anInvoice();

    const first = await invoice.credit();
    const second = await invoice.credit();

    expect(second).toEqual({ id: first.id, isNew: false });
  });

  it('is refused beyond what is left, for a line that is not there, and for nothing', async () => {
    const invoice = await anInvoice();
    const lines = (line: string, amount: string) => [{ line, amount: nanos(amount) }];

    const codes = [
      await codeOf(invoice.credit({ lines: lines('1', '10.02') })),
      await codeOf(invoice.credit({ lines: lines('9', '1') })),
      await codeOf(invoice.credit({ lines: lines('1', '-1') })),
      await codeOf(invoice.credit({ lines: lines('1', '0.001') })),
      await codeOf(invoice.credit({ lines: [...lines('1', '1'), ...lines('1', '1')] })),
      await codeOf(invoice.credit({ lines: [] })),
    ];
    await invoice.credit();
    codes.push(await codeOf(invoice.credit({ key: 'again' })));

    expect(codes).toEqual([
      'invoice.credit-too-large',
      'invoice.line-unknown',
      'invoice.credit-too-large',
      'invoice.amount-invalid',
      'invoice.line-unknown',
      'invoice.credit-too-large',
      'invoice.credit-too-large',
    ]);
  });

  it('gives back no more than was owed where a line is negative', async () => {
    const invoice = await anInvoice({ secondQuantity: '-500' });
    const lines = (amount: string) => [{ line: '1', amount: nanos(amount) }];

    expect(await codeOf(invoice.credit({ lines: lines('5.02') }))).toBe('invoice.credit-too-large');
    await invoice.credit({ lines: lines('5.01') });

    expect(await invoice.state()).toMatchObject({ status: 'credited', amountCredited: '5.96' });
  });
});

describe('voiding an invoice', () => {
  const reason = 'wrong customer';

  it('turns every posting round, once, and keeps the number', async () => {
    const invoice = await anInvoice();
    const request = { invoice: invoice.id, reason, afterwards: 'forgive' } as const;

    const first = await voidInvoice(invoice.books, tenant, request);
    const second = await voidInvoice(invoice.books, tenant, request);

    expect(second).toEqual({ id: first.id, isNew: false });
    expect(await invoice.state()).toMatchObject({ status: 'void', voidReason: reason });
    const balances = await readBalances(invoice.books, tenant);
    expect(balances.filter(({ amount }) => amount !== 0n)).toEqual([]);
  });

  it('is refused once something was credited', async () => {
    const credited = await anInvoice();
    await credited.credit();

    for (const { books, id } of [credited]) {
      const request = { invoice: id, reason, afterwards: 'rebill' } as const;
      expect(await codeOf(voidInvoice(books, tenant, request))).toBe('invoice.already-paid');
    }
  });

  it('leaves nothing to be paid or credited', async () => {
    const invoice = await anInvoice();
    await voidInvoice(invoice.books, tenant, { invoice: invoice.id, reason, afterwards: 'rebill' });

    expect(await codeOf(invoice.pay('1'))).toBe('invoice.already-void');
    expect(await codeOf(invoice.credit())).toBe('invoice.already-void');
  });

  it('takes back a residue below a nano that a later month has carried on already', async () => {
    const world = someBooks();
    const sub = (amount: string) =>
      aMonth('2026-01', [aCharge('1', amount, { exact: exact(amount) })]);
    const close = async (label: string, amount: string) => {
      world.time.now = timestampOf(Date.UTC(2026, Number(label.slice(5)), 2));
      const current = { ...sub(amount), period: aMonth(label, []).period };
      const [outcome] = await closePeriods(world, tenant, [aClosing({ current })]);
      return outcome?.status === 'closed' ? outcome.document.id : '';
    };
    const first = await close('2026-01', '1.0000000007');
    await close('2026-02', '1.0000000006');

    await voidInvoice(world.books, tenant, { invoice: first, reason, afterwards: 'rebill' });

    const key = { kind: 'customer', customer: 'press-review' } as const;
    const customer = (await world.books.read(tenant, { cells: [key] })).at(key);
    expect(customer?.carry).toEqual([
      { currency: 'EUR', taxCode: 'standard', amount: 0n, residue: exact('0.0000000006') },
    ]);
  });
});
