import { setTimeout as sleep } from 'node:timers/promises';
import type { CallCounts, Runtime } from '../local/runtime.ts';
import { type BilledMonth, billedMonths, putTenant, useMonth } from './billed-tenant.ts';
import { type Charges, charged, scaled, totalOf } from './priced.ts';
import { type BenchStack, call, startBenchStack, visibleAtOnce } from './stack.ts';

/** How fast a month is billed, where the time goes, and what it would cost. */
export interface Billing {
  readonly customers: number;
  /** Billed in a row; what is measured is the last. From the third on, late usage of two closed ones is looked for. */
  readonly months: number;
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
    /** Conditional puts of cells that were refused, and are charged as well. */
    readonly refusedPuts: number;
    readonly readUnits: number;
    /** Requests to DynamoDB, by whatever function. */
    readonly requests: number;
    readonly objects: number;
  };
}

/**
 * Bills so many months in a row of so many customers, each with usage of three meters on several days and a fee, on a
 * stack in memory, and measures the last; throws unless every one is invoiced.
 */
export async function measureBilling(
  { customers, months: count }: { readonly customers: number; readonly months: number },
  say: Say,
): Promise<Billing> {
  say(`billing: ${customers} customers, month ${count} of ${count}`);
  const stack = await startBenchStack({ settings: visibleAtOnce, countCalls: true });
  const { runtime } = stack;
  const months = billedMonths(count);
  let at: Moments = { checked: 0, closed: 0, stored: 0 };
  for (const [index, month] of months.entries()) {
    if (index === 0) await putTenant(stack, customers, month);
    await useMonth(stack, customers, month);
    say(`billing: ${month.period} has its usage`);
    runtime.setClock(dueAt(month));
    await runtime.idle(undelayed);
    await runtime.resetCalls();
    at = await run(stack, month, say);
    const { closed } = await outcome(stack, month);
    if (closed !== customers) {
      throw new Error(
        `expected ${customers} customers to be closed in ${month.period}, got ${closed}`,
      );
    }
  }
  const calls = await runtime.calls();
  await stack.close();
  say(JSON.stringify({ ...at, calls }));
  return measured({ customers, months: count }, at, calls);
}

/** Looks at what is not billed are put off, by minutes, while months are closed: nobody waits for these. */
const undelayed = { delayed: false };

type Say = (line: string) => void;

const HOUR_MS = 3_600_000;
/** On the afternoon of the first day after it. */
const dueAt = ({ start }: BilledMonth): number => {
  const day = new Date(start);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) + 15 * HOUR_MS;
};

const LOOK_AGAIN_MS = 100;
/** A month is checked long before; a table under another name would be waited for without end. */
const BEGIN_MS_MAX = 600_000;

interface Moments {
  readonly checked: number;
  readonly closed: number;
  readonly stored: number;
}

/** Milliseconds from the request on. Nobody asks how far it is meanwhile, as each answer takes time from the run. */
async function run(
  { runtime, apiKey }: BenchStack,
  { period }: BilledMonth,
  say: Say,
): Promise<Moments> {
  const started = performance.now();
  const since = (): number => performance.now() - started;
  const waitFor = async (isDone: () => Promise<boolean>): Promise<number> => {
    while (!(await isDone())) await sleep(LOOK_AGAIN_MS);
    return since();
  };
  await call(runtime, apiKey, 'POST', '/v1/billing-runs', { period });
  const limit = since() + BEGIN_MS_MAX;
  const checked = await waitFor(async () => {
    if (since() < limit) return (await blocksPut(runtime)) > 0;
    throw new Error(`no block of ${paths.booksLog.join(' or ')} was put in ${BEGIN_MS_MAX} ms`);
  });
  const idle = runtime.idle(undelayed).then(since);
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
  cells: ['Books/Cells', 'Billing/BooksCells'],
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

async function outcome(
  { runtime, apiKey }: BenchStack,
  { period }: BilledMonth,
): Promise<{ readonly closed: number }> {
  const path = `/v1/billing-runs/${period}?limit=1`;
  const { counts } = (await call(runtime, apiKey, 'GET', path)) as { counts: { closed: number } };
  return counts;
}

function measured(
  { customers, months }: { readonly customers: number; readonly months: number },
  at: Moments,
  calls: CallCounts,
): Billing {
  const units = (of: 'readUnits' | 'writeUnits'): number =>
    Object.values(calls.dynamodb).reduce((sum, table) => sum + table[of], 0) / customers;
  const msOf = (names: readonly string[]): number =>
    (countedAt(calls.lambda, names)?.milliseconds ?? 0) / customers;
  const per100000 = scaled(charged(calls), { per: 100_000, many: customers });
  return {
    customers,
    months,
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
      requests: requestsTo(calls.dynamodb) / customers,
      refusedPuts: (countedAt(calls.dynamodb, paths.cells)?.conditionsFailed ?? 0) / customers,
      objects: (calls.s3['PUT'] ?? 0) / customers,
    },
  };
}

const requestsTo = (tables: CallCounts['dynamodb']): number =>
  Object.values(tables)
    .flatMap(({ operations }) => Object.values(operations))
    .reduce((sum, count) => sum + count, 0);
