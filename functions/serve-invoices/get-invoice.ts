import { findDocument, findNumber } from '../../core/books/reading.ts';
import type { BillingDocumentOnTheWire } from '../../core/contract/invoice.ts';
import { noParameters } from '../../core/contract/shapes.ts';
import { settlementOf } from '../../core/invoicing/settlement.ts';
import { parsedQuery } from '../../core/kernel/parsed.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { documentAnswer } from './document-answer.ts';
import type { InvoicesPorts } from './ports.ts';

/** One invoice, credit note or statement by its id or number, or a draft that waits for a person. */
export const getInvoice =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices/{id}'] =>
  async ({ caller: { tenant }, params: { id }, query, headers }) => {
    parsedQuery(noParameters, query);
    const accept = headers['accept'];
    const issued = await issuedDocument(ports, tenant, id);
    if (issued !== undefined) return documentAnswer(issued, accept);
    const parked = await ports.runs.parkedDraft(tenant, id);
    if (parked?.draft === undefined) throw invoiceNotFound(id);
    const { code, detail } = parked;
    const content = parked.draft;
    return documentAnswer({ content, json: { ...content, parked: { code, detail } } }, accept);
  };

/** A document as JSON and, of an invoice, what has become of it; undefined where the books have none. */
export const issuedAnswer = async (
  ports: InvoicesPorts,
  tenant: string,
  idOrNumber: string,
): Promise<object | undefined> => (await issuedDocument(ports, tenant, idOrNumber))?.json;

async function issuedDocument(
  ports: InvoicesPorts,
  tenant: string,
  idOrNumber: string,
): Promise<{ readonly content: BillingDocumentOnTheWire; readonly json: object } | undefined> {
  const found =
    (await findDocument(ports, tenant, idOrNumber)) ?? (await byNumber(ports, tenant, idOrNumber));
  if (found === undefined || !('content' in found.document)) return undefined;
  const content = JSON.parse(found.document.content) as BillingDocumentOnTheWire;
  if (found.invoice === undefined) return { content, json: content };
  const settlement = settlementOf(found.invoice, found.document.currency, ports.clock.now());
  return { content, json: { ...content, status: settlement.status, settlement } };
}

async function byNumber(ports: InvoicesPorts, tenant: string, number: string) {
  const id = await findNumber(ports.books, tenant, number);
  return id === undefined ? undefined : findDocument(ports, tenant, id);
}

export const invoiceNotFound = (id: string): Rejection =>
  new Rejection(
    'invoice.not-found',
    `name an invoice by its id or number, got ${JSON.stringify(id.slice(0, 80))}`,
    { param: 'id' },
  );
