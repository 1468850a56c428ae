import { describe, expect, it } from '@jest/globals';
import { accountName } from '../../../core/books/account.ts';
import { Books } from '../../../core/books/books.ts';
import { documentId } from '../../../core/books/document.ts';
import { netPostings } from '../../../core/books/postings.ts';
import { readBalances } from '../../../core/books/reading.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { applyPayment, unapplyPayment } from '../../../core/payments/apply-payment.ts';
import { movePayment } from '../../../core/payments/move-payment.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { reversePayment } from '../../../core/payments/reverse-payment.ts';
import { writeOffInvoice } from '../../../core/payments/write-off-invoice.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { aCharge, aClosing, aMonth, aPolicy, nanos, someTerms } from '../../fixtures/invoicing.ts';
import { euro, invoiceOf, invoicesOf, payer, tenant } from '../../support/a-payer-in-books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';

type World = Awaited<ReturnType<typeof invoicesOf>>;

const back = { rail: 'bank', reference: 'back' } as const;

const refund = ({ books, time }: World, payment: string, amount: string, reference = 'back') =>
  refundPayment(books, tenant, {
    ...{ payment, rail: 'bank', reference },
    ...{ amount: nanos(amount), refundedAt: time.now },
  });

const reverse = ({ books, time }: World, payment: string, amount?: string) =>
  reversePayment(books, tenant, {
    ...{ payment, reason: 'chargeback', reference: 'cb-1', reversedAt: time.now },
    ...(amount === undefined ? {} : { amount: nanos(amount) }),
  });

const writeOff = ({ books }: World, invoice: string, key = 'k') =>
  writeOffInvoice(books, tenant, { invoice, reason: 'insolvent', key });

const credit = ({ books }: World, invoice: string, amount?: string) =>
  creditInvoice(books, tenant, {
    policy: aPolicy(),
    request: {
      ...{ invoice, key: `k ${amount ?? ''}`, reason: 'an outage' },
      lines: amount === undefined ? undefined : [{ line: '1', amount: nanos(amount) }],
    },
  });

const cashIn = async ({ books }: World, rail = 'bank') => {
  const found = (await readBalances(books, tenant)).find(
    ({ account }) => account === `cash:${rail}`,
  );
  return found === undefined ? undefined : nanosText(found.amount);
};

/** Nothing is wrong, and all cells are made again to the byte. */
async function sound(world: World): Promise<void> {
  expect(await world.faults()).toEqual([]);
  const rebuilt = new InMemoryBooksCells();
  await new Books({ log: world.log, cells: rebuilt, clock: world.clock }).catchUp(tenant);
  expect(rebuilt.snapshot()).toBe(world.cells.snapshot());
}

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
    await apply(second, 'd', '5');
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

/** A payment as it was written then: without what of it is applied. */
const overpaid = async (
  { books, time }: World,
  invoice: string,
  amount: string,
): Promise<string> => {
  const id = documentId('payment', [invoice, 'bank', 'old']);
  const received = nanos(amount);
  await books.record(tenant, {
    cells: [],
    originals: [],
    decide: (page) => {
      page.add({
        ...{ kind: 'payment', id, customer: payer, currency: euro, invoice, rail: 'bank' },
        ...{ recordedAt: page.recordedAt, effectiveAt: time.now, reference: 'old' },
        amount: received,
        postings: netPostings([
          { account: 'cash:bank', currency: euro, amount: received },
          {
            account: accountName({ kind: 'receivable', customer: payer }),
            currency: euro,
            amount: nanosOf(-received),
          },
        ]),
      });
    },
  });
  return id;
};

