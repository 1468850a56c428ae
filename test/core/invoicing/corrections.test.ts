import { describe, expect, it } from '@jest/globals';
import { readBalances } from '../../../core/books/reading.ts';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import type { RejectionCode } from '../../../core/contract/rejection-codes.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import type { CreditRequest } from '../../../core/invoicing/credit-request.ts';
import { paymentStateOf } from '../../../core/invoicing/payment-state.ts';
import { recordPayment } from '../../../core/invoicing/record-payment.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  aPolicy,
  exact,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';

const tenant = 'acme';

/** Books with one invoice: 10.01 and 20.02 at 19 %, 35.74 in all; `secondQuantity` says another quantity of 0.01 for its second line. */
async function anInvoice({ secondQuantity = '2002' } = {}) {
  const world = someBooks();
  const [outcome] = await closePeriods(world, tenant, [
    aClosing({
      terms: someTerms({ taxes: new Map([['standard', vat('19')]]) }),
      current: aMonth('2026-01', [
        aCharge('1001', '0.01', { key: 'a' }),
        aCharge(secondQuantity, '0.01', { key: 'b', meter: 'downloads' }),
      ]),
    }),
  ]);
  if (outcome?.status !== 'closed') throw new Error('the invoice is issued');
  const { id } = outcome.document;
  const key = { kind: 'document', id } as const;
  return {
    ...world,
    id,
    bytes: outcome.document.content,
    state: async () => {
      const state = (await world.books.read(tenant, { cells: [key] })).at(key)?.invoice;
      if (state === undefined) throw new Error('the invoice has a state');
      return paymentStateOf(state, 'EUR', world.time.now);
    },
    contentOf: async <Content>(of: string): Promise<Content> => {
      const page = await world.books.read(tenant, { cells: [], originals: [of] });
      const document = page.originals.get(of);
      if (document === undefined || !('content' in document)) throw new Error(`${of} has content`);
      return JSON.parse(document.content) as Content;
    },
    credit: (request: Partial<CreditRequest> = {}) =>
      creditInvoice(world.books, tenant, {
        policy: aPolicy(),
        request: { invoice: id, key: 'k', reason: 'not delivered', lines: undefined, ...request },
      }),
    pay: (amount: string, reference = 'r') =>
      recordPayment(world.books, tenant, {
        invoice: id,
        rail: 'bank',
        reference,
        amount: nanos(amount),
        receivedAt: afterJanuary,
      }),
  };
}

async function codeOf(work: Promise<unknown>): Promise<RejectionCode | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

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

  it('of more than is due leaves the rest to the customer’s credit', async () => {
    const invoice = await anInvoice();

    await invoice.pay('40');

    expect(await invoice.state()).toMatchObject({ status: 'paid', amountDue: '-4.26' });
    expect(await readBalances(invoice.books, tenant)).toContainEqual({
      account: 'customers:receivable',
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

  it('keeps its bytes, whatever becomes of it', async () => {
    const invoice = await anInvoice();
    await invoice.pay('1');
    await invoice.credit();

    expect(await invoice.contentOf(invoice.id)).toEqual(JSON.parse(invoice.bytes));
  });
});

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
    expect(await invoice.state()).toMatchObject({ status: 'paid', amountDue: '0.00' });
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
      status: 'paid',
      amountCredited: total,
      creditNotes: Array.from({ length: 8 }, (_, index) => ({
        number: `CN-2026-00000${index + 1}`,
      })),
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

    expect(await invoice.state()).toMatchObject({ status: 'paid', amountCredited: '5.96' });
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

  it('is refused once something was paid or credited', async () => {
    const paid = await anInvoice();
    await paid.pay('1');
    const credited = await anInvoice();
    await credited.credit();

    for (const { books, id } of [paid, credited]) {
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
