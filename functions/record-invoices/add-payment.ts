import { idNamed } from '../../core/books/reading.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { timeIn } from '../middleware/time-sent.ts';
import { nanosIn } from './amount-sent.ts';
import type { RecordingPorts } from './ports.ts';
import { recordedAnswer } from './recorded-answer.ts';

type Handlers = RouteHandlers['RecordInvoices'];

export const addPaymentRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/payments'] =>
  async ({ caller: { tenant }, params: { id }, body }) => {
    const { rail, reference, amount, receivedAt } = body;
    const invoice = await idNamed(ports.books, tenant, id);
    const { timeZone } = (await tenantBillingOf(ports.rating.settings, tenant)).policy;
    const recorded = await recordPayment(ports.books, tenant, {
      invoice,
      rail,
      reference,
      amount: nanosIn(amount, '/amount'),
      receivedAt: timeIn(receivedAt, { timeZone, param: '/receivedAt' }) ?? ports.clock.now(),
      timeZone,
    });
    return recordedAnswer(ports, tenant, invoice, recorded);
  };
