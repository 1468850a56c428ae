import { findDocument, findNumber } from '../../core/books/reading.ts';
import type { BillingDocumentOnTheWire } from '../../core/contract/invoice.ts';
import { noParameters } from '../../core/contract/shapes.ts';
import { settlementOf } from '../../core/invoicing/settlement.ts';
import { parsedQuery } from '../../core/kernel/parsed.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { jsonAnswer } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './serve-invoices.ts';

/** One invoice, credit note or statement by its id or number, or a draft that waits for a person. */
export const getInvoice =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices/{id}'] =>
  async ({ caller: { tenant }, params: { id }, query }) => {
    parsedQuery(noParameters, query);
    const issued = await issuedAnswer(ports, tenant, id);
    if (issued !== undefined) return jsonAnswer(200, issued);
    const parked = await ports.runs.parkedDraft(tenant, id);
    if (parked?.draft === undefined) throw invoiceNotFound(id);
    const { code, detail } = parked;
    return jsonAnswer(200, { ...parked.draft, parked: { code, detail } });
  };

/** A document as it was issued and, of an invoice, what has become of it; undefined where the books have none. */
export async function issuedAnswer(
  ports: InvoicesPorts,
  tenant: string,
  idOrNumber: string,
): Promise<object | undefined> {
  const found =
    (await findDocument(ports, tenant, idOrNumber)) ?? (await byNumber(ports, tenant, idOrNumber));
  if (found === undefined || !('content' in found.document)) return undefined;
  const content = JSON.parse(found.document.content) as BillingDocumentOnTheWire;
  if (found.invoice === undefined) return content;
  const settlement = settlementOf(found.invoice, found.document.currency, ports.clock.now());
  return { ...content, status: settlement.status, settlement };
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
