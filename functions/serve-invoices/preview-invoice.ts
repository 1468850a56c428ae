import { draftClosing } from '../../core/invoicing/close-periods.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

type Ports = Pick<InvoicesPorts, 'rating' | 'prepare' | 'books'>;

/** What a customer's invoice of a month would be now; nothing is written. */
export const previewInvoice =
  ({
    rating,
    prepare,
    books,
  }: Ports): RouteHandlers['ServeInvoices']['GET /v1/customers/{key}/preview'] =>
  async ({ caller: { tenant }, params: { key }, query: { period } }) => {
    const [prepared] = await prepare(rating, tenant, {
      customers: [key],
      month: monthFrom(period),
    });
    invariant(prepared !== undefined, 'one customer is asked for, and one month made ready');
    if (prepared.status === 'unpriced') {
      throw new Rejection('customer.unpriced', prepared.detail, { param: 'key' });
    }
    const { draft, obstacle } = await draftClosing(books, tenant, prepared.request);
    return { status: 200, body: obstacle === undefined ? draft : { ...draft, obstacle } };
  };
