import { afterTaking, untilThere } from '../../access/token-bucket.ts';
import type { RejectedEvent } from '../../contract/problem-shapes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { canonicalJson, type JsonValue } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { shown } from '../shown.ts';
import { findJob, type JobPorts } from './jobs.ts';
import type { BackfillBatch, BackfillCounts, BackfillJob, RevisedBatch } from './ports.ts';
import { type BatchRead, type ReadPorts, readBatch } from './read-batch.ts';
import { type WritePorts, writeBatch } from './write-batch.ts';

/** What batches of jobs are taken with. */
export interface BatchPorts extends JobPorts, ReadPorts, WritePorts {}

/** What became of the events of a request. */
export interface BatchOutcome {
  readonly counts: BackfillCounts;
  readonly rejected: readonly RejectedEvent[];
}

/** A job's record is read whole: so many batches are a few megabytes. */
const BATCHES_MAX = 20_000;
/** As many as a request may have: after a rest, so much comes at once. */
const BURST = 1_000;
const RACES_MAX = 50;

/**
 * Takes the events of a request under a job: writes them to the usage log, or, in a dry run, says what would be. All of
 * it is done when it is answered. The same request is the same batch: sent again it is counted once, is answered alike,
 * and goes on where whoever was at it has died.
 *
 * What makes that so: the batch is put down before the job lets it in, and counted by what the log has with its stamp.
 * So who cancels a job finds every batch that may have written something.
 * @throws Rejection `backfill.not-found`, `backfill.ended`, `backfill.full`, `backfill.too-fast`, `queue.unavailable`
 */
export async function takeBatch(
  ports: BatchPorts,
  tenant: string,
  { name, values }: { readonly name: string; readonly values: readonly JsonValue[] },
): Promise<BatchOutcome> {
  const { job } = await findJob(ports.records, tenant, name);
  const digest = digestOf(values);
  const { begun, read } = await begin(ports, tenant, { job, digest, values });
  if (begun.batch.counts !== undefined) return outcomeOf(begun.batch, begun.batch.counts, read);
  await letIn(ports, tenant, { name, events: values.length });
  const { counts, refused: refusedByLog } = await writeBatch(ports, tenant, { job, digest, read });
  for (let { revision } = begun, race = 0; race < RACES_MAX; race += 1) {
    const batch = { ...begun.batch, counts, refusedByLog };
    const next = { revision: revision + 1, batch };
    if ((await ports.records.putBatch(tenant, name, next)) === 'put') {
      return outcomeOf(batch, counts, read);
    }
    // Somebody sent the same at the same time, or the answer was lost: all count what the log has.
    const stands = await ports.records.batch(tenant, name, digest);
    if (stands?.batch.counts !== undefined)
      return outcomeOf(stands.batch, stands.batch.counts, read);
    revision = stands?.revision ?? revision;
  }
  throw new Error(`whether batch ${digest} of job ${name} was counted is not known: send it again`);
}

/** What was wrong with events is said again from themselves; what the log refused is kept with the batch. */
function outcomeOf(batch: BackfillBatch, counts: BackfillCounts, read: BatchRead): BatchOutcome {
  const byLog = batch.refusedByLog.map(({ index, code }) => read.rejectedByLog(index, code));
  const rejected = [...read.rejected, ...byLog].sort((a, b) => a.index - b.index);
  return { counts, rejected };
}

const DIGEST_LETTERS = 16;
const digestOf = (values: readonly JsonValue[]): string =>
  sha256(canonicalJson(values)).toString('hex').slice(0, DIGEST_LETTERS);

/**
 * Puts a batch down, or takes one up again that was never answered: whoever settles it waits for this request, too, and
 * whoever was about to settle it is too late.
 * @throws Rejection `backfill.ended`, `backfill.full`, `backfill.too-fast`
 */
async function begin(
  ports: BatchPorts,
  tenant: string,
  of: {
    readonly job: BackfillJob;
    readonly digest: string;
    readonly values: readonly JsonValue[];
  },
): Promise<{ readonly begun: RevisedBatch; readonly read: BatchRead }> {
  const { job, digest, values } = of;
  for (let race = 0; race < RACES_MAX; race += 1) {
    const known = await ports.records.batch(tenant, job.name, digest);
    const read = await readBatch(ports, tenant, { ...of, known: known?.batch });
    if (known?.batch.counts !== undefined) return { begun: known, read };
    refuseUnfit(ports, job);
    const { judged, logs: all } = read;
    const logs = job.isDryRun ? [] : all.map(({ key: { shard, minute } }) => ({ shard, minute }));
    const own = { digest, begunAt: ports.clock.now(), judged };
    const batch = { ...own, events: values.length, logs, refusedByLog: [] };
    const begun = { revision: (known?.revision ?? 0) + 1, batch };
    if ((await ports.records.putBatch(tenant, job.name, begun)) === 'put') return { begun, read };
  }
  throw new Error(
    `whether batch ${digest} of job ${job.name} was put down is not known: send it again`,
  );
}

const bucketOf = ({ eventsPerSecond }: BackfillJob) => ({
  perSecond: eventsPerSecond,
  holds: Math.max(eventsPerSecond, BURST),
});

/** @throws Rejection `backfill.ended`, `backfill.full`, `backfill.too-fast` */
function refuseUnfit({ clock }: Pick<BatchPorts, 'clock'>, job: BackfillJob): void {
  const { name, status, batches, fullAt, eventsPerSecond } = job;
  if (status !== 'open') {
    const detail = `open another job: ${shown(name)} was ${status}, and takes no events any more`;
    throw new Rejection('backfill.ended', detail);
  }
  if (batches >= BATCHES_MAX) {
    const detail = `open another job, and send more events at once: ${shown(name)} has had ${BATCHES_MAX} requests`;
    throw new Rejection('backfill.full', detail);
  }
  // Let in once nothing is owed, and then for all it has: small requests would starve large ones that wait for more.
  const waits = untilThere(bucketOf(job), fullAt, { tokens: 0, now: clock.now() });
  if (waits === 0) return;
  const seconds = Math.ceil(waits / 1_000);
  const detail = `send the request again, as it was, in ${seconds} s: job ${shown(name)} takes ${eventsPerSecond} events a second`;
  throw new Rejection('backfill.too-fast', detail, { extensions: { retryAfter: seconds } });
}

/** Takes its events from the job's bucket, over the revision that says it is open. */
async function letIn(
  ports: BatchPorts,
  tenant: string,
  { name, events }: { readonly name: string; readonly events: number },
): Promise<void> {
  for (let race = 0; race < RACES_MAX; race += 1) {
    const { revision, job } = await findJob(ports.records, tenant, name);
    refuseUnfit(ports, job);
    const taken = { tokens: events, now: ports.clock.now() };
    const fullAt = afterTaking(bucketOf(job), job.fullAt, taken);
    const next = { revision: revision + 1, job: { ...job, fullAt, batches: job.batches + 1 } };
    if ((await ports.records.put(tenant, next)) === 'put') return;
  }
  throw new Error(`gave up letting a batch into job ${name} after ${RACES_MAX} races`);
}
