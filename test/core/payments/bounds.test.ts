import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { documentId, type PaymentDocument } from '../../../core/books/document.ts';
import type { Page } from '../../../core/books/page.ts';
import { draftClosing } from '../../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { applyPayment } from '../../../core/payments/apply-payment.ts';
import { movePayment } from '../../../core/payments/move-payment.ts';
import { payerPaymentId } from '../../../core/payments/record-payer-payment.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { aCharge, aClosing, aMonth, aPolicy, nanos, someTerms } from '../../fixtures/invoicing.ts';
import { euro, invoiceOf, invoicesOf, payer, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { sound, type World } from '../../support/moved-money.ts';

/** As `recordPayment` writes them; many in one block, as there is no time for so many calls. */
const bulk = ({ books, time }: World, count: number, of: Omit<Told, 'at'>) =>
  books.record(tenant, {
    cells: [],
    originals: [],
    decide: (page) => {
      for (let n = 0; n < count; n += 1) page.add(paymentOf(page, n, { at: time.now, ...of }));
    },
  });

interface Told {
  readonly at: World['time']['now'];
  readonly invoice?: string;
  /** Each payment another, where it is left out. */
  readonly rail?: string;
  readonly reference: string;
  /** How many characters of the reference do not pack. */
  readonly noise?: number;
}

function paymentOf(page: Page, n: number, of: Told): PaymentDocument {
  const { at, invoice, rail = `rail-${n}` } = of;
  const reference = `${of.reference}${noise(of.noise ?? 0)}-${n}`;
  const against = invoice === undefined ? 'unapplied' : 'receivable';
  return {
    ...{ kind: 'payment', id: documentId('payment', [invoice ?? payer, rail, reference]) },
    ...{ customer: payer, currency: euro, rail, reference, amount: nanos('0.01') },
    ...(invoice === undefined ? {} : { invoice, invoiceNumber: 'INV-2026-000001' }),
    ...{ recordedAt: page.recordedAt, effectiveAt: at, day: '2027-01-10' },
    postings: [
      { account: `cash:${rail}`, currency: euro, amount: nanos('0.01') },
      {
        account: `customer:${payer}:${against}`,
        currency: euro,
        amount: nanosOf(-nanos('0.01')),
      },
    ],
  };
}

const told = ({ time }: World, invoice: string, reference: string, rail = 'bank') => ({
  ...{ invoice, rail, reference, amount: nanos('1'), receivedAt: time.now },
});

describe('an invoice', () => {
  it('takes ninety payments, is refused one more by either way, and can be void', async () => {
    const world = await invoicesOf(['1000']);
    const [invoice = ''] = world.invoices;
    await bulk(world, 89, { invoice, rail: 'bank', reference: 'r' });
    const last = told(world, invoice, 'last');
    await recordPayment(world.books, tenant, last);

    const more = recordPayment(world.books, tenant, told(world, invoice, 'more'));
    expect(await codeOf(more)).toBe('books.full');
    expect(await recordPayment(world.books, tenant, last)).toMatchObject({ isNew: false });
    const { id: payment } = await world.pay({ amount: nanos('1'), apply: 'none' });
    const applied = applyPayment(world.books, tenant, { payment, invoice, key: 'k' });
    expect(await codeOf(applied)).toBe('books.full');

    await voidInvoice(world.books, tenant, { invoice, reason: 'x', afterwards: 'forgive' });
    expect(await world.stateOf(invoice)).toMatchObject({ status: 'void', payments: [] });
    await sound(world);
  });

  it('uses all the payments that may wait, as its preview says', async () => {
    const world = await invoicesOf(['10']);
    await bulk(world, 90, { rail: 'bank', reference: 'r' });
    const { unapplied } = await draftClosing(
      world.books,
      tenant,
      aClosing({
        terms: someTerms({ customer: payer }),
        policy: aPolicy({ bounds: undefined }),
        current: aMonth('2026-02', [aCharge('1', '100')]),
      }),
    );

    const next = await invoiceOf(world, { month: 2, amount: '100' });

    expect(nanosText(unapplied)).toBe('0.9');
    expect(await world.stateOf(next)).toMatchObject({ amountPaid: '0.90', amountDue: '99.10' });
  });
});

describe('what the books keep', () => {
  it('fits an item, or nothing is written and others go on', async () => {
    const world = await invoicesOf(['1000']);
    const [invoice = ''] = world.invoices;
    const large = (count: number) =>
      bulk(world, count, { invoice, rail: 'bank', reference: '', noise: 20_000 });
    await large(20);
    const blocks = world.log.blocksOf(tenant).length;

    expect(await codeOf(large(20))).toBe('books.full');

    expect(world.log.blocksOf(tenant)).toHaveLength(blocks);
    await invoiceOf(world, { month: 2, amount: '5', customer: 'other' });
    await sound(world);
  });

  it('is refused where all of it is of one block, and does not fit that', async () => {
    const world = await invoicesOf(['1000']);

    const work = bulk(world, 120, { rail: 'bank', reference: '', noise: 8000 });

    expect(await codeOf(work)).toBe('books.full');
  });
});

describe('a rail', () => {
  it('is one of two hundred: callers who name each payment by it are refused', async () => {
    const world = await invoicesOf(['1000']);
    await bulk(world, 200, { reference: 'one' });
    const pay = (rail: string) => codeOf(world.pay({ amount: nanos('1'), rail, apply: 'oldest' }));

    expect(await pay('TX-8f3a99')).toBe('books.full');
    expect(await pay('rail-7')).toBeUndefined();
  });

  it('of moves is refused for money that is told, and a move finds both its documents', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    await invoiceOf(world, { month: 1, amount: '7', customer: 'other' });
    const { id: payment } = await world.pay({ amount: nanos('25') });
    const move = () =>
      movePayment(world.books, tenant, {
        ...{ payment, payer: 'other', amount: nanos('3'), reference: 'm-1' },
      });
    const rail = 'transfer';
    const refunded = () =>
      refundPayment(world.books, tenant, {
        ...{ payment, amount: nanos('3'), rail, reference: 'm-1', refundedAt: world.time.now },
      });

    const ofInvoice = recordPayment(world.books, tenant, told(world, invoice, 'r', rail));
    expect(await codeOf(ofInvoice)).toBe('request.invalid');
    expect(await codeOf(world.pay({ amount: nanos('3'), rail }))).toBe('request.invalid');
    expect(await codeOf(refunded())).toBe('request.invalid');
    const moved = await move();
    expect(await codeOf(refunded())).toBe('request.invalid');
    expect(await move()).toEqual({ id: moved.id, isNew: false });
    await sound(world);
  });

  it('of moves that a payment of before has, with the reference of a move, leaves that refused', async () => {
    const world = await invoicesOf(['10']);
    await invoiceOf(world, { month: 1, amount: '7', customer: 'other' });
    const { id: payment } = await world.pay({ amount: nanos('25') });
    const id = payerPaymentId({ payer: 'other', rail: 'transfer', reference: `${payment}:m-1` });
    await world.books.record(tenant, {
      cells: [],
      originals: [],
      decide: (page) => {
        const of = { at: world.time.now, rail: 'transfer', reference: `${payment}:m` };
        page.add({ ...paymentOf(page, 1, of), id });
      },
    });

    const move = movePayment(world.books, tenant, { payment, payer: 'other', reference: 'm-1' });

    expect(await codeOf(move)).toBe('payment.differs');
  });
});

describe('an invoice that is named twice', () => {
  it('for one payment is refused, and the place is named', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const apply = [
      { invoice, amount: nanos('1') },
      { invoice, amount: nanos('2') },
    ];

    await expect(world.pay({ amount: nanos('5'), apply })).rejects.toMatchObject({
      ...{ code: 'request.invalid', param: '/apply/1/invoice' },
    });
    await sound(world);
  });
});

/** Text that hardly packs. */
const noise = (length: number): string =>
  randomBytes(length).toString('base64url').slice(0, length);
