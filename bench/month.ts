import { billingMessageFrom } from '../core/billing/run/message.ts';
import { startRun } from '../core/billing/run/start-run.ts';
import { Books } from '../core/books/books.ts';
import { everyCustomer } from '../core/catalog/every-customer.ts';
import { putCustomer } from '../core/catalog/put-customer.ts';
import { monthFrom } from '../core/kernel/month.ts';
import { timestampOf } from '../core/kernel/timestamp.ts';
import { hourOfMinute, logKeyOf, partitions } from '../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../core/metering/log/usage-log.ts';
import { refreshHour } from '../core/metering/totals/refresh.ts';
import { type IdentifiedEvent, identified } from '../core/metering/usage-event.ts';
import { runBilling } from '../functions/run-billing/run-billing.ts';
import { inMemoryCustomers } from '../test/fakes/customers.ts';
import { aCustomer } from '../test/fixtures/customers.ts';
import { aMeter, aUsageEvent } from '../test/fixtures/usage-events.ts';
import { billingOn } from '../test/support/billing-on.ts';
import { type BilledMonth, billedMonths, keyOf, plan, settings, types } from './billed-tenant.ts';
import {
  type Asked,
  CountedBooksCells,
  CountedBooksLog,
  CountedTotals,
  CountedUsageLog,
  countedCustomers,
  stores,
  Tally,
} from './counted-stores.ts';

/** Steps of a run, as its messages say them. */
export const steps = ['begin', 'recount', 'repeats', 'search', 'close', 'list-unbilled'] as const;
export type Step = (typeof steps)[number];
export type Store = (typeof stores)[number];

/** What one step of a month's end took, all its messages together. */
export interface StepTook {
  readonly messages: number;
  readonly cpuMs: number;
  readonly asked: Readonly<Record<Store, Asked>>;
}

/** A month's end on stores in memory: what the core takes, and what it asks of the tables. */
export interface MonthEnd {
  readonly customers: number;
  readonly steps: Readonly<Record<Step, StepTook>>;
  /** To go through all customers once, and through a month's totals once. */
  readonly onceMs: { readonly customers: number; readonly totals: number };
}

const TENANT = 'bench';
const EVENTS_EACH = 9;
const DAYS = 2;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const shardEpochs = [{ from: timestampOf(0), shards: 4 }];
const meters = [
  aMeter({ key: 'views', eventType: 'view' }),
  aMeter({ key: 'download_bytes', eventType: 'download', aggregation: 'sum', value: 'bytes' }),
  aMeter({ key: 'api_calls', eventType: 'api.call', dimensions: ['region'] }),
];

function emptyStack() {
  const tally = new Tally();
  const time = { now: timestampOf(0) };
  const clock = { now: () => time.now };
  const log = new CountedBooksLog(tally);
  const cells = new CountedBooksCells(tally);
  const books = new Books({ log, cells, clock });
  const usageLog = new CountedUsageLog(tally);
  const totals = new CountedTotals(tally);
  const { ports, queue } = billingOn({
    ...{ books, log, cells, clock, usageLog, totals, shardEpochs },
    customers: countedCustomers(tally, inMemoryCustomers()),
    monthsReachedBack: 2,
    onNotice: ({ detail }) => {
      throw new Error(`nothing is to be noticed, got ${detail}`);
    },
  });
  return { ports, queue, tally, time };
}

type Stack = ReturnType<typeof emptyStack>;

/**
 * Bills months in a row of so many customers, with the tenant and the usage of `measureBilling`, one message after
 * another, and measures the last; throws unless every one is closed.
 */
export async function measureMonth(
  { customers, months: count }: { readonly customers: number; readonly months: number },
  say: (line: string) => void,
): Promise<MonthEnd> {
  const stack = emptyStack();
  const months = billedMonths(count);
  let took: MonthEnd['steps'] | undefined;
  for (const [index, month] of months.entries()) {
    if (index === 0) await putTenant(stack, customers, month);
    await useMonth(stack, customers, month);
    took = await endMonth(stack, month);
    say(`month: ${customers} customers, ${month.period} is closed`);
  }
  const last = months.at(-1);
  if (took === undefined || last === undefined) throw new Error('expected a month at least');
  const closed = took.close.asked.cells.writeUnits;
  if (closed < customers) throw new Error(`expected ${customers} to be closed, got ${closed} puts`);
  return { customers, steps: took, onceMs: await onceThrough(stack, last) };
}

async function putTenant(
  { ports: { rating }, time }: Stack,
  customers: number,
  { period, start }: BilledMonth,
): Promise<void> {
  time.now = timestampOf(start);
  await rating.catalogs.append(TENANT, { version: 1, meters });
  await rating.settings.put({ tenant: TENANT, revision: 1, body: settings });
  await rating.plans.put(TENANT, { key: 'reader', revision: 1, body: plan });
  for (let index = 0; index < customers; index += 1) {
    const key = keyOf(index);
    const customer = aCustomer({
      key,
      name: `Reader ${index} Ltd`,
      subjects: [key],
      plan: [{ plan: 'reader', from: `${period}-01` }],
      address: { lines: ['1 High Street'], postalCode: 'N1', city: 'London', country: 'GB' },
      electronicAddress: { scheme: 'EM', id: `invoices@${key}.example` },
    });
    const put = { customer, now: time.now, replaces: undefined };
    await putCustomer(rating.customers, TENANT, put);
  }
}

