import { accountName } from '../books/account.ts';
import type { InvoiceState } from '../books/cell.ts';
import {
  type ApplicationDocument,
  documentId,
  type InvoiceDocument,
  type ReceivedPayment,
  type WriteOffDocument,
} from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Dated } from './dated.ts';
import { amountDue, writtenOff } from './payment-state.ts';
import { paymentsOn, refuseTooManyPayments } from './too-many-payments.ts';

/** What is said of an invoice that money is applied to. */
export type SettledInvoice = Pick<InvoiceDocument, 'id' | 'number' | 'customer' | 'currency'>;

/** What documents of one block are written with: when they count, and the document that brings them about. */
export interface Occasion {
  readonly page: Page;
  readonly dated: Dated;
  readonly cause: string;
}

/** The id of an application that comes about by another document. */
const idBy = (cause: string, payment: string, invoice: string): string =>
  documentId('application', [payment, invoice, cause, 'by']);

/** An amount of a payment that is applied to an invoice, or taken back where it is below zero. */
export function applicationDocument(
  of: {
    readonly id?: string;
    readonly received: ReceivedPayment;
    readonly invoice: SettledInvoice;
    readonly amount: Nanos;
  },
  { page, dated, cause }: Occasion,
): ApplicationDocument {
  const { received, invoice, amount } = of;
  const { customer, currency } = invoice;
  return {
    kind: 'application',
    id: of.id ?? idBy(cause, received.payment, invoice.id),
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: dated.effectiveAt,
    postings: netPostings([
      { account: accountName({ kind: 'unapplied', customer }), currency, amount },
      {
        account: accountName({ kind: 'receivable', customer }),
        currency,
        amount: nanosOf(-amount),
      },
    ]),
    invoice: invoice.id,
    invoiceNumber: invoice.number,
    day: dated.day,
    ...received,
    amount,
  };
}

/** What has become of an invoice, as the page is now; its cell was asked for. */
export function stateOn(page: Page, invoice: string): InvoiceState {
  const state = page.at({ kind: 'document', id: invoice })?.invoice;
  invariant(state !== undefined, `${invoice} is an invoice in the books`);
  return state;
}

/**
 * Applies money to an invoice, and takes back as much of what was written off of it.
 * @throws Rejection `books.full` where too many payments are applied to the invoice
 */
export function applyOn(
  of: Parameters<typeof applicationDocument>[0],
  occasion: Occasion,
): ApplicationDocument {
  const document = applicationDocument(of, occasion);
  const before = paymentsOn(occasion.page, of.invoice.id);
  occasion.page.add(document);
  refuseTooManyPayments(occasion.page, of.invoice, before);
  recoverOn(of.invoice, occasion);
  return document;
}

/** What is written off of an invoice and not owed, or paid after all, is written off no more. */
export function recoverOn(invoice: SettledInvoice, occasion: Occasion): void {
  const state = stateOn(occasion.page, invoice.id);
  const due = amountDue(state);
  const off = writtenOff(state);
  if (due >= 0n || off === 0n) return;
  const amount = nanosOf(-due < off ? due : -off);
  const id = documentId('write-off', [invoice.id, occasion.cause, 'by']);
  const reason = `less is lost, by ${occasion.cause}`;
  occasion.page.add(writeOffDocument({ id, invoice, reason, amount }, occasion));
}

/** Takes back what was applied to an invoice last, up to an amount. */
function takeBackOn(invoice: SettledInvoice, amount: Nanos, occasion: Occasion): void {
  let left: bigint = amount;
  for (const payment of stateOn(occasion.page, invoice.id).payments.toReversed()) {
    if (left <= 0n) return;
    const taken = payment.amount < left ? payment.amount : left;
    if (taken === 0n) continue;
    const { id, rail, reference, receivedAt, receivedOn } = payment;
    const received = { payment: id, rail, reference, receivedAt, ...definedOnly({ receivedOn }) };
    const document = applicationDocument({ received, invoice, amount: nanosOf(-taken) }, occasion);
    occasion.page.add(document);
    left -= taken;
  }
}

/** What was paid too much of an invoice, by what became of it, is a credit of its payments. */
export function freeExcessOn(invoice: SettledInvoice, occasion: Occasion): void {
  recoverOn(invoice, occasion);
  takeBackOn(invoice, nanosOf(-amountDue(stateOn(occasion.page, invoice.id))), occasion);
}

/** Before an invoice is void: all that was paid of it is unapplied, and nothing of it is written off. */
export function freeAllOn(invoice: SettledInvoice, occasion: Occasion): void {
  const state = stateOn(occasion.page, invoice.id);
  takeBackOn(invoice, state.paid, occasion);
  const off = writtenOff(state);
  if (off === 0n) return;
  const id = documentId('write-off', [invoice.id, occasion.cause, 'by']);
  const reason = `nothing is lost, by ${occasion.cause}`;
  const amount = nanosOf(-off);
  occasion.page.add(writeOffDocument({ id, invoice, reason, amount }, occasion));
}

export function writeOffDocument(
  of: {
    readonly id: string;
    readonly invoice: SettledInvoice;
    readonly reason: string;
    readonly amount: Nanos;
  },
  { page, dated }: Omit<Occasion, 'cause'>,
): WriteOffDocument {
  const { id, invoice, reason, amount } = of;
  const { customer, currency } = invoice;
  return {
    kind: 'write-off',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: dated.effectiveAt,
    postings: netPostings([
      { account: accountName({ kind: 'bad-debt', of: 'write-off' }), currency, amount },
      {
        account: accountName({ kind: 'receivable', customer }),
        currency,
        amount: nanosOf(-amount),
      },
    ]),
    invoice: invoice.id,
    invoiceNumber: invoice.number,
    day: dated.day,
    reason,
    amount,
  };
}
