import { previewClosing } from '../../core/billing/preview-closing.ts';
import { payerUnbilled } from '../../core/billing/unbilled/payer-unbilled.ts';
import { unbilledRowAnswer } from '../../core/billing/unbilled/row-answer.ts';
import { customerNotFound } from '../../core/catalog/customer.ts';
import { payerKey } from '../../core/contract/catalog/payer-shape.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { readOnce } from '../../core/metering/rollups/read-once.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

type Ports = Pick<InvoicesPorts, 'rating' | 'rollups' | 'prepare' | 'books' | 'runs' | 'clock'>;

/** What a customer's invoice of a month would be now, and what was used that would not be on it. */
export const previewInvoice =
  ({
    rating,
    rollups,
    ...others
  }: Ports): RouteHandlers['ServeInvoices']['GET /v1/customers/{key}/preview'] =>
  async ({ caller: { tenant }, params: { key: customer }, query: { period } }) => {
    // Any text is the name of a subject to core, and the route declares what is one.
    if (!payerKey.safeParse(customer).success) throw customerNotFound(customer, 'key');
    const ports = { ...others, rating: { ...rating, rollups: readOnce(rollups) } };
    const asked = { customer, month: monthFrom(period) };
    const { draft, obstacle, closedBy, isPartial } = await previewClosing(ports, tenant, asked);
    // What waits to be billed is what a preview is of.
    const unbilled = (await payerUnbilled(ports, tenant, asked))
      .filter(({ reason }) => reason !== 'waiting')
      .map((row) => unbilledRowAnswer({ row, accepted: undefined }));
    return {
      status: 200,
      body: {
        ...draft,
        ...(obstacle === undefined ? {} : { obstacle }),
        ...(isPartial ? { partial: true } : {}),
        ...(closedBy === undefined
          ? {}
          : { closedBy: { id: closedBy.id, ...definedOnly({ number: closedBy.number }) } }),
        ...(unbilled.length === 0 ? {} : { unbilled }),
      },
    };
  };
