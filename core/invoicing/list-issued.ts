import { type Books, readDocument } from '../books/books.ts';
import type { CellKey } from '../books/cell.ts';
import { contentFrom } from '../books/content.ts';
import { documentsAfter } from '../books/customer-documents.ts';
import type { InvoiceDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { BooksLog } from '../books/ports.ts';
import { journal } from '../books/reading.ts';
import type { Invoice, InvoiceStatus } from '../contract/invoices/invoice.ts';
import type { InvoiceListAnswer } from '../contract/invoices/shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import { invariant } from '../kernel/invariant.ts';
import { currencyText } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import { amountDue, isOverdue, statusOf } from '../payments/payment-state.ts';

/** What is said of an invoice in a list. */
export type ListedInvoice = InvoiceListAnswer['invoices'][number];

/** Which invoices are asked for: of one customer, one month, one status, or all. */
export interface InvoicesQuestion {
  readonly customer?: string | undefined;
  readonly month?: Month | undefined;
  readonly status?: Exclude<InvoiceStatus, 'draft'> | 'overdue' | undefined;
  readonly limit: number;
  /** A place in the log; undefined from its beginning. */
  readonly after: DocumentPlace | undefined;
}

interface Ports {
  readonly books: Books;
  readonly log: BooksLog;
  readonly clock: Clock;
}

interface Placed extends DocumentPlace {
  readonly document: InvoiceDocument;
}

/** Invoices looked at for one page: few may be what is asked for, and a request has to end. */
const LOOKED_AT_MAX = 1_000;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/**
 * A page of invoices in the order of the books, and the place of the last one that was looked at, where there may be
 * more. A page may be short before the last.
 */
export async function listIssued(
  ports: Ports,
  tenant: string,
  asked: InvoicesQuestion,
): Promise<{
  readonly invoices: readonly ListedInvoice[];
  readonly next: DocumentPlace | undefined;
}> {
  const { limit } = asked;
  const invoices: ListedInvoice[] = [];
  let batch: Placed[] = [];
  let lookedAt = 0;
  let last: DocumentPlace | undefined;
  for await (const placed of invoicesPast(ports, tenant, asked)) {
    batch.push(placed);
    lookedAt += 1;
    last = placed;
    if (batch.length < limit - invoices.length && lookedAt < LOOKED_AT_MAX) continue;
    invoices.push(...(await withState(ports, tenant, batch, asked)));
    batch = [];
    if (invoices.length >= limit || lookedAt >= LOOKED_AT_MAX) {
      return { invoices, next: { seq: last.seq, index: last.index } };
    }
  }
  invoices.push(...(await withState(ports, tenant, batch, asked)));
  return { invoices, next: undefined };
}

function invoicesPast(
  ports: Ports,
  tenant: string,
  { customer, month, after = FIRST }: InvoicesQuestion,
): AsyncGenerator<Placed> {
  const isAsked = (closed: string | undefined) => month === undefined || closed === month;
  return customer === undefined
    ? everyInvoice(ports, tenant, after, isAsked)
    : invoicesOf(ports, tenant, { customer, after }, isAsked);
}

type IsAsked = (month: Month | undefined) => boolean;

async function* everyInvoice(
  { log }: Ports,
  tenant: string,
  after: DocumentPlace,
  isAsked: IsAsked,
): AsyncGenerator<Placed> {
  for await (const { seq, index, document } of journal(log, tenant, after)) {
    if (document.kind === 'invoice' && isAsked(document.period.month)) {
      yield { seq, index, document };
    }
  }
}

async function* invoicesOf(
  { books, log }: Ports,
  tenant: string,
  { customer, after }: { readonly customer: string; readonly after: DocumentPlace },
  isAsked: IsAsked,
): AsyncGenerator<Placed> {
  for await (const entry of documentsAfter(books, tenant, { customer, after })) {
    if (entry.kind !== 'invoice' || !isAsked(entry.period)) continue;
    const document = await readDocument(log, tenant, entry);
    if (document.kind === 'invoice') yield { seq: entry.seq, index: entry.index, document };
  }
}

async function withState(
  { books, clock }: Ports,
  tenant: string,
  placed: readonly Placed[],
  { status }: InvoicesQuestion,
): Promise<ListedInvoice[]> {
  if (placed.length === 0) return [];
  const keys = placed.map(({ document: { id } }) => ({ kind: 'document', id }) as const);
  const page = await books.read(tenant, { cells: keys satisfies CellKey[] });
  const now = clock.now();
  return placed.flatMap(({ document }, index): ListedInvoice[] => {
    const key = keys[index];
    const state = key === undefined ? undefined : page.at(key)?.invoice;
    invariant(state !== undefined, 'an invoice in the books has a state');
    const overdue = isOverdue(state, now);
    const isAsked =
      status === undefined || (status === 'overdue' ? overdue : statusOf(state) === status);
    if (!isAsked) return [];
    const due = currencyText(amountDue(state), document.currency);
    const content = contentFrom(document);
    return [listedInvoice(content, { status: statusOf(state), overdue, due })];
  });
}

/** An invoice as a list shows it, with what the books or a draft say of it. */
export const listedInvoice = (
  { id, number, customer, currency, period, issuedAt, dueAt, dueDate, total, carriedOut }: Invoice,
  { status, overdue, due }: { status: ListedInvoice['status']; overdue: boolean; due: string },
): ListedInvoice => ({
  id,
  number,
  status,
  overdue,
  customer,
  currency,
  period: { ...period },
  issuedAt,
  dueAt,
  dueDate,
  total,
  amountDue: due,
  carriedOut,
});
