import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../core/kernel/in-parallel.ts';
import type { CallCounts, Runtime } from '../local/runtime.ts';
import { type Charges, charged, scaled, totalOf } from './priced.ts';
import { send } from './sender.ts';
import { appendingAtOnce, type BenchStack, call, startBenchStack } from './stack.ts';

/** How fast a month is billed, where the time goes, and what it would cost. */
export interface Billing {
  readonly customers: number;
  /** From the request until the books begin to be written: the month is looked through and recounted. */
  readonly checkedSeconds: number;
  /** From then until every customer's month is closed. */
  readonly closedSeconds: number;
  /** From then until every document is stored in all its forms. */
  readonly storedSeconds: number;
  /** Customers for each second from the request to the last month closed. */
  readonly invoicesPerSecond: number;
  readonly per100000: Charges;
  readonly totalPer100000: number;
  /** Of one customer's month. */
  readonly each: {
    readonly closeMs: number;
    readonly storeMs: number;
    readonly writeUnits: number;
    readonly readUnits: number;
    readonly objects: number;
  };
}

const PERIOD = '2026-09';
const DAYS = 2;
const from = Date.UTC(2026, 8, 1);
/** Of each type, for each customer, spread over the days. */
const ROUNDS = 3;
const EVENTS_PER_REQUEST = 500;
const CONNECTIONS = 4;
const types = ['view', 'download', 'api.call'] as const;

const plan = {
  versions: [
    {
      effectiveFrom: '2026-01-01',
      currency: 'EUR',
      charges: [
        { meter: 'views', model: 'per_unit', unitPrice: '0.001', description: 'Views' },
        { meter: 'download_bytes', model: 'per_unit', unitPrice: '0.00000001' },
        {
          meter: 'api_calls',
          model: 'graduated',
          tiers: [
            { upTo: '1', unitPrice: '0.01' },
            { upTo: null, unitPrice: '0.003' },
          ],
        },
      ],
      fixedFees: [{ key: 'base', amount: '5', description: 'Base fee' }],
    },
  ],
};

const settings = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456789',
    electronicAddress: { scheme: 'EM', id: 'billing@magazine.example' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  taxes: { standard: { category: 'S', rate: '19' } },
  approval: false,
  bounds: null,
};

const keyOf = (customer: number): string => `customer-${String(customer).padStart(5, '0')}`;

const profile = (customer: number) => ({
  name: `Reader ${customer} Ltd`,
  plan: [{ plan: 'reader', from: '2020-01-01' }],
  address: { lines: ['1 High Street'], postalCode: 'N1', city: 'London', country: 'GB' },
  electronicAddress: { scheme: 'EM', id: `invoices@${keyOf(customer)}.example` },
});

/**
 * Bills a month of so many customers, each with usage of three meters on several days and a fee, on a stack in memory;
 * throws unless every one is invoiced.
 */
export async function measureBilling(
  customers: number,
  say: (line: string) => void,
): Promise<Billing> {
  say(`billing: ${customers} customers`);
  const stack = await startBenchStack({ settings: appendingAtOnce, countCalls: true });
  const { runtime } = stack;
  await setUp(stack, customers, say);
  runtime.setClock(Date.UTC(2026, 9, 1, 15));
  await runtime.idle();
  await runtime.resetCalls();
  say('billing: the run begins');
  const at = await run(stack, say);
  const counts = await outcome(stack);
  const calls = await runtime.calls();
  await stack.close();
  if (counts.closed !== customers) {
    throw new Error(`expected ${customers} months to be closed, got ${JSON.stringify(counts)}`);
  }
  say(JSON.stringify({ ...at, calls }));
  return measured(customers, at, calls);
}

async function setUp({ runtime, apiKey }: BenchStack, customers: number, say: Say): Promise<void> {
  runtime.setClock(from + (DAYS + 0.5) * 86_400_000);
  const put = (path: string, body: object) => call(runtime, apiKey, 'PUT', path, body);
  await put('/v1/billing-settings', settings);
  await put('/v1/plans/reader', plan);
  const all = Array.from({ length: customers }, (_, customer) => customer);
  await inParallel(CONNECTIONS, all, (customer) =>
    put(`/v1/customers/${keyOf(customer)}`, profile(customer)),
  );
  say('billing: customers are there');
  const bodies = [...bodiesOf(customers)];
  const sent = await send({ url: runtime.url, apiKey, bodies, connections: CONNECTIONS });
  if (sent.accepted !== customers * ROUNDS * types.length) {
    throw new Error(`not all events were accepted: ${JSON.stringify(sent)}`);
  }
  await runtime.idle();
}
type Say = (line: string) => void;

