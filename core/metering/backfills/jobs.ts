import type { Clock } from '../../kernel/clock.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, rfc3339, type Timestamp } from '../../kernel/timestamp.ts';
import { shown } from '../shown.ts';
import { countsTogether, noCounts } from './counts.ts';
import type {
  BackfillAsked,
  BackfillBatch,
  BackfillCounts,
  BackfillJob,
  BackfillRecords,
  RevisedJob,
} from './ports.ts';
import { type SettlePorts, settleBatch } from './settle-batch.ts';

/** What jobs are opened and ended with. */
export interface JobPorts extends SettlePorts {
  readonly records: BackfillRecords;
  readonly clock: Clock;
}

/** Ten years, with their leap days. */
const DAYS_MAX = 3_660;
const BATCHES_PER_PAGE = 1_000;
const RACES_MAX = 20;

/** How far a job is. */
export interface BackfillProgress extends BackfillCounts {
  /** Events of batches that are under way, or whose requests have died: sent again, they are counted. */
  readonly underWay: number;
}

/**
 * Opens a job, or finds the one that was opened under the name with the same.
 * @throws Rejection `usage.range-malformed`, `usage.range-too-long`, `backfill.exists`
 */
export async function openJob(
  { records, clock }: Pick<JobPorts, 'records' | 'clock'>,
  tenant: string,
  { by, ...asked }: BackfillAsked & { readonly by: string },
): Promise<RevisedJob> {
  const now = clock.now();
  refuseBadPeriod(asked, now);
  const found = await records.get(tenant, asked.name);
  if (found !== undefined) return sameAs(found, asked);
  const opened = { by, at: now };
  const next = { revision: 1, job: { ...asked, opened, status: 'open', batches: 0 } } as const;
  if ((await records.put(tenant, next)) === 'put') return next;
  return sameAs(await findJob(records, tenant, asked.name), asked);
}

function refuseBadPeriod({ period: { start, end } }: BackfillAsked, now: Timestamp): void {
  if (start >= end) {
    const detail = `end the period after it begins: from is ${rfc3339(start)}, to is ${rfc3339(end)} and not counted itself`;
    throw new Rejection('usage.range-malformed', detail, { param: '/to' });
  }
  if (start > now) {
    const detail = `begin the period before now, ${rfc3339(now)}: from is ${rfc3339(start)}`;
    throw new Rejection('usage.range-malformed', detail, { param: '/from' });
  }
  if (end - start > DAYS_MAX * millisecondsPer.day) {
    const detail = `open a job for ${DAYS_MAX} days at most, got ${rfc3339(start)} to ${rfc3339(end)}`;
    throw new Rejection('usage.range-too-long', detail, { param: '/to' });
  }
}

function sameAs(found: RevisedJob, asked: BackfillAsked): RevisedJob {
  if (textOf(found.job) === textOf(asked)) return found;
  const detail = `take another name: ${shown(asked.name)} is a job with another period, billing, rate, or dry run`;
  throw new Rejection('backfill.exists', detail, { param: '/name' });
}

const textOf = ({ period, billing, eventsPerSecond, isDryRun }: BackfillAsked): string =>
  JSON.stringify([period.start, period.end, billing, eventsPerSecond, isDryRun]);

/** @throws Rejection `backfill.not-found` */
export async function findJob(
  records: Pick<BackfillRecords, 'get'>,
  tenant: string,
  name: string,
): Promise<RevisedJob> {
  const found = await records.get(tenant, name);
  if (found !== undefined) return found;
  const detail = `open it with POST /v1/backfills, or see GET /v1/backfills for what there is: there is no job ${shown(name)}`;
  throw new Rejection('backfill.not-found', detail, { param: 'name' });
}

/**
 * Closes or cancels a job: it takes no batch any more. What its batches have written stays. Batches whose requests have
 * died are counted by what the log has of them; those that are younger than a request can be are left under way.
 * @throws Rejection `backfill.not-found`, `backfill.ended` where it has ended otherwise
 */
export async function endJob(
  ports: JobPorts,
  tenant: string,
  {
    name,
    by,
    as,
  }: { readonly name: string; readonly by: string; readonly as: 'closed' | 'cancelled' },
): Promise<RevisedJob> {
  for (let race = 0; race < RACES_MAX; race += 1) {
    const { revision, job } = await findJob(ports.records, tenant, name);
    if (job.status === 'open') {
      const ended = { by, at: ports.clock.now() };
      const next = { revision: revision + 1, job: { ...job, status: as, ended } };
      if ((await ports.records.put(tenant, next)) !== 'put') continue;
      return settled(ports, tenant, next);
    }
    if (job.status !== as) throw endedOtherwise(job);
    return settled(ports, tenant, { revision, job });
  }
  throw new Error(`gave up ending job ${name} after ${RACES_MAX} races`);
}

const endedOtherwise = ({ name, status }: BackfillJob): Rejection =>
  new Rejection('backfill.ended', `leave job ${shown(name)} as it is: it was ${status} before`);

/** Keeps the sums of a job of which nothing is under way: from then on nobody reads its batches. */
async function settled(ports: JobPorts, tenant: string, at: RevisedJob): Promise<RevisedJob> {
  const { job, revision } = at;
  if (job.summed !== undefined) return at;
  const all: BackfillCounts[] = [];
  for await (const { batch, revision: before } of everyBatch(ports.records, tenant, job.name)) {
    const counts =
      batch.counts ?? (await settleBatch(ports, tenant, { job, batch, revision: before }));
    if (counts === undefined) return at;
    all.push(counts);
  }
  const next = { revision: revision + 1, job: { ...job, summed: countsTogether(all) } };
  const outcome = await ports.records.put(tenant, next);
  return outcome === 'put' ? next : findJob(ports.records, tenant, job.name);
}

async function* everyBatch(
  records: BackfillRecords,
  tenant: string,
  name: string,
): AsyncGenerator<{ readonly revision: number; readonly batch: BackfillBatch }> {
  let after = '';
  for (;;) {
    const page = { after, limit: BATCHES_PER_PAGE };
    const { batches, more } = await records.listBatches(tenant, name, page);
    yield* batches;
    const last = batches.at(-1)?.batch.digest;
    if (!more || last === undefined) return;
    after = last;
  }
}

/** What all batches of a job have come to. */
export async function progressOf(
  records: BackfillRecords,
  tenant: string,
  { name, summed }: BackfillJob,
): Promise<BackfillProgress> {
  if (summed !== undefined) return { ...summed, underWay: 0 };
  let counts = noCounts;
  let underWay = 0;
  for await (const { batch } of everyBatch(records, tenant, name)) {
    if (batch.counts === undefined) underWay += batch.events;
    else counts = countsTogether([counts, batch.counts]);
  }
  return { ...counts, underWay };
}
