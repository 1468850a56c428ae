import { findDocument, findNumber } from '../../core/books/reading.ts';
import type { BillingDocumentOnTheWire } from '../../core/contract/invoice.ts';
import { invoiceParameters } from '../../core/contract/shapes-invoices.ts';
import { keptForm } from '../../core/documents/keep-documents.ts';
import { renderedForm } from '../../core/documents/rendered-form.ts';
import { draftFingerprint } from '../../core/invoicing/close-periods.ts';
import { settlementOf } from '../../core/invoicing/settlement.ts';
import { parsedQuery } from '../../core/kernel/parsed.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { jsonAnswer } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { acceptedForm, formAnswer, linksOf } from './document-answer.ts';
import type { InvoicesPorts } from './ports.ts';

/**
 * One invoice, credit note or statement by its id or number, or a draft that waits for a person. What is issued is answered as it is
 * kept; only drafts are rendered each time.
 */
export const getInvoice =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices/{id}'] =>
  async ({ caller: { tenant }, params: { id }, query, headers }) => {
    const { format } = parsedQuery(invoiceParameters, query);
    const form = format ?? acceptedForm(headers['accept']);
    const issued = await issuedDocument(ports, tenant, id);
    const { content: document, json } = issued ?? (await draftDocument(ports, tenant, id));
    if (form === 'json') return jsonAnswer(200, json);
    const rendered =
      issued === undefined
        ? await renderedForm(document, form, ports.drawPdf)
        : await keptForm(ports, tenant, { document, form });
    return formAnswer(rendered, { document, form, ifNoneMatch: headers['if-none-match'] });
  };

/** A document as JSON and, of an invoice, what has become of it; undefined where the books have none. */
export const issuedAnswer = async (
  ports: InvoicesPorts,
  tenant: string,
  idOrNumber: string,
): Promise<object | undefined> => (await issuedDocument(ports, tenant, idOrNumber))?.json;

/** A document as it was issued or drafted, and what is said of it beside. */
interface Found {
  readonly content: BillingDocumentOnTheWire;
  readonly json: { readonly status: string } & Readonly<Record<string, unknown>>;
}

/** A document in the books, or a draft that waits for a person. @throws Rejection `invoice.not-found` */
export const foundDocument = async (
  ports: InvoicesPorts,
  tenant: string,
  idOrNumber: string,
): Promise<Found> =>
  (await issuedDocument(ports, tenant, idOrNumber)) ??
  (await draftDocument(ports, tenant, idOrNumber));

async function draftDocument({ runs }: InvoicesPorts, tenant: string, id: string): Promise<Found> {
  const parked = await runs.parkedDraft(tenant, id);
  if (parked?.draft === undefined) throw invoiceNotFound(id);
  const { code, detail, draft: content } = parked;
  const fingerprint = draftFingerprint(content);
  return {
    content,
    json: { ...content, documents: linksOf(content), parked: { code, detail, fingerprint } },
  };
}

async function issuedDocument(
  ports: InvoicesPorts,
  tenant: string,
  idOrNumber: string,
): Promise<Found | undefined> {
  const found =
    (await findDocument(ports, tenant, idOrNumber)) ?? (await byNumber(ports, tenant, idOrNumber));
  if (found === undefined || !('content' in found.document)) return undefined;
  const content = JSON.parse(found.document.content) as BillingDocumentOnTheWire;
  const documents = linksOf(content);
  if (found.invoice === undefined) return { content, json: { ...content, documents } };
  const settlement = settlementOf(found.invoice, found.document.currency, ports.clock.now());
  return { content, json: { ...content, status: settlement.status, documents, settlement } };
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
