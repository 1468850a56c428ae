import type { DocumentContent } from '../../core/contract/invoices/invoice.ts';
import { findDraft, findIssued } from '../../core/documents/find-content.ts';
import { keepForm } from '../../core/documents/keep-documents.ts';
import { renderedForm } from '../../core/documents/rendered-form.ts';
import { acceptedForm, formAnswer } from '../middleware/document-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

/**
 * One invoice, credit note or statement by its id or number, or a draft that waits for a person. What is issued is
 * answered as it is kept; only drafts are rendered each time, and copies that say that the invoice is void.
 */
export const getInvoice =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices/{id}'] =>
  async ({ caller: { tenant }, params: { id }, query: { format, stamp }, headers }) => {
    const form = format ?? acceptedForm(headers['accept']);
    const issued = await findIssued(ports, tenant, id);
    const { content: document, json } = issued ?? (await findDraft(ports, tenant, id));
    if (form === 'json') return { status: 200, body: json };
    const draw = (one: DocumentContent) => ports.drawPdf(one, tenant);
    const copy = stamp === undefined || form !== 'pdf' ? undefined : voidCopy(json, document);
    const rendered =
      copy !== undefined || issued === undefined
        ? await renderedForm(copy ?? document, form, draw)
        : await keepForm(ports, { tenant, block: issued.block }, { document, form });
    return formAnswer(rendered, { document, form, ifNoneMatch: headers['if-none-match'] });
  };

/** A void invoice as one that says so; what was sent to somebody is kept beside it as it was. */
const voidCopy = (
  { status }: Pick<DocumentContent, 'status'>,
  document: DocumentContent,
): DocumentContent | undefined =>
  document.type === 'invoice' && status === 'void' ? { ...document, status } : undefined;
