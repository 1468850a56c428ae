import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import { announceDocuments } from '../../core/billing/run/documents-message.ts';
import { issueDraft } from '../../core/billing/run/issue-draft.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { findIssued, invoiceNotFound } from '../../core/documents/find-content.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { recordPayment } from '../../core/invoicing/record-payment.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { type Nanos, nanosFrom } from '../../core/kernel/money.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import type { AnswerOf } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['RecordInvoices'];
type RecordedAnswer = AnswerOf<'POST /v1/invoices/{id}/payments'>;

/** What invoices are recorded with. */
export interface RecordingPorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly log: BooksLog;
  readonly runs: BillingRuns;
  /** Told of documents that the books have: see `announceDocuments`. */
  readonly documents: Queue;
  readonly clock: Clock;
}

/** Records what a person says of invoices: that one is issued, void, credited or paid. */
export const recordInvoices = (ports: RecordingPorts): Handlers => ({
  'POST /v1/invoices/{id}/issue': issueDraftRoute(ports),
  'POST /v1/invoices/{id}/void': voidInvoiceRoute(ports),
  'POST /v1/invoices/{id}/credit-notes': addCreditNoteRoute(ports),
  'POST /v1/invoices/{id}/payments': addPaymentRoute(ports),
});

/** The body says which draft a person saw, where it says a fingerprint. */
const issueDraftRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/issue'] =>
  async ({ caller: { tenant }, params: { id }, body: { reason, fingerprint } }) => {
    const issued = await issueDraft(ports, tenant, { id, reason, fingerprint });
    const recorded = issued ?? { id, isNew: false };
    const invoice = (await findIssued(ports, tenant, recorded.id))?.json;
    if (invoice === undefined) throw invoiceNotFound(id);
    return { status: recorded.isNew ? 201 : 200, body: { ...recorded, invoice } };
  };

const voidInvoiceRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/void'] =>
  async ({ caller: { tenant }, params: { id: invoice }, body }) => {
    const { reason, afterwards = 'rebill' } = body;
    const recorded = await voidInvoice(ports.books, tenant, { invoice, reason, afterwards });
    return recordedAnswer(ports, tenant, invoice, recorded);
  };

/** The `Idempotency-Key` names the correction: the same key is the same credit note. */
const addCreditNoteRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/credit-notes'] =>
  async ({ caller: { tenant }, params: { id: invoice }, body, idempotencyKey: key }) => {
    const { reason, lines } = body;
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

const addPaymentRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/payments'] =>
  async ({ caller: { tenant }, params: { id: invoice }, body }) => {
    const { rail, reference, amount, receivedAt } = body;
    const recorded = await recordPayment(ports.books, tenant, {
      invoice,
      rail,
      reference,
      amount: nanosIn(amount, '/amount'),
      receivedAt: instantIn(receivedAt) ?? ports.clock.now(),
    });
    return recordedAnswer(ports, tenant, invoice, recorded);
  };

async function recordedAnswer(
  ports: RecordingPorts,
  tenant: string,
  invoice: string,
  { id, isNew }: { readonly id: string; readonly isNew: boolean },
): Promise<RecordedAnswer> {
  const shown = (await findIssued(ports, tenant, invoice))?.json;
  invariant(shown !== undefined, 'what was recorded of is in the books');
  return { status: isNew ? 201 : 200, body: { id, isNew, invoice: shown } };
}

function nanosIn(text: string, param: string): Nanos {
  const amount = nanosFrom(text);
  if (amount !== undefined) return amount;
  const detail = `give an amount of at most 9 places, got ${JSON.stringify(text)}`;
  throw new Rejection('invoice.amount-invalid', detail, { param });
}

function instantIn(text: string | undefined): Timestamp | undefined {
  if (text === undefined) return undefined;
  const instant = timestampFrom(text);
  if (instant !== undefined) return instant;
  const detail = `/receivedAt: give an instant that exists, got ${text}`;
  throw new Rejection('request.invalid', detail, { param: '/receivedAt' });
}
