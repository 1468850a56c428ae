import { issueDraft } from '../../core/billing/run/issue-draft.ts';
import { idNamed } from '../../core/books/reading.ts';
import { findIssued, invoiceNotFound } from '../../core/documents/find-content.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { RecordingPorts } from './ports.ts';

type Handlers = RouteHandlers['RecordInvoices'];

/** The body says which draft a person saw, where it says a fingerprint. */
export const issueDraftRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/issue'] =>
  async ({ caller: { tenant }, params, body: { reason, fingerprint } }) => {
    const id = await idNamed(ports.books, tenant, params.id);
    const issued = await issueDraft(ports, tenant, { id, reason, fingerprint });
    const recorded = issued ?? { id, isNew: false };
    const invoice = (await findIssued(ports, tenant, recorded.id))?.json;
    if (invoice === undefined) throw invoiceNotFound(id);
    return { status: recorded.isNew ? 201 : 200, body: { ...recorded, invoice } };
  };
