import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keptCallers } from '../../core/access/kept-callers.ts';
import { KnownRefusals } from '../../core/access/known-refusals.ts';
import { pacedRates } from '../../core/access/paced-rates.ts';
import { ratePolicyOf } from '../../core/access/rates.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { sharedSends } from '../../core/metering/intake/shared-sends.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbKeys } from '../adapters/dynamo-db-keys.ts';
import { dynamoDbOtlpMappings } from '../adapters/dynamo-db-otlp-mappings.ts';
import { groupOfEvents } from '../adapters/message-groups.ts';
import { noteUses } from '../adapters/note-uses.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { tokenStoresIn } from '../adapters/token-stores-in.ts';
import { ingestRoutes } from '../ingest-events/ingest-events.ts';
import { type CountedName, countMetric } from '../middleware/count-metric.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { flowMetrics } from '../middleware/flow-metrics.ts';
import { acrossOrigins, originsFrom } from './cross-origin.ts';
import { environment } from './environment.ts';
import { startFrontServer } from './http-server.ts';
import { logAsJson } from './json-console.ts';
import { serveFront, tooMany } from './serve-front.ts';
import { type Refusal, toldTogether } from './told-together.ts';

/** Lambda kills an environment a second after SIGTERM: a send that is under way then must be over before. */
const SEND_TIMEOUT_MS = 700;
const SHUTDOWN_MS = 900;

/** As long as the gateway keeps what its authorizer said. */
const CALLERS_KEPT_MS = 60_000;
const CALLERS_KEPT_MAX = 10_000;

/** Two sends at a time, so that one that SQS is slow to answer does not hold up everybody. */
const sendLimits = {
  eventsMax: 1_000,
  charactersMax: 1_000_000,
  tenantsMax: 10,
  sendsMax: 2,
  waitingEventsMax: 10_000,
};

/** A quarter of the requests that there is room for, so that no tenant alone takes all of it by waiting. */
const RATE_WAITING_MAX = 64;
const RATE_WAIT_MS = 100;

const REFUSALS_TOLD_MS = 10_000;

/** More than Lambda sends to one environment; each may have a body in memory. */
const REQUESTS_MAX = 256;
const BODY_BYTES_MAX = 2 * 1024 * 1024;

logAsJson((line) => process.stdout.write(line));

const variables = readEnvironment(environment);
const rateMax = wholeNumber('FRONT_TENANT_RATE_MAX', variables.FRONT_TENANT_RATE_MAX);
const keyPercent = wholeNumber('KEY_RATE_PERCENT', variables.KEY_RATE_PERCENT);
const dynamoDb = dynamoDbClient();
const sink = sharedSends(
  sqsQueue(sqsClient(), {
    queueUrl: variables.EVENTS_QUEUE_URL,
    groupOf: groupOfEvents(variables.EVENT_GROUPS),
    timeoutMs: SEND_TIMEOUT_MS,
  }),
  sendLimits,
  { clock: systemClock, ...flowMetrics(variables.METRICS_NAMESPACE) },
);
const ingest = ingestRoutes({
  sink,
  otlpMappings: dynamoDbOtlpMappings(dynamoDb, variables.CATALOG_TABLE_NAME),
  clock: systemClock,
  limits: {
    maxAge: wholeNumber('EVENT_MAX_AGE_SECONDS', variables.EVENT_MAX_AGE_SECONDS),
    maxLead: wholeNumber('EVENT_MAX_LEAD_SECONDS', variables.EVENT_MAX_LEAD_SECONDS),
  },
});

/** One for the process: what it remembers of payers saves reads; what they are charged is sent with other events. */
let spending: ReturnType<typeof spendRoutes> | undefined;
const spendRoutes = async () =>
  (await import('../serve-spend/spend-routes.ts')).spendRoutes(variables, sink);