interface UsedHour {
  readonly tenant: string;
  readonly shard: number;
  readonly hour: number;
  /** Of each minute, how many blocks its log has. */
  readonly coverage: Map<number, number>;
}

/** Every customer's events on different days, in their logs and in the totals. */
async function useMonth(
  { ports: { rating }, time }: Stack,
  customers: number,
  { period, start }: BilledMonth,
): Promise<void> {
  time.now = timestampOf(start + (DAYS + 0.5) * DAY_MS);
  const count = customers * EVENTS_EACH;
  const step = (DAYS * DAY_MS) / count;
  const logs = Map.groupBy(
    Array.from({ length: count }, (_, index): IdentifiedEvent => {
      const occurredAt = timestampOf(start + Math.floor(index * step));
      const type = types[Math.floor(index / customers) % types.length] ?? types[0];
      const data = JSON.stringify({ bytes: (index * 7_919) % 200_000, region: 'eu-central-1' });
      const id = `event-${period}-${index}`;
      const subject = keyOf(index % customers);
      return identified(TENANT, aUsageEvent({ id, subject, type, occurredAt, data }));
    }),
    ({ event }) => JSON.stringify(logKeyOf(TENANT, event, shardEpochs)),
  );
  const writer = new UsageLogWriter(rating.usageLog);
  const hours = new Map<string, UsedHour>();
  for (const events of logs.values()) {
    const [first] = events;
    if (first === undefined) continue;
    const key = logKeyOf(TENANT, first.event, shardEpochs);
    const { blocks } = await writer.append(key, events);
    const [shard, hour] = [key.shard, hourOfMinute(key.minute)];
    const place = JSON.stringify([shard, hour]);
    const known = hours.get(place) ?? { tenant: TENANT, shard, hour, coverage: new Map() };
    known.coverage.set(key.minute, blocks);
    hours.set(place, known);
  }
  for (const hour of hours.values()) await refreshHour(rating, hour);
}

/** Works off a run's messages one by one, and those that each of them leads to. */
async function endMonth(
  { ports, queue, tally, time }: Stack,
  { period, start }: BilledMonth,
): Promise<MonthEnd['steps']> {
  const day = new Date(start);
  const ended = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
  time.now = timestampOf(ended + 15 * HOUR_MS);
  const took = new Map<Step, { messages: number; cpuMs: number }>();
  const before = new Map<string, Asked>();
  for (const step of steps) {
    for (const store of stores) before.set(`${step} ${store}`, tally.of(step, store));
  }
  const begun = queue.bodies.length;
  await startRun(ports, TENANT, { month: monthFrom(period), overrides: [] });
  const run = runBilling(ports);
  for (let index = begun; index < queue.bodies.length; index += 1) {
    const message = billingMessageFrom(queue.bodies[index] ?? '');
    const step = stepOf(message.kind === 'run' ? message.phase : message.kind);
    tally.by = step;
    const cpu = process.cpuUsage();
    await run(message);
    const { user, system } = process.cpuUsage(cpu);
    const known = took.get(step) ?? { messages: 0, cpuMs: 0 };
    took.set(step, { messages: known.messages + 1, cpuMs: known.cpuMs + (user + system) / 1_000 });
  }
  tally.by = '';
  const since = (step: Step, store: Store): Asked => {
    const [now, then] = [tally.of(step, store), before.get(`${step} ${store}`)];
    return {
      requests: now.requests - (then?.requests ?? 0),
      readUnits: now.readUnits - (then?.readUnits ?? 0),
      writeUnits: now.writeUnits - (then?.writeUnits ?? 0),
    };
  };
  return recordOf(steps, (step) => ({
    ...(took.get(step) ?? { messages: 0, cpuMs: 0 }),
    asked: recordOf(stores, (store) => since(step, store)),
  }));
}

function stepOf(name: string): Step {
  const step = steps.find((one) => one === name);
  if (step === undefined) throw new Error(`expected a step of a run, got ${name}`);
  return step;
}

async function onceThrough({ ports: { rating } }: Stack, { start }: BilledMonth) {
  const before = process.cpuUsage();
  for await (const { key } of everyCustomer(rating.customers, TENANT)) void key;
  const { user, system } = process.cpuUsage(before);
  const again = process.cpuUsage();
  const [from, to] = [start / HOUR_MS, (start + 31 * DAY_MS) / HOUR_MS];
  for (let partition = 0; partition < partitions; partition += 1) {
    const range = { tenant: TENANT, partition, from, to, consistency: 'strong' } as const;
    for await (const { hour } of rating.totals.readRange(range)) void hour;
  }
  const totals = process.cpuUsage(again);
  return {
    customers: (user + system) / 1_000,
    totals: (totals.user + totals.system) / 1_000,
  };
}

const recordOf = <Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Readonly<Record<Key, Value>> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;
