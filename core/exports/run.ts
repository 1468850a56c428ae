import type { BillingSettings } from '../catalog/ports.ts';
import type { Clock, TimeLeft } from '../kernel/clock.ts';
import { itemsPast, pageUpTo } from '../kernel/pages.ts';
import type { Queue } from '../kernel/queue.ts';
import type { Random } from '../kernel/random.ts';
import type { StoredObject } from '../kernel/stored.ts';
import { millisecondsPer, timestampOf } from '../kernel/timestamp.ts';
import { type ChainId, filesBy } from './chain.ts';
import { dayOfHour, firstHourOf, hoursPerDay, laterDay, sealedBefore } from './day.ts';
import { type BooksExportPorts, booksChain, exportBooks, storedBooks } from './export-books.ts';
import {
  digestOfDay,
  exportUsage,
  firstHour,
  type ListedHour,
  listHours,
  storedUsage,
  type UsageExportPorts,
  usageChain,
} from './export-usage.ts';
import { type ExportsMessage, sendRun } from './message.ts';
import type { ExportReason, ExportRun, ExportRuns, SeenDays } from './ports.ts';

export interface StartPorts {
  readonly runs: ExportRuns;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ExportPorts extends UsageExportPorts, BooksExportPorts, StartPorts {
  readonly seen: SeenDays;
  readonly settings: Pick<BillingSettings, 'listTenants'>;
  /** How many days back usage can still come, and a schedule looks for some. */
  readonly daysBack: number;
}

const TENANTS_PER_PAGE = 100;
/** Days that are looked at together. */
const DAYS_AT_ONCE = 31;
const ID_BYTES = 8;
/** As many digits as milliseconds since 1970 have until the year 2286, so that ids sort by time. */
const ID_DIGITS = 13;

/** Works off a message of the exports queue. Each is safe to repeat. */
export async function workOff(
  ports: ExportPorts,
  message: ExportsMessage,
  time: TimeLeft,
): Promise<void> {
  if (message.kind === 'run') return goOn(ports, message, time);
  const tenants = itemsPast('', async (after: string) => {
    const page = await ports.settings.listTenants({ after, limit: TENANTS_PER_PAGE });
    return pageUpTo(page.tenants, (tenant) => tenant, page.more);
  });
  for await (const tenant of tenants) await startScheduled(ports, tenant);
}

/** A schedule looks at the days that usage can still come of; the first one of a tenant, at all. */
async function startScheduled(ports: ExportPorts, tenant: string): Promise<void> {
  const to = today(ports);
  const from = laterDay(to, -ports.daysBack);
  const seen = await ports.seen.list(tenant, { from, to: laterDay(to) });
  await startExport(ports, tenant, { reason: 'schedule', to, ...(seen.length > 0 && { from }) });
}

export const today = ({ clock }: Pick<StartPorts, 'clock'>): string =>
  dayOfHour(Math.floor(clock.now() / millisecondsPer.hour));

/** Before any usage can be of. */
export const FIRST_DAY = '1970-01-01';

/** Begins a run, and says so on the queue; `from` is the first day of usage where it is left out. */
export async function startExport(
  { runs, queue, clock, random }: StartPorts,
  tenant: string,
  asked: { readonly reason: ExportReason; readonly from?: string; readonly to: string },
): Promise<ExportRun> {
  const { reason, from = FIRST_DAY, to } = asked;
  const askedAt = clock.now();
  const named = Buffer.from(random.bytes(ID_BYTES)).toString('hex');
  const id = `exp_${String(askedAt).padStart(ID_DIGITS, '0')}${named}`;
  const run: ExportRun = {
    ...{ tenant, id, revision: 1, reason, askedAt, from, to, next: from },
    ...{ files: 0, rows: 0, bytes: 0 },
  };
  if ((await runs.put(run)) !== 'put') throw new Error(`run ${id} may not be kept: try again`);
  await sendRun(queue, { kind: 'run', tenant, id });
  return run;
}

/** Goes on with a run until it is done, or time is short. Whoever comes second leaves it to the first. */
async function goOn(
  ports: ExportPorts,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  time: TimeLeft,
): Promise<void> {
  let run = await ports.runs.get(tenant, id);
  while (run !== undefined && run.doneAt === undefined) {
    const next = await step(ports, run, time);
    if ((await ports.runs.put({ ...next, revision: run.revision + 1 })) !== 'put') {
      // The answer may be lost, or another is at it: the message comes again, and finds how far it is.
      throw new Error(`run ${id} is gone on with elsewhere`);
    }
    run = { ...next, revision: run.revision + 1 };
    if (run.doneAt === undefined && time.isShort()) {
      await sendRun(ports.queue, { kind: 'run', tenant, id });
      return;
    }
  }
}

/** Some days of usage; after the last of them, the books. */
async function step(ports: ExportPorts, run: ExportRun, time: TimeLeft): Promise<ExportRun> {
  if (run.next === FIRST_DAY) return firstStep(ports, run);
  if (run.next <= run.to) return usageStep(ports, run, time);
  return booksStep(ports, run, time);
}

/** The first day of usage that a run is of, where it was not said. */
async function firstStep(ports: ExportPorts, run: ExportRun): Promise<ExportRun> {
  const first = await firstHour(ports, run.tenant);
  const past = laterDay(run.to);
  const from = first === undefined ? past : dayOfHour(first);
  return { ...run, next: from < past ? from : past };
}

async function usageStep(ports: ExportPorts, run: ExportRun, time: TimeLeft): Promise<ExportRun> {
  const until = laterDay(run.next, DAYS_AT_ONCE);
  const end = until <= run.to ? until : laterDay(run.to);
  let at = run;
  for (const { day, hours } of await unseenDays(ports, run, end)) {
    const whole = await dayStep(ports, at, { day, hours }, time);
    if (whole === undefined) return { ...at, next: day };
    at = { ...whole, next: laterDay(day) };
    if (time.isShort()) return at;
  }
  return { ...at, next: end };
}

interface DayOfHours {
  readonly day: string;
  readonly hours: readonly ListedHour[];
}

/** The days up to `end` that have usage, and were not exported as they are now. */
async function unseenDays(
  ports: ExportPorts,
  { tenant, next }: ExportRun,
  end: string,
): Promise<readonly DayOfHours[]> {
  const days = (firstHourOf(end) - firstHourOf(next)) / hoursPerDay;
  const hours = await listHours(ports, tenant, { from: next, days });
  const seen = await ports.seen.list(tenant, { from: next, to: end });
  const digests = new Map(seen.map(({ day, digest }) => [day, digest]));
  return [...Map.groupBy(hours, ({ hour }) => dayOfHour(hour))]
    .map(([day, ofDay]): DayOfHours => ({ day, hours: ofDay }))
    .filter((one) => digests.get(one.day) !== digestOfDay(one.hours))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** Exports what is left of a day; `undefined` where time is short before the end. */
async function dayStep(
  ports: ExportPorts,
  run: ExportRun,
  { day, hours }: DayOfHours,
  time: TimeLeft,
): Promise<ExportRun | undefined> {
  const { tenant, id: by } = run;
  const at = ports.clock.now();
  const sealed = sealedBefore(at);
  for (;;) {
    const manifest = await exportUsage(ports, { tenant, day, hours }, { by, at, sealed });
    if (manifest === undefined) break;
    if (time.isShort()) return undefined;
  }
  const isWhole = firstHourOf(day) + hoursPerDay <= sealed;
  if (isWhole) await ports.seen.put(tenant, { day, digest: digestOfDay(hours) });
  return counted(ports, run, usageChain(tenant, day), storedUsage);
}

/** What is new in the books. A schedule leaves a day that is not over to a later run: it would be many small files. */
async function booksStep(ports: ExportPorts, run: ExportRun, time: TimeLeft): Promise<ExportRun> {
  const { tenant, id: by, reason } = run;
  const at = ports.clock.now();
  const dayStart = timestampOf(firstHourOf(today(ports)) * millisecondsPer.hour);
  const before = reason === 'schedule' ? dayStart : timestampOf(at + 1);
  while ((await exportBooks(ports, { tenant, before }, { by, at })) !== undefined) {
    if (time.isShort()) return run;
  }
  const done = await counted(ports, run, booksChain(tenant), storedBooks);
  return { ...done, doneAt: at };
}

/**
 * A run with what it has put of a chain: counted when the chain is done, from what is kept, so that nothing is counted
 * twice, or not at all, by who died before.
 */
async function counted<State>(
  { files }: Pick<ExportPorts, 'files'>,
  run: ExportRun,
  chain: ChainId,
  stored: { readonly stateFrom: (stored: StoredObject) => State },
): Promise<ExportRun> {
  const put = await filesBy(files, chain, run, stored);
  return {
    ...run,
    files: run.files + put.length,
    rows: run.rows + put.reduce((sum, { rows }) => sum + rows, 0),
    bytes: run.bytes + put.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
