import { idNamed } from '../../core/books/reading.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { RecordingPorts } from './ports.ts';
import { recordedAnswer } from './recorded-answer.ts';

type Handlers = RouteHandlers['RecordInvoices'];

export const voidInvoiceRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/void'] =>
  async ({ caller: { tenant }, params: { id }, body }) => {
    const { reason, afterwards = 'rebill' } = body;
    const invoice = await idNamed(ports.books, tenant, id);
    const { timeZone } = (await tenantBillingOf(ports.rating.settings, tenant)).policy;
    const request = { invoice, reason, afterwards, timeZone };
    const recorded = await voidInvoice(ports.books, tenant, request);
    return recordedAnswer(ports, tenant, invoice, recorded);
  };
