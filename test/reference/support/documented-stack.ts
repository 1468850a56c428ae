import { booksOperations } from '../../../core/contract/books/operations.ts';
import { interfaceOperations } from '../../../core/contract/interface/operations.ts';
import { matchRoute } from '../../../core/contract/match.ts';
import { openMeterOperations } from '../../../core/contract/openmeter/operations.ts';
import { offeredMapping } from '../../../core/contract/otlp/shapes.ts';
import { invoicesAndPayments } from '../../../core/contract/payments/operations.ts';
import type { Route } from '../../../core/contract/route.ts';
import { usageOperations } from '../../../core/contract/usage/operations.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { queueSink } from '../../../core/metering/intake/event-sink.ts';
import type { CallAnswer, OutboundCall } from '../../../core/rails/ports.ts';
import { describeApi } from '../../../functions/describe-api/describe-api.ts';
import { ingestRoutes } from '../../../functions/ingest-events/ingest-events.ts';
import type { HttpAnswer } from '../../../functions/middleware/http.ts';
import { serveRoutes } from '../../../functions/middleware/serve-routes.ts';
import { queryUsage } from '../../../functions/query-usage/query-usage.ts';
import { reviewQuarantine } from '../../../functions/review-quarantine/review-quarantine.ts';
import { serveBooks } from '../../../functions/serve-books/serve-books.ts';
import type { FrontRequest } from '../../../functions/serve-front/front-event.ts';
import { startFrontServer } from '../../../functions/serve-front/http-server.ts';
import { type Answering, serveFront } from '../../../functions/serve-front/serve-front.ts';
import { serveInvoices } from '../../../functions/serve-invoices/serve-invoices.ts';
import { inMemoryFlow } from '../../fakes/flow.ts';
import { inMemoryOtlpMappings } from '../../fakes/otlp-mappings.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { InMemoryRollups } from '../../fakes/rollups.ts';
import type { RoutesHandler } from '../../support/ask.ts';
import { catalogPorts } from '../../support/catalog-ports.ts';
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
} from '../../support/changing-handlers.ts';
import { holdToContract } from '../../support/contract-faults.ts';
import { backfillingOn, correctingOn } from '../../support/some-billing.ts';
import { documentedDrops } from './documented-drops.ts';
import { documentedTenant } from './documented-tenant.ts';
import { soldAtMarketplace } from './sold-at-marketplace.ts';

const everyScope = [
  'events:write',
  'usage:read',
  'billing:read',
  'billing:write',
  'spend:read',
  'spend:write',
  'payouts:approve',
  'admin',
];
const dayInSeconds = 86_400;

/** One for all, as it takes its time to be made. */
const described = serveRoutes('DescribeApi', interfaceOperations, describeApi());

/** What of a tenant the examples speak of, and whether anybody buys at AWS Marketplace. */
type Asking = Parameters<typeof documentedTenant>[0] & { readonly bought?: boolean };

async function sellingTenant({ bought = true, ...asked }: Asking) {
  const tenant = await documentedTenant(asked);
  return { ...tenant, selling: await soldAtMarketplace(tenant.billing, 'acme', { bought }) };
}

type Tenant = Awaited<ReturnType<typeof sellingTenant>>;

