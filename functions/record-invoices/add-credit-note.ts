import { announceDocuments } from '../../core/billing/run/documents-message.ts';
import { idNamed } from '../../core/books/reading.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { nanosIn } from './amount-sent.ts';
import type { RecordingPorts } from './ports.ts';
import { recordedAnswer } from './recorded-answer.ts';

type Handlers = RouteHandlers['RecordInvoices'];

/** The `Idempotency-Key` names the correction: the same key is the same credit note. */
export const addCreditNoteRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/credit-notes'] =>
  async ({ caller: { tenant }, params: { id }, body, idempotencyKey: key }) => {
    const { reason, lines } = body;
    const invoice = await idNamed(ports.books, tenant, id);
    const { policy } = await tenantBillingOf(ports.rating.settings, tenant);
    const recorded = await creditInvoice(ports.books, tenant, {
      policy,
      request: {
        invoice,
        key,
        reason,
        lines: lines?.map(({ line, amount }, index) => ({
          line,
          amount: nanosIn(amount, `/lines/${index}/amount`),
        })),
      },
    });
    await announceDocuments(ports.documents, tenant, [recorded.id]);
    return recordedAnswer(ports, tenant, invoice, recorded);
  };
