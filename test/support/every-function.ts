import { booksOperations } from '../../core/contract/books/operations.ts';
import { interfaceOperations } from '../../core/contract/interface/operations.ts';
import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import { invoicesAndPayments } from '../../core/contract/payments/operations.ts';
import type { Route } from '../../core/contract/route.ts';
import { usageOperations } from '../../core/contract/usage/operations.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { queueSink } from '../../core/metering/intake/event-sink.ts';
import { describeApi } from '../../functions/describe-api/describe-api.ts';
import { ingestRoutes } from '../../functions/ingest-events/ingest-events.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { queryUsage } from '../../functions/query-usage/query-usage.ts';
import { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { inMemoryPayees } from '../fakes/shares.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import type { RoutesHandler } from './ask.ts';
import { catalogPorts } from './catalog-ports.ts';
import {
  catalogHandler,
  payeesHandler,
  payersHandler,
  quarantineHandler,
  railsHandler,
  recordHandler,
  runsHandler,
  spendHandler,
  webhooksHandler,
} from './changing-handlers.ts';
import { someBilling } from './some-billing.ts';
import { someEarnings } from './some-earnings.ts';
import { somePayers } from './some-payers.ts';
import { someProofs } from './some-proofs.ts';
import { someRails } from './some-rails.ts';
import { someSpend } from './some-spend.ts';
import { someWebhooks } from './some-webhooks.ts';

/** Every function that answers routes, as it is deployed but for its tables and queues. */
export function everyFunction(): Readonly<Record<Route['function'], RoutesHandler>> {
  const catalogs = inMemoryMeterCatalogs();
  const customers = inMemoryCustomers();
  const totals = new InMemoryUsageTotals();
  const queue = inMemoryQueue();
  const flow = { clock: { now: () => timestampOf(0) }, ...inMemoryFlow() };
  return {
    IngestEvents: ingestRoutes({
      otlpMappings: inMemoryOtlpMappings(),
      sink: queueSink(queue, flow),
      clock: { now: () => timestampOf(0) },
      limits: { maxAge: 1, maxLead: 1 },
    }),
    QueryUsage: serveRoutes(
      'QueryUsage',
      { ...usageOperations, ...openMeterOperations },
      queryUsage({
        ...{ totals, rollups: new InMemoryRollups(), catalogs, customers },
        clock: flow.clock,
      }),
    ),
    ServeCatalog: catalogHandler(catalogPorts({ catalogs, customers, totals, backfill: queue })),
    ReviewQuarantine: quarantineHandler(
      reviewQuarantine({ quarantine: inMemoryQuarantine(), events: queue, ...flow }),
    ),
    ServeInvoices: serveRoutes('ServeInvoices', invoicesAndPayments, serveInvoices(someBilling())),
    RecordInvoices: recordHandler(someBilling()),
    ServeRuns: runsHandler(someBilling()),
    ServeBooks: serveRoutes('ServeBooks', booksOperations, serveBooks(someBooks())),
    ServeWebhooks: webhooksHandler(someWebhooks()),
    ServePayers: payersHandler(somePayers(someBilling())),
    ServePayees: payeesHandler({ ...somePayees(), payees: inMemoryPayees() }),
    ServeProofs: someProofs(someBooks()).handler,
    ServeRails: railsHandler(someRails().ports),
    ServeSpend: spendHandler(someSpend(someBilling()).protocol),
    DescribeApi: describingApi(),
  };
}

/** Its document takes longer to make than all others together: it is made when it is asked for. */
function describingApi(): RoutesHandler {
  let made: RoutesHandler | undefined;
  return (event, context) => {
    made ??= serveRoutes('DescribeApi', interfaceOperations, describeApi());
    return made(event, context);
  };
}

function somePayees() {
  const billing = someBilling();
  return { ...billing, ...someEarnings(billing) };
}
