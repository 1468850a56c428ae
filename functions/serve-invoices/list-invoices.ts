import { type CursorSigner, openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { readDocument } from '../../core/books/books.ts';
import type { CellKey, DocumentPlace } from '../../core/books/cell.ts';
import type { InvoiceDocument } from '../../core/books/document.ts';
import { journal, readCustomer } from '../../core/books/reading.ts';
import type { Invoice } from '../../core/contract/invoices/invoice.ts';
import {
  type InvoiceListAnswer,
  type InvoiceListParameters,
  invoiceListParameters,
} from '../../core/contract/invoices/shapes.ts';
import { amountDue, isOverdue, statusOf } from '../../core/invoicing/payment-state.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { currencyText } from '../../core/kernel/money.ts';
import { parsedQuery } from '../../core/kernel/parsed.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { Timestamp } from '../../core/kernel/timestamp.ts';
import { jsonAnswer } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

type Listed = InvoiceListAnswer['invoices'][number];
interface Placed extends DocumentPlace {
  readonly document: InvoiceDocument;
}

const LIMIT_DEFAULT = 50;
/** Invoices looked at for one page: few may be what is asked for, and a request has to end. */
const LOOKED_AT_MAX = 1_000;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/**
 * Invoices in the order of the books, those of one customer or month or all; or the drafts of a month that wait for a
 * person.
 */
export const listInvoices =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices'] =>
  async ({ caller, query }) => {
    const asked = parsedQuery(invoiceListParameters, query);
    const { cursor, limit = LIMIT_DEFAULT } = asked;
    const fingerprint = fingerprintOf(asked);
    const position = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
    const page =
      asked.status === 'draft'
        ? await draftPage(ports, caller, asked, position ?? '')
        : await issuedPage(ports, caller.tenant, asked, position);
    return jsonAnswer(200, {
      invoices: page.invoices.slice(0, limit),
      ...(page.next === undefined
        ? {}
        : { nextCursor: sealedCursor(caller, fingerprint, page.next) }),
    });
  };

const fingerprintOf = ({ customer, period, status }: InvoiceListParameters): string =>
  JSON.stringify(['GET /v1/invoices', customer ?? null, period ?? null, status ?? null]);

interface Page {
  readonly invoices: readonly Listed[];
  readonly next: string | undefined;
}

async function draftPage(
  { runs, cells }: InvoicesPorts,
  { tenant }: CursorSigner,
  { period, customer, limit = LIMIT_DEFAULT }: InvoiceListParameters,
  after: string,
): Promise<Page> {
  if (period === undefined) {
    const detail = 'period: name the month whose drafts are asked for';
    throw new Rejection('request.invalid', detail, { param: 'period' });
  }
  const { months, more } = await runs.listParked(tenant, { period, after, limit });
  const keys = months.map(
    (month) => ({ kind: 'period', label: period, customer: month.customer }) as const,
  );
  const found = await cells.read(tenant, keys);
  const invoices = months.flatMap(({ draft, customer: owner }, index): Listed[] => {
    const cell = found[index]?.value;
    const isClosed = cell?.kind === 'period' && cell.closedBy !== undefined;
    const isAsked = customer === undefined || customer === owner;
    if (draft?.type !== 'invoice' || isClosed || !isAsked) return [];
    return [listed(draft, { status: 'draft', overdue: false, due: draft.total })];
  });
  return { invoices, next: more ? months.at(-1)?.customer : undefined };
}

async function issuedPage(
  ports: InvoicesPorts,
  tenant: string,
  asked: InvoiceListParameters,
  position: string | undefined,
): Promise<Page> {
  const limit = asked.limit ?? LIMIT_DEFAULT;
  const [seq, index] = position === undefined ? [] : (JSON.parse(position) as [number, number]);
  const after = seq === undefined || index === undefined ? FIRST : { seq, index };
  const invoices: Listed[] = [];
  let batch: Placed[] = [];
  let lookedAt = 0;
  let last: DocumentPlace | undefined;
  for await (const placed of invoicesPast(ports, tenant, asked, after)) {
    batch.push(placed);
    lookedAt += 1;
    last = placed;
    if (batch.length < limit - invoices.length && lookedAt < LOOKED_AT_MAX) continue;
    invoices.push(...(await withState(ports, tenant, batch, asked)));
    batch = [];
    if (invoices.length >= limit || lookedAt >= LOOKED_AT_MAX) {
      return { invoices, next: JSON.stringify([last.seq, last.index]) };
    }
  }
  invoices.push(...(await withState(ports, tenant, batch, asked)));
  return { invoices, next: undefined };
}

function invoicesPast(
  ports: InvoicesPorts,
  tenant: string,
  { customer, period }: InvoiceListParameters,
  after: DocumentPlace,
): AsyncGenerator<Placed> {
  const isAsked = (label: string | undefined) => period === undefined || label === period;
  return customer === undefined
    ? everyInvoice(ports, tenant, after, isAsked)
    : invoicesOf(ports, tenant, { customer, after }, isAsked);
}

type IsAsked = (period: string | undefined) => boolean;

async function* everyInvoice(
  { log }: InvoicesPorts,
  tenant: string,
  after: DocumentPlace,
  isAsked: IsAsked,
): AsyncGenerator<Placed> {
  for await (const { seq, index, document } of journal(log, tenant, after)) {
    if (document.kind === 'invoice' && isAsked(document.period.label)) {
      yield { seq, index, document };
    }
  }
}

async function* invoicesOf(
  { books, log }: InvoicesPorts,
  tenant: string,
  { customer, after }: { readonly customer: string; readonly after: DocumentPlace },
  isAsked: IsAsked,
): AsyncGenerator<Placed> {
  const cell = await readCustomer(books, tenant, customer);
  const entries = (cell?.documents ?? []).filter(
    ({ seq, index }) => seq > after.seq || (seq === after.seq && index > after.index),
  );
  for (const entry of entries) {
    if (entry.kind !== 'invoice' || !isAsked(entry.period)) continue;
    const document = await readDocument(log, tenant, entry);
    if (document.kind === 'invoice') yield { ...entry, document };
  }
}

async function withState(
  { books, clock }: InvoicesPorts,
  tenant: string,
  placed: readonly Placed[],
  { status }: InvoiceListParameters,
): Promise<Listed[]> {
  if (placed.length === 0) return [];
  const keys = placed.map(({ document: { id } }) => ({ kind: 'document', id }) as const);
  const page = await books.read(tenant, { cells: keys satisfies CellKey[] });
  const now: Timestamp = clock.now();
  return placed.flatMap(({ document }, index): Listed[] => {
    const key = keys[index];
    const state = key === undefined ? undefined : page.at(key)?.invoice;
    invariant(state !== undefined, 'an invoice in the books has a state');
    const overdue = isOverdue(state, now);
    const isAsked =
      status === undefined || (status === 'overdue' ? overdue : statusOf(state) === status);
    if (!isAsked) return [];
    const due = currencyText(amountDue(state), document.currency);
    const content = JSON.parse(document.content) as Invoice;
    return [listed(content, { status: statusOf(state), overdue, due })];
  });
}

const listed = (
  { id, number, customer, currency, period, issuedAt, dueAt, total, carriedOut }: Invoice,
  { status, overdue, due }: { status: Listed['status']; overdue: boolean; due: string },
): Listed => ({
  id,
  number,
  status,
  overdue,
  customer,
  currency,
  period: { ...period },
  issuedAt,
  dueAt,
  total,
  amountDue: due,
  carriedOut,
});
