import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { explainLineRoute } from './explain-line.ts';
import { getInvoice } from './get-invoice.ts';
import { listDocumentsRoute } from './list-documents.ts';
import { listInvoices } from './list-invoices.ts';
import { getPaymentRoute, listPaymentsRoute } from './list-payments.ts';
import type { InvoicesPorts } from './ports.ts';
import { previewInvoice } from './preview-invoice.ts';
import { readBankStatement } from './read-bank-statement.ts';
import { readStatement } from './read-statement.ts';
import { getReminderRoute, listRemindersRoute } from './reminders.ts';

/** Answers what invoices say and where they come from. */
export const serveInvoices = (ports: InvoicesPorts): RouteHandlers['ServeInvoices'] => ({
  'GET /v1/customers/{key}/preview': previewInvoice(ports),
  'GET /v1/customers/{key}/statement': readStatement(ports),
  'GET /v1/customers/{key}/documents': listDocumentsRoute(ports),
  'GET /v1/invoices': listInvoices(ports),
  'GET /v1/invoices/{id}': getInvoice(ports),
  'GET /v1/invoices/{id}/lines/{line}': explainLineRoute(ports),
  'POST /v1/bank-statements': readBankStatement(ports),
  'GET /v1/payments': listPaymentsRoute(ports),
  'GET /v1/payments/{id}': getPaymentRoute(ports),
  'GET /v1/reminders': listRemindersRoute(ports),
  'GET /v1/reminders/{id}': getReminderRoute(ports),
});
