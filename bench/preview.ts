import { Books } from '../core/books/books.ts';
import { putCustomer } from '../core/catalog/put-customer.ts';
import { invoicesAndPayments } from '../core/contract/payments/operations.ts';
import { timestampOf } from '../core/kernel/timestamp.ts';
import type { RollupReads } from '../core/metering/rollups/ports.ts';
import type { UsageTotals } from '../core/metering/totals/ports.ts';
import { serveRoutes } from '../functions/middleware/serve-routes.ts';
import { serveInvoices } from '../functions/serve-invoices/serve-invoices.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../test/fakes/books.ts';
import { inMemoryCustomers } from '../test/fakes/customers.ts';
import { inMemoryForms } from '../test/fakes/forms.ts';
import { InMemoryUsageLog } from '../test/fakes/usage-log.ts';
import { aCustomer } from '../test/fixtures/customers.ts';
import { billingOn } from '../test/support/billing-on.ts';
import { aGatewayEvent, context } from '../test/support/gateway-event.ts';
import { plan, settings } from './billed-tenant.ts';
import { type CountedReads, days, meters, shards, start, tenant } from './usage-month.ts';

const CUSTOMER = 'agency';
const DAY_MS = 86_400_000;

/**
 * A tenant with one customer who pays for these subjects, after the month of `reads`; answers what asks for its preview
 * and gives the quantities that are on it.
 */
export async function previewed(
  reads: CountedReads,
  subjects: readonly string[],
): Promise<(rollups: RollupReads) => Promise<readonly string[]>> {
  const time = { now: timestampOf(start - DAY_MS) };
  const clock = { now: () => time.now };
  const cells = new InMemoryBooksCells();
  const log = new InMemoryBooksLog();
  const { ports } = billingOn({
    books: new Books({ log, cells, clock }),
    ...{ log, cells, clock },
    usageLog: new InMemoryUsageLog(),
    totals: onlyRead(reads),
    shardEpochs: [{ from: timestampOf(0), shards }],
    customers: inMemoryCustomers(),
    monthsReachedBack: 2,
    onNotice: ({ detail }) => {
      throw new Error(`nothing is to be noticed, got ${detail}`);
    },
  });
  const { rating } = ports;
  await rating.catalogs.append(tenant, { version: 1, meters });
  await rating.settings.put({ tenant, revision: 1, body: settings });
  await rating.plans.put(tenant, { key: 'reader', revision: 1, body: plan });
  const customer = aCustomer({
    key: CUSTOMER,
    subjects,
    plan: [{ plan: 'reader', from: '2026-01-01' }],
  });
  await putCustomer(rating.customers, tenant, { customer, now: time.now, replaces: undefined });
  time.now = timestampOf(start + (days + 1) * DAY_MS);
  const event = aGatewayEvent({
    routeKey: 'GET /v1/customers/{key}/preview',
    rawQueryString: `period=${new Date(start).toISOString().slice(0, 7)}`,
    pathParameters: { key: CUSTOMER },
    tenant,
    scopes: 'billing:read',
  });
  const drawPdf = () => Promise.reject(new Error('no PDF is asked for'));
  return async (rollups) => {
    const routes = serveInvoices({
      ...{ ...ports, forms: inMemoryForms(), rollups },
      ...{ drawPdf, drawAccount: drawPdf, drawLetter: drawPdf },
    });
    const answer = await serveRoutes('ServeInvoices', invoicesAndPayments, routes)(event, context);
    const { lines } = JSON.parse(answer.body) as { lines: readonly { quantity: string }[] };
    return lines.map(({ quantity }) => quantity);
  };
}

/** Nothing is folded while it is measured. */
const onlyRead = ({ hourReads }: CountedReads): UsageTotals => ({
  ...hourReads,
  readProgress: async () => undefined,
  put: () => Promise.reject(new Error('nothing is put')),
  putProgress: () => Promise.reject(new Error('nothing is put')),
});
