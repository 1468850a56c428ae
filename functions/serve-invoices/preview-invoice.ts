import { monthAsked, previewClosing } from '../../core/billing/preview-closing.ts';
import { payerUnbilled } from '../../core/billing/unbilled/payer-unbilled.ts';
import { unbilledRowAnswer } from '../../core/billing/unbilled/row-answer.ts';
import { customerNotFound } from '../../core/catalog/customer.ts';
import { payerKey } from '../../core/contract/catalog/payer-shape.ts';
import type { Draft } from '../../core/invoicing/close-periods.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { currencyText, type Nanos, nanosOf } from '../../core/kernel/money.ts';
import { readOnce } from '../../core/metering/rollups/read-once.ts';
import { writtenNanos } from '../../core/payments/issued-invoice.ts';
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
    const now = others.clock.now();
    const month = await monthAsked(rating, tenant, { key: customer, period, now });
    const asked = { customer, month };
    const { draft, obstacle, closedBy, isPartial, unapplied } = await previewClosing(
      ports,
      tenant,
      asked,
    );
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
        ...(unapplied === 0n ? {} : { unapplied: coveredBy(unapplied, draft) }),
      },
    };
  };

/** What was paid before, and how much of an invoice it would pay; a statement asks for nothing. */
function coveredBy(unapplied: Nanos, { type, total, currency }: Draft) {
  const asked = type === 'invoice' ? writtenNanos(total) : nanosOf(0n);
  const covers = asked < unapplied ? asked : unapplied;
  const code = currencyFrom(currency);
  invariant(code !== undefined, 'a draft is in a currency');
  return { amount: currencyText(unapplied, code), covers: currencyText(covers, code) };
}