describe('a refund', () => {
  it('is of what is unapplied, and paid back once however often it is told', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('25') });

    await refund(world, id, '5');
    expect(await refund(world, id, '5')).toMatchObject({ isNew: false });

    expect(await codeOf(refund(world, id, '6'))).toBe('payment.differs');
    expect(await codeOf(refund(world, id, '10.01', 'more'))).toBe('payment.amount-exceeded');
    expect(await world.payment(id)).toMatchObject({ refunded: '5', unapplied: '10' });
    expect(await cashIn(world)).toBe('20');
    await sound(world);
  });

  it('is not before its payment, nor in the future', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('5'), apply: 'none' });
    const on = (days: number) =>
      codeOf(
        refundPayment(world.books, tenant, {
          ...{ payment: id, ...back, amount: nanos('1') },
          refundedAt: timestampOf(world.time.now + days * 86_400_000),
        }),
      );

    expect(await on(-1)).toBe('payment.date-invalid');
    expect(await on(1)).toBe('payment.date-invalid');
    expect(await on(0)).toBeUndefined();
  });

  it('of a payment that was reversed meanwhile is refused', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('5'), apply: 'none' });

    const outcomes = await Promise.all([
      codeOf(reverse(world, id)),
      codeOf(refund(world, id, '5')),
    ]);

    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
    expect(await cashIn(world)).toBe('0');
  });
});

describe('a reversal', () => {
  it('takes what is unapplied first, then the latest applications, whose invoices are due again', async () => {
    const world = await invoicesOf(['10', '20']);
    const [first = '', second = ''] = world.invoices;
    const { id } = await world.pay({ amount: nanos('35') });

    await reverse(world, id, '12');
    world.time.now = timestampOf(Date.UTC(2027, 1, 1));

    expect(await world.payment(id)).toMatchObject({
      applied: [
        [first, '10'],
        [second, '13'],
      ],
      reversed: '12',
      unapplied: '0',
    });
    expect(await world.stateOf(second)).toMatchObject({
      ...{ status: 'issued', overdue: true, amountDue: '7.00', amountPaid: '13.00' },
      payments: [{ id, amount: '13.00' }],
    });
    await sound(world);
  });

  it('of all of a payment of an invoice leaves that as if it was never paid', async () => {
    const world = await invoicesOf(['10']);
    const [invoice = ''] = world.invoices;
    const { id } = await world.pay({ amount: nanos('10') });

    await reverse(world, id);
    expect(await reverse(world, id)).toMatchObject({ isNew: false });

    expect(await codeOf(reverse(world, id, '1'))).toBe('payment.differs');
    expect(await world.stateOf(invoice)).toMatchObject({ amountDue: '10.00', payments: [] });
    expect(await cashIn(world)).toBe('0');
    await sound(world);
  });

  it('is refused beyond what is left', async () => {
    const world = await invoicesOf(['10']);
    const { id } = await world.pay({ amount: nanos('10'), apply: 'none' });
    await refund(world, id, '4');

    expect(await codeOf(reverse(world, id, '6.01'))).toBe('payment.amount-exceeded');
    await reverse(world, id);

    expect(await world.payment(id)).toMatchObject({ refunded: '4', reversed: '6' });
  });
});

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

describe('money that moves to another payer', () => {
  it('pays what that owes, once however often it is told, in one block', async () => {
    const world = await invoicesOf(['10']);
    const theirs = await invoiceOf(world, { month: 1, amount: '8', customer: 'other' });
    const { id: payment } = await world.pay({ amount: nanos('30') });
    const move = (to: string, amount?: string) =>
      movePayment(world.books, tenant, {
        ...{ payment, payer: to, reference: 'm-1' },
        ...(amount === undefined ? {} : { amount: nanos(amount) }),
      });

    const moved = await move('other', '12');
    expect(await move('other', '12')).toEqual({ id: moved.id, isNew: false });

    expect(await codeOf(move('other', '13'))).toBe('payment.differs');
    expect(await codeOf(move(payer, '12'))).toBe('payment.differs');
    expect(await world.payment(payment)).toMatchObject({ refunded: '12', unapplied: '8' });
    expect(await world.payment(moved.id)).toMatchObject({
      ...{ applied: [[theirs, '8']], unapplied: '4' },
    });
    expect(await cashIn(world, 'transfer')).toBe('0');
    await sound(world);
  });

  it('is refused to nobody, and to the payer itself', async () => {
    const world = await invoicesOf(['10']);
    const { id: payment } = await world.pay({ amount: nanos('30') });
    const move = (to: string) =>
      codeOf(movePayment(world.books, tenant, { payment, payer: to, reference: 'm-1' }));

    expect(await move('nobody')).toBe('payment.payer-unknown');
    expect(await move(payer)).toBe('payment.not-applicable');
  });
});
