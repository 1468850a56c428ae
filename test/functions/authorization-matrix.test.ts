import { describe, expect, it } from '@jest/globals';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { catalogOperations } from '../../core/contract/catalog/operations.ts';
import { interfaceOperations } from '../../core/contract/interface/operations.ts';
import { invoicesOperations } from '../../core/contract/invoices/operations.ts';
import { quarantineOperations } from '../../core/contract/quarantine/operations.ts';
import { type Route, scopes } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { runsOperations } from '../../core/contract/runs/operations.ts';
import { unbilledOperations } from '../../core/contract/unbilled/operations.ts';
import { usageOperations } from '../../core/contract/usage/operations.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { queueSink } from '../../core/metering/intake/event-sink.ts';
import { describeApi } from '../../functions/describe-api/describe-api.ts';
import { ingestEvents } from '../../functions/ingest-events/ingest-events.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { queryUsage } from '../../functions/query-usage/query-usage.ts';
import { recordInvoices } from '../../functions/record-invoices/record-invoices.ts';
import { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { serveCatalog } from '../../functions/serve-catalog/serve-catalog.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import { serveRuns } from '../../functions/serve-runs/serve-runs.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import { asking, type RoutesHandler } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { someBilling } from '../support/some-billing.ts';

/** Every function that answers routes, as it is deployed but for its tables and queues. */
function everyFunction(): Readonly<Record<Route['function'], RoutesHandler>> {
  const catalogs = inMemoryMeterCatalogs();
  const customers = inMemoryCustomers();
  const totals = new InMemoryUsageTotals();
  const queue = inMemoryQueue();
  return {
    IngestEvents: serveRoutes(
      'IngestEvents',
      { 'POST /v1/events': { readBy: 'function' } },
      {
        'POST /v1/events': ingestEvents({
          sink: queueSink(queue),
          clock: { now: () => timestampOf(0) },
          limits: { maxAge: 1, maxLead: 1 },
        }),
      },
    ),
    QueryUsage: serveRoutes(
      'QueryUsage',
      usageOperations,
      queryUsage({ totals, catalogs, customers }),
    ),
    ServeCatalog: serveRoutes(
      'ServeCatalog',
      catalogOperations,
      serveCatalog(catalogPorts({ catalogs, customers, totals, backfill: queue })),
    ),
    ReviewQuarantine: serveRoutes(
      'ReviewQuarantine',
      quarantineOperations,
      reviewQuarantine({ quarantine: inMemoryQuarantine(), events: queue }),
    ),
    ServeInvoices: serveRoutes('ServeInvoices', invoicesOperations, serveInvoices(someBilling())),
    RecordInvoices: serveRoutes(
      'RecordInvoices',
      invoicesOperations,
      recordInvoices(someBilling()),
    ),
    ServeRuns: serveRoutes(
      'ServeRuns',
      { ...runsOperations, ...unbilledOperations },
      serveRuns(someBilling()),
    ),
    ServeBooks: serveRoutes('ServeBooks', booksOperations, serveBooks(someBooks())),
    DescribeApi: serveRoutes('DescribeApi', interfaceOperations, describeApi()),
  };
}

const params = { key: 'nothing', id: 'nothing', account: 'nothing', period: '2026-01' };
const guarded = routes.filter(({ scope }) => scope !== undefined);
const open = routes.filter(({ scope }) => scope === undefined);

describe.each(guarded)('$method $path', ({ method, path, scope, function: name }) => {
  const ask = asking(everyFunction()[name]);
  const others = scopes.filter((other) => other !== scope);

  it.each(['', ...others, others.join(' ')])(
    'refuses a key with the scopes "%s" and names the one it needs',
    async (held) => {
      const { status, body } = await ask(`${method} ${path}`, { params, scopes: held });

      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 'key.scope-missing' });
      expect(body['detail']).toContain(scope);
    },
  );

  it('lets a key with its scope through', async () => {
    const { status } = await ask(`${method} ${path}`, { params, scopes: scope ?? '' });

    expect(status).not.toBe(403);
    expect(status).toBeLessThan(500);
  });
});

describe.each(open)('$method $path', ({ method, path, function: name }) => {
  it('needs no key', async () => {
    const { status, body } = await asking(everyFunction()[name])(`${method} ${path}`, {
      scopes: '',
    });

    expect(status).toBe(200);
    expect(body).toHaveProperty('openapi');
  });
});
