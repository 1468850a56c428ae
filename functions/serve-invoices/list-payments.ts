import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { goneBack } from '../../core/payments/gone-back.ts';
import { listPayments } from '../../core/payments/list-payments.ts';
import { readPayment } from '../../core/payments/payment-in-books.ts';
import { shownPayment } from '../../core/payments/shown-payment.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeInvoices'];

const LIMIT_DEFAULT = 50;

/** Payments in the order of the books, of one payer or all. */
export const listPaymentsRoute =
  (ports: InvoicesPorts): Handlers['GET /v1/payments'] =>
  async ({ caller, query }) => {
    const { cursor, limit = LIMIT_DEFAULT, customer, unapplied } = query;
    const isUnapplied = unapplied === 'true';
    const fingerprint = JSON.stringify(['GET /v1/payments', customer ?? null, isUnapplied]);
    const after =
      cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
    const asked = { customer, isUnapplied, limit, after };
    const { payments, next } = await listPayments(ports, caller.tenant, asked);
    return {
      status: 200,
      body: {
        payments: payments.map(shownPayment),
        ...(next === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, placeText(next)) }),
      },
    };
  };

export const getPaymentRoute =
  (ports: InvoicesPorts): Handlers['GET /v1/payments/{id}'] =>
  async ({ caller: { tenant }, params: { id } }) => {
    const payment = await readPayment(ports.books, tenant, id);
    const back = await goneBack(ports, tenant, payment);
    return { status: 200, body: { ...shownPayment(payment), ...back } };
  };