const refusalMetrics = {
  'slowed-down': 'FrontRequestsSlowedDown',
  'key-unknown': 'FrontUnknownKeys',
} as const satisfies Record<Refusal, CountedName>;

const refusals = toldTogether(
  (refusal, count) => {
    console.warn({ event: 'requests were refused', refusal, count });
    countMetric(refusalMetrics[refusal], count);
  },
  (run) => setTimeout(run, REFUSALS_TOLD_MS).unref(),
);

const answer = serveFront({
  onRefused: refusals.count,
  onFailed: () => {
    countMetric('FrontFailures');
  },
  callerOf: keptCallers({
    keys: dynamoDbKeys(dynamoDb, variables.KEYS_TABLE_NAME),
    tokens: tokenStoresIn(dynamoDb, variables),
    refusals: new KnownRefusals({
      clock: systemClock,
      unknownMs: CALLERS_KEPT_MS,
      keptMax: CALLERS_KEPT_MAX,
    }),
    clock: systemClock,
    noteUse: noteUses(dynamoDb, variables.AUDIT_TABLE_NAME),
    keptMs: CALLERS_KEPT_MS,
    keptMax: CALLERS_KEPT_MAX,
  }),
  // Loaded when first asked, so that a server that only takes events starts as fast as the function that does.
  answering: {
    IngestEvents: async () => ingest,
    QueryUsage: async () => (await import('../query-usage/handler.ts')).handler,
    ServeCatalog: async () => (await import('../serve-catalog/handler.ts')).handler,
    ReviewQuarantine: async () => (await import('../review-quarantine/handler.ts')).handler,
    ServeInvoices: async () => (await import('../serve-invoices/handler.ts')).handler,
    RecordInvoices: async () => (await import('../record-invoices/handler.ts')).handler,
    ServeRuns: async () => (await import('../serve-runs/handler.ts')).handler,
    ServeBooks: async () => (await import('../serve-books/handler.ts')).handler,
    ServeWebhooks: async () => (await import('../serve-webhooks/handler.ts')).handler,
    ServePayers: async () => (await import('../serve-payers/handler.ts')).handler,
    ServePayees: async () => (await import('../serve-payees/handler.ts')).handler,
    ServeProofs: async () => (await import('../serve-proofs/handler.ts')).handler,
    ServeRails: async () => (await import('../serve-rails/handler.ts')).handler,
    ServeSpend: () => (spending ??= spendRoutes()),
    DescribeApi: async () => (await import('../describe-api/handler.ts')).handler,
  },
  rates: pacedRates({
    // A quarter of a second's tokens at once: what comes faster waits, so that it comes evenly.
    policy: ratePolicyOf({ perSecond: rateMax, holds: Math.ceil(rateMax / 4) }, keyPercent),
    clock: systemClock,
    waitingMax: RATE_WAITING_MAX,
    waitMsMax: RATE_WAIT_MS,
    bucketsMax: CALLERS_KEPT_MAX,
  }),
  pause: (milliseconds) => sleep(milliseconds),
  newRequestId: randomUUID,
  bodyBytesMax: BODY_BYTES_MAX,
});

const address = process.env['AWS_LAMBDA_HTTP_ENDPOINT'];
invariant(address !== undefined, 'set AWS_LAMBDA_HTTP_ENDPOINT to the host:port to listen on');
const origins = originsFrom(variables.CORS_ORIGINS);
const server = await startFrontServer({
  address,
  answer: acrossOrigins(origins, answer),
  requestsMax: REQUESTS_MAX,
  full: acrossOrigins(origins, async (request) => {
    refusals.count('slowed-down');
    return tooMany(request, randomUUID());
  }),
  bodyBytesMax: BODY_BYTES_MAX,
});

process.once('SIGTERM', () => {
  void (async () => {
    const answered = Promise.all([server.close(), sink.drain()]);
    await Promise.race([answered, sleep(SHUTDOWN_MS)]);
    refusals.tell();
    process.exit(0);
  })();
});
