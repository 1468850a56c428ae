import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import type { BillingRuns } from '../../core/billing/run-ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/metering/ports.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { getBillingRun, startBillingRun } from './billing-runs.ts';
import { addCreditNote, addPayment, issueDraft, voidOne } from './corrections.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';
import { previewInvoice } from './preview-invoice.ts';

export interface InvoicesPorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly billing: Queue;
  readonly clock: Clock;
}

/** Answers `/v1/invoices` and `/v1/billing-runs`. */
export const serveInvoices = (ports: InvoicesPorts): RouteHandlers['ServeInvoices'] => ({
  'POST /v1/billing-runs': startBillingRun(ports),
  'GET /v1/billing-runs/{period}': getBillingRun(ports),
  'GET /v1/customers/{key}/preview': previewInvoice(ports),
  'GET /v1/invoices': listInvoices(ports),
  'GET /v1/invoices/{id}': getInvoice(ports),
  'POST /v1/invoices/{id}/issue': issueDraft(ports),
  'POST /v1/invoices/{id}/void': voidOne(ports),
  'POST /v1/invoices/{id}/credit-notes': addCreditNote(ports),
  'POST /v1/invoices/{id}/payments': addPayment(ports),
});
