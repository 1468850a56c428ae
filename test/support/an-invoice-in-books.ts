import { contentOf as shownOf } from '../../core/books/kinds/kinds.ts';
import type { RejectionCode } from '../../core/contract/rejection-codes.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import type { CreditRequest } from '../../core/invoicing/credit-request.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { paymentStateOf } from '../../core/payments/payment-state.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../fixtures/invoicing.ts';

export const tenant = 'acme';

/**
 * Books with one invoice: 10.01 and 20.02 at 19 %, 35.74 in all; `secondQuantity` says another quantity of 0.01 for its
 * second line.
 */
export async function anInvoice({ secondQuantity = '2002' } = {}) {
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
      const content = document === undefined ? undefined : shownOf(document);
      if (content === undefined) throw new Error(`${of} has content`);
      return JSON.parse(content) as Content;
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

export async function codeOf(work: Promise<unknown>): Promise<RejectionCode | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}
