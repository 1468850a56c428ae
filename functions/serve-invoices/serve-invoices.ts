import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { getBillingRun, startBillingRun } from './billing-runs.ts';
import { addCreditNote, addPayment, issueDraft, voidOne } from './corrections.ts';
import { explainOne } from './explain-line.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';
import type { InvoicesPorts } from './ports.ts';
import { previewInvoice } from './preview-invoice.ts';

/** Answers `/v1/invoices` and `/v1/billing-runs`. */
export const serveInvoices = (ports: InvoicesPorts): RouteHandlers['ServeInvoices'] => ({
  'POST /v1/billing-runs': startBillingRun(ports),
  'GET /v1/billing-runs/{period}': getBillingRun(ports),
  'GET /v1/customers/{key}/preview': previewInvoice(ports),
  'GET /v1/invoices': listInvoices(ports),
  'GET /v1/invoices/{id}': getInvoice(ports),
  'GET /v1/invoices/{id}/lines/{line}': explainOne(ports),
  'POST /v1/invoices/{id}/issue': issueDraft(ports),
  'POST /v1/invoices/{id}/void': voidOne(ports),
  'POST /v1/invoices/{id}/credit-notes': addCreditNote(ports),
  'POST /v1/invoices/{id}/payments': addPayment(ports),
});
