import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { addCreditNoteRoute } from './add-credit-note.ts';
import { addPaymentRoute } from './add-payment.ts';
import { issueDraftRoute } from './issue-draft.ts';
import { paymentRoutes } from './payment-routes.ts';
import type { RecordingPorts } from './ports.ts';
import { voidInvoiceRoute } from './void-invoice.ts';

/** Records what a person says of invoices: that one is issued, void, credited or paid; and of payments. */
export const recordInvoices = (ports: RecordingPorts): RouteHandlers['RecordInvoices'] => ({
  'POST /v1/invoices/{id}/issue': issueDraftRoute(ports),
  'POST /v1/invoices/{id}/void': voidInvoiceRoute(ports),
  'POST /v1/invoices/{id}/credit-notes': addCreditNoteRoute(ports),
  'POST /v1/invoices/{id}/payments': addPaymentRoute(ports),
  ...paymentRoutes(ports),
});