/** Every function as it is deployed, over one tenant in memory. Events are taken by the clock of this machine. */
function functionsOf({
  billing,
  rails,
  spend,
  webhooks,
  payers,
  proofs,
  shared,
  earnings,
  paying,
  selling,
}: Tenant): Readonly<Record<Route['function'], RoutesHandler>> {
  const { rating, catalogs, totals, clock } = billing;
  const events = inMemoryQueue();
  const now = { now: () => timestampOf(Date.now()) };
  return {
    IngestEvents: ingestRoutes({
      otlpMappings: inMemoryOtlpMappings([offeredMapping]),
      sink: queueSink(events, { clock: now, ...inMemoryFlow() }),
      clock: now,
      limits: { maxAge: 35 * dayInSeconds, maxLead: 60 },
    }),
    QueryUsage: serveRoutes(
      'QueryUsage',
      { ...usageOperations, ...openMeterOperations },
      queryUsage({
        ...{ totals, rollups: new InMemoryRollups(), catalogs, customers: rating.customers, clock },
      }),
    ),
    ServeCatalog: catalogHandler(catalogPorts({ ...rating, ...payers, ...shared })),
    ReviewQuarantine: quarantineHandler(
      reviewQuarantine({ quarantine: billing.quarantine, events, clock, ...inMemoryFlow() }),
      undefined,
      correctingOn(billing),
      backfillingOn(billing),
      documentedDrops('acme'),
    ),
    ServeInvoices: serveRoutes('ServeInvoices', invoicesAndPayments, serveInvoices(billing)),
    RecordInvoices: recordHandler(billing),
    ServeRuns: runsHandler(billing),
    ServeBooks: serveRoutes('ServeBooks', booksOperations, serveBooks(billing)),
    ServeWebhooks: webhooksHandler(webhooks),
    ServePayers: payersHandler(payers),
    ServePayees: payeesHandler({ ...billing, ...earnings, payees: shared.payees }),
    ServeProofs: proofs.handler,
    ServeRails: railsHandler({
      ...rails.ports,
      ...{ paying, selling },
      outbound: besideFacilitator(rails.ports.outbound),
    }),
    ServeSpend: spendHandler(
      spend.protocol,
      spend.gate,
      { plans: billing.rating.plans },
      rails.ports,
    ),
    DescribeApi: described,
  };
}

const frontOf = (tenant: Tenant) =>
  serveFront({
    callerOf: async () => ({ tenant: 'acme', keyId: 'key1', scopes: everyScope, cursorKey: 'c' }),
    answering: Object.fromEntries(
      Object.entries(functionsOf(tenant)).map(([name, handler]) => [name, async () => handler]),
    ) as unknown as Answering,
    rates: { take: async () => ({ goesOn: true, inMs: 0, standings: [] }) },
    pause: async () => undefined,
    newRequestId: () => 'request-1',
    onRefused: () => undefined,
    onFailed: () => undefined,
    bodyBytesMax: 2_000_000,
  });

/** What was asked, and what came of it. */
export interface Asked {
  readonly key: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
  readonly status: number;
}

/**
 * The whole interface over HTTP, in this process. Each key, whatever it is, has a tenant of its own, so that no example
 * finds what another has changed.
 */
export async function documentedStack(tenantOf: (apiKey: string) => Asking) {
  const fronts = new Map<string, Promise<ReturnType<typeof frontOf>>>();
  const asked = new Map<string, Asked[]>();
  const faults: unknown[] = [];
  const frontWith = (apiKey: string) => {
    const asked = { ...tenantOf(apiKey), wallet: true, view: true };
    const front = fronts.get(apiKey) ?? sellingTenant(asked).then(frontOf);
    fronts.set(apiKey, front);
    return front;
  };
  const answer = async (request: FrontRequest): Promise<HttpAnswer> => {
    const { method, url, headers: sent } = request;
    const apiKey = sent['authorization']?.replace('Bearer ', '') ?? '';
    const front = await frontWith(apiKey);
    const body = (await request.body()) ?? Buffer.alloc(0);
    const answered = await front({ ...request, body: async () => body });
    const { statusCode: status, body: text, headers } = answered;
    const key = matchRoute(method, url.split('?')[0] ?? '')?.key ?? '';
    const one = { key, url, body: body.toString(), status };
    asked.set(apiKey, [...(asked.get(apiKey) ?? []), one]);
    try {
      if (key !== '') holdToContract(key, { status, headers, text });
    } catch (error) {
      faults.push(error);
    }
    return answered;
  };
  const server = await startFrontServer({
    ...{ address: '127.0.0.1:0', answer, full: answer, requestsMax: 100, bodyBytesMax: 2_000_000 },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    faults,
    askedWith: (apiKey: string): readonly Asked[] => asked.get(apiKey) ?? [],
    close: () => server.close(),
  };
}

/** What is called outside, and the facilitator of the examples, which takes any key. */
const besideFacilitator = <Outbound extends { call(call: OutboundCall): Promise<CallAnswer> }>(
  outbound: Outbound,
): Outbound => ({
  ...outbound,
  call: async (call: OutboundCall): Promise<CallAnswer> =>
    call.url.startsWith('https://facilitator.example/')
      ? { kind: 'answered', status: 200, body: '{"kinds":[]}' }
      : outbound.call(call),
});
