import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { recordPayment } from '../../core/invoicing/record-payment.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { nanosIn } from './amount-sent.ts';
import type { RecordingPorts } from './ports.ts';
import { recordedAnswer } from './recorded-answer.ts';

type Handlers = RouteHandlers['RecordInvoices'];

export const addPaymentRoute =
  (ports: RecordingPorts): Handlers['POST /v1/invoices/{id}/payments'] =>
  async ({ caller: { tenant }, params: { id: invoice }, body }) => {
    const { rail, reference, amount, receivedAt } = body;
    const { timeZone } = (await tenantBillingOf(ports.rating.settings, tenant)).policy;
    const recorded = await recordPayment(ports.books, tenant, {
      invoice,
      rail,
      reference,
      amount: nanosIn(amount, '/amount'),
      receivedAt: instantIn(receivedAt) ?? ports.clock.now(),
      timeZone,
    });
    return recordedAnswer(ports, tenant, invoice, recorded);
  };

function instantIn(text: string | undefined): Timestamp | undefined {
  if (text === undefined) return undefined;
  const instant = timestampFrom(text);
  if (instant !== undefined) return instant;
  const detail = `/receivedAt: give an instant that exists, got ${text}`;
  throw new Rejection('request.invalid', detail, { param: '/receivedAt' });
}
