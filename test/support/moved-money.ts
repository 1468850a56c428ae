import { expect } from '@jest/globals';
import { accountName } from '../../core/books/account.ts';
import { Books } from '../../core/books/books.ts';
import { documentId } from '../../core/books/document.ts';
import { netPostings } from '../../core/books/postings.ts';
import { readBalances } from '../../core/books/reading.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { nanosOf, nanosText } from '../../core/kernel/money.ts';
import { refundPayment } from '../../core/payments/refund-payment.ts';
import { reversePayment } from '../../core/payments/reverse-payment.ts';
import { writeOffInvoice } from '../../core/payments/write-off-invoice.ts';
import { InMemoryBooksCells } from '../fakes/books.ts';
import { aPolicy, nanos } from '../fixtures/invoicing.ts';
import { euro, type invoicesOf, payer, tenant } from './a-payer-in-books.ts';

export type World = Awaited<ReturnType<typeof invoicesOf>>;

export const back = { rail: 'bank', reference: 'back' } as const;

export const refund = (
  { books, time }: World,
  payment: string,
  amount: string,
  reference = 'back',
) =>
  refundPayment(books, tenant, {
    ...{ payment, rail: 'bank', reference },
    ...{ amount: nanos(amount), refundedAt: time.now },
  });

export const reverse = ({ books, time }: World, payment: string, amount?: string) =>
  reversePayment(books, tenant, {
    ...{ payment, reason: 'chargeback', reference: 'cb-1', reversedAt: time.now },
    ...(amount === undefined ? {} : { amount: nanos(amount) }),
  });

export const writeOff = ({ books }: World, invoice: string, key = 'k') =>
  writeOffInvoice(books, tenant, { invoice, reason: 'insolvent', key });

export const credit = ({ books }: World, invoice: string, amount?: string) =>
  creditInvoice(books, tenant, {
    policy: aPolicy(),
    request: {
      ...{ invoice, key: `k ${amount ?? ''}`, reason: 'an outage' },
      lines: amount === undefined ? undefined : [{ line: '1', amount: nanos(amount) }],
    },
  });

export const cashIn = async ({ books }: World, rail = 'bank') => {
  const found = (await readBalances(books, tenant)).find(
    ({ account }) => account === `cash:${rail}`,
  );
  return found === undefined ? undefined : nanosText(found.amount);
};

/** Nothing is wrong, and all cells are made again to the byte. */
export async function sound(world: World): Promise<void> {
  expect(await world.faults()).toEqual([]);
  const rebuilt = new InMemoryBooksCells();
  await new Books({ log: world.log, cells: rebuilt, clock: world.clock }).catchUp(tenant);
  expect(rebuilt.snapshot()).toBe(world.cells.snapshot());
}

/** A payment as it was written then: without what of it is applied. */
export const overpaid = async (
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