/** Events in the order of their times, every customer's on different days. */
function* bodiesOf(customers: number): Generator<string> {
  const count = customers * ROUNDS * types.length;
  const step = (DAYS * 86_400_000) / count;
  for (let first = 0; first < count; first += EVENTS_PER_REQUEST) {
    const length = Math.min(EVENTS_PER_REQUEST, count - first);
    yield JSON.stringify(
      Array.from({ length }, (_, offset) => {
        const index = first + offset;
        return {
          specversion: '1.0',
          id: `event-${index}`,
          source: 'https://magazine.example/edge',
          type: types[Math.floor(index / customers) % types.length],
          subject: keyOf(index % customers),
          time: new Date(from + Math.floor(index * step)).toISOString(),
          data: { bytes: (index * 7_919) % 200_000, region: 'eu-central-1' },
        };
      }),
    );
  }
}

const LOOK_AGAIN_MS = 100;
/** A month is checked long before; a table under another name would be waited for without end. */
const BEGIN_MS_MAX = 600_000;

interface Moments {
  readonly checked: number;
  readonly closed: number;
  readonly stored: number;
}

/** Milliseconds from the request on. Nobody asks how far it is meanwhile, as each answer takes time from the run. */
async function run({ runtime, apiKey }: BenchStack, say: Say): Promise<Moments> {
  const started = performance.now();
  const since = (): number => performance.now() - started;
  const waitFor = async (isDone: () => Promise<boolean>): Promise<number> => {
    while (!(await isDone())) await sleep(LOOK_AGAIN_MS);
    return since();
  };
  await call(runtime, apiKey, 'POST', '/v1/billing-runs', { period: PERIOD });
  const limit = since() + BEGIN_MS_MAX;
  const checked = await waitFor(async () => {
    if (since() < limit) return (await blocksPut(runtime)) > 0;
    throw new Error(`no block of ${paths.booksLog.join(' or ')} was put in ${BEGIN_MS_MAX} ms`);
  });
  const idle = runtime.idle().then(since);
  const stopped = new AbortController();
  const watching = lastBlockAt(runtime, { since, say, signal: stopped.signal });
  const stored = await idle;
  stopped.abort();
  return { checked, closed: await watching, stored };
}

/** When the last block was put that was put before the signal. */
async function lastBlockAt(
  runtime: Runtime,
  watch: { readonly since: () => number; readonly say: Say; readonly signal: AbortSignal },
): Promise<number> {
  let blocks = 0;
  let at = watch.since();
  while (!watch.signal.aborted) {
    const now = await blocksPut(runtime);
    if (now > blocks) {
      [blocks, at] = [now, watch.since()];
      watch.say(`billing: ${blocks} blocks after ${(at / 1000).toFixed(1)} s`);
    }
    await sleep(LOOK_AGAIN_MS);
  }
  return at;
}

/** Constructs by their paths: as they are, and as they were in an earlier commit that is measured beside this one. */
const paths = {
  booksLog: ['Books/Log', 'Billing/Books'],
  runBilling: ['Billing/RunBilling'],
  storeDocuments: ['Documents/StoreDocuments', 'Billing/Documents/StoreDocuments'],
} as const;

/** What was counted of a construct, at whichever path; nothing was where nobody has called it yet. */
function countedAt<Counts>(
  counts: Readonly<Record<string, Counts>>,
  names: readonly string[],
): Counts | undefined {
  return names.map((name) => counts[name]).find((found) => found !== undefined);
}

async function blocksPut(runtime: Runtime): Promise<number> {
  const { dynamodb } = await runtime.calls();
  return countedAt(dynamodb, paths.booksLog)?.operations['PutItem'] ?? 0;
}

async function outcome({ runtime, apiKey }: BenchStack): Promise<{ readonly closed: number }> {
  const path = `/v1/billing-runs/${PERIOD}?limit=1`;
  const { counts } = (await call(runtime, apiKey, 'GET', path)) as { counts: { closed: number } };
  return counts;
}

function measured(customers: number, at: Moments, calls: CallCounts): Billing {
  const units = (of: 'readUnits' | 'writeUnits'): number =>
    Object.values(calls.dynamodb).reduce((sum, table) => sum + table[of], 0) / customers;
  const msOf = (names: readonly string[]): number =>
    (countedAt(calls.lambda, names)?.milliseconds ?? 0) / customers;
  const per100000 = scaled(charged(calls), { per: 100_000, many: customers });
  return {
    customers,
    checkedSeconds: at.checked / 1000,
    closedSeconds: (at.closed - at.checked) / 1000,
    storedSeconds: (at.stored - at.closed) / 1000,
    invoicesPerSecond: customers / (at.closed / 1000),
    per100000,
    totalPer100000: totalOf(per100000),
    each: {
      closeMs: msOf(paths.runBilling),
      storeMs: msOf(paths.storeDocuments),
      writeUnits: units('writeUnits'),
      readUnits: units('readUnits'),
      objects: (calls.s3['PUT'] ?? 0) / customers,
    },
  };
}
