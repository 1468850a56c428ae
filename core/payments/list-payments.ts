import { type Books, readDocument } from '../books/books.ts';
import { documentsAfter, readCustomer } from '../books/customer-documents.ts';
import type { PaymentDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { BooksLog } from '../books/ports.ts';
import { journal } from '../books/reading.ts';
import { type PaymentInBooks, paymentWith, readPayment } from './payment-in-books.ts';

/** Which payments are asked for: of one payer or all, all of them or those with unapplied money. */
export interface PaymentsQuestion {
  readonly customer?: string | undefined;
  readonly isUnapplied: boolean;
  readonly limit: number;
  /** A place in the log; undefined from its beginning. */
  readonly after: DocumentPlace | undefined;
}

interface Ports {
  readonly books: Books;
  readonly log: BooksLog;
}

interface Placed extends DocumentPlace {
  readonly document: PaymentDocument;
}

interface PaymentPage {
  readonly payments: readonly PaymentInBooks[];
  readonly next: DocumentPlace | undefined;
}

/** Payments looked at for one page: few may be what is asked for, and a request has to end. */
const LOOKED_AT_MAX = 1_000;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/**
 * A page of payments in the order of the books, and the place of the last one that was looked at, where there may be
 * more. What one payer has unapplied is one page, the oldest first: its cell lists it.
 */
export async function listPayments(
  ports: Ports,
  tenant: string,
  asked: PaymentsQuestion,
): Promise<PaymentPage> {
  const { customer, isUnapplied, limit, after = FIRST } = asked;
  if (customer !== undefined && isUnapplied) {
    return { payments: await unappliedOf(ports, tenant, customer), next: undefined };
  }
  const payments: PaymentInBooks[] = [];
  let batch: Placed[] = [];
  let lookedAt = 0;
  const placed =
    customer === undefined
      ? everyPayment(ports, tenant, after)
      : paymentsOf(ports, tenant, { customer, after });
  for await (const one of placed) {
    batch.push(one);
    lookedAt += 1;
    if (batch.length < limit - payments.length && lookedAt < LOOKED_AT_MAX) continue;
    payments.push(...(await withChanges(ports, tenant, batch, isUnapplied)));
    batch = [];
    if (payments.length >= limit || lookedAt >= LOOKED_AT_MAX) {
      return { payments, next: { seq: one.seq, index: one.index } };
    }
  }
  payments.push(...(await withChanges(ports, tenant, batch, isUnapplied)));
  return { payments, next: undefined };
}

async function unappliedOf(
  { books }: Ports,
  tenant: string,
  customer: string,
): Promise<PaymentInBooks[]> {
  const { unapplied = [] } = (await readCustomer(books, tenant, customer)) ?? {};
  const payments: PaymentInBooks[] = [];
  for (const { payment } of unapplied) payments.push(await readPayment(books, tenant, payment));
  return payments;
}

async function* everyPayment(
  { log }: Ports,
  tenant: string,
  after: DocumentPlace,
): AsyncGenerator<Placed> {
  for await (const { seq, index, document } of journal(log, tenant, after)) {
    if (document.kind === 'payment') yield { seq, index, document };
  }
}

async function* paymentsOf(
  { books, log }: Ports,
  tenant: string,
  page: { readonly customer: string; readonly after: DocumentPlace },
): AsyncGenerator<Placed> {
  for await (const entry of documentsAfter(books, tenant, page)) {
    if (entry.kind !== 'payment') continue;
    const document = await readDocument(log, tenant, entry);
    if (document.kind === 'payment') yield { seq: entry.seq, index: entry.index, document };
  }
}

async function withChanges(
  { books }: Ports,
  tenant: string,
  placed: readonly Placed[],
  isUnapplied: boolean,
): Promise<PaymentInBooks[]> {
  if (placed.length === 0) return [];
  const cells = placed.map(({ document: { id } }) => ({ kind: 'document', id }) as const);
  const page = await books.read(tenant, { cells });
  return placed
    .map(({ document }) =>
      paymentWith(document, page.at({ kind: 'document', id: document.id })?.payment),
    )
    .filter(({ unapplied }) => !isUnapplied || unapplied > 0n);
}
