import { idNamed } from '../../core/books/reading.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localStart, type TimeZone } from '../../core/kernel/time-zone.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
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
      receivedAt: receivedIn(receivedAt, timeZone) ?? ports.clock.now(),
      timeZone,
    });
    return recordedAnswer(ports, tenant, invoice, recorded);
  };

/** A day is when it begins where the seller is. */
function receivedIn(text: string | undefined, timeZone: TimeZone): Timestamp | undefined {
  if (text === undefined) return undefined;
  const instant = timestampFrom(text) ?? localStart(text, timeZone);
  if (instant !== undefined) return instant;
  const detail = `/receivedAt: give a time or a day that exists, got ${text}`;
  throw new Rejection('request.invalid', detail, { param: '/receivedAt' });
}
