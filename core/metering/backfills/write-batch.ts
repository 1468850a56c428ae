import { inParallel } from '../../kernel/in-parallel.ts';
import type { Queue } from '../../kernel/queue.ts';
import { isSameButForName } from '../aggregation/under-pseudonyms.ts';
import { informationalMeter, meterOfKey } from '../informational.ts';
import { hourOfMinute } from '../log/log-key.ts';
import type { UsageLogWriter } from '../log/usage-log.ts';
import { addsUp, type Meter } from '../meter.ts';
import type { MeterCatalogs } from '../meter-catalogs.ts';
import { EventFields, readingOf } from '../meter-reading.ts';
import { queueUnavailable } from '../quarantine/quarantine-review.ts';
import { joinedByHour, type TouchedHour, touchedHourBody } from '../totals/touched.ts';
import { isSameContent, type UsageEvent } from '../usage-event.ts';
import { additionsTogether, monthAt, monthsTogether } from './counts.ts';
import type { BackfillAddition, BackfillCounts, BackfillMonth, JobOfBatch } from './ports.ts';
import type { BatchRead, ReadPorts, SentEvent, SentLog } from './read-batch.ts';

/** What a batch is written with. */
export interface WritePorts extends Pick<ReadPorts, 'pseudonyms'> {
  /** A writer of its own for each batch: no two of them append to one log at a time. */
  readonly writer: () => UsageLogWriter;
  readonly touched: Queue;
  readonly catalogs: MeterCatalogs;
}

/** What the log made of the events of a batch. */
export interface BatchWritten {
  readonly counts: BackfillCounts;
  readonly refused: readonly { readonly index: number; readonly code: 'event.conflict' }[];
}

type Fate = 'accepted' | 'repeated' | 'refused';

interface FatedEvent extends SentEvent {
  readonly fate: Fate;
  /** The event that has its identity, where that is another one. */
  readonly first?: UsageEvent;
}

const LOGS_AT_ONCE = 16;
const LOOKUPS_AT_ONCE = 4;

/**
 * Appends the events of a batch, tells of the hours that changed, and counts them by what the log has then: an event is
 * accepted where it stands there with the batch's own stamp. So that is the same whoever does it, and how often.
 * @throws Rejection `queue.unavailable` with nothing lost
 */
export async function writeBatch(
  { writer, touched, catalogs, pseudonyms }: WritePorts,
  tenant: string,
  {
    job,
    digest,
    read,
  }: {
    readonly job: JobOfBatch;
    readonly digest: string;
    readonly read: BatchRead;
  },
): Promise<BatchWritten> {
  const own = writer();
  const hours: TouchedHour[] = [];
  const fated = await inParallel(LOGS_AT_ONCE, read.logs, async (log) => {
    const events = log.sent.map(({ identified }) => identified);
    const { key } = log;
    if (!job.isDryRun) {
      const { blocks } = await own.append(key, events);
      const { shard, minute } = key;
      const coverage = new Map([[minute, blocks]]);
      hours.push({ tenant, shard, hour: hourOfMinute(minute), coverage });
    }
    const firsts = await own.firstsOf(key, events);
    const fates = fatesIn(log, firsts, { job: job.name, batch: digest });
    return inParallel(LOOKUPS_AT_ONCE, fates, (one) => knowingNames(pseudonyms, tenant, one));
  });
  if (hours.length > 0) {
    const bodies = joinedByHour(hours).map(touchedHourBody);
    if ((await touched.send(bodies)) !== 'sent') throw queueUnavailable();
  }
  const all = fated.flat();
  const { meters } = await catalogs.latest(tenant, 'strong');
  const refused = all.filter(({ fate }) => fate === 'refused');
  const counts = {
    months: monthsTogether(all.flatMap(monthOf)),
    refused: refusedBy([...read.rejected, ...refused.map(() => ({ code: 'event.conflict' }))]),
    unanswered: 0,
    additions: job.isDryRun ? additionsOf(all, meters, job) : [],
  };
  return { counts, refused: refused.map(({ index }) => ({ index, code: 'event.conflict' })) };
}

/** An identity counts once in a batch, wherever it came again. */
function fatesIn(
  { sent }: SentLog,
  firsts: ReadonlyMap<SentEvent['identified'], UsageEvent>,
  by: { readonly job: string; readonly batch: string },
): readonly FatedEvent[] {
  const seen = new Map<string, UsageEvent>();
  return sent.map((one) => {
    const { event, identity } = one.identified;
    const name = Buffer.from(identity).toString('hex');
    const before = seen.get(name);
    const first = firsts.get(one.identified) ?? before;
    seen.set(name, before ?? event);
    if (first === undefined) return { ...one, fate: 'accepted' };
    if (!isSameContent(first, event)) return { ...one, fate: 'refused', first };
    const isOwn = first.backfill?.job === by.job && first.backfill.batch === by.batch;
    return { ...one, fate: isOwn && before === undefined ? 'accepted' : 'repeated' };
  });
}

/** What is refused as another event may be the same one, under another name of its subject. */
async function knowingNames(
  pseudonyms: WritePorts['pseudonyms'],
  tenant: string,
  one: FatedEvent,
): Promise<FatedEvent> {
  const { first, identified } = one;
  if (pseudonyms === undefined || first === undefined) return one;
  const isSame = await isSameButForName(pseudonyms, tenant, identified.event, first);
  return isSame ? { ...one, fate: 'repeated' } : one;
}

function monthOf({ fate, identified }: FatedEvent): readonly BackfillMonth[] {
  if (fate === 'refused') return [];
  const month = monthAt(identified.event.occurredAt);
  const [accepted, repeated] = fate === 'accepted' ? [1, 0] : [0, 1];
  return [{ month, accepted, repeated }];
}

function refusedBy(
  refused: readonly { readonly code: string }[],
): Readonly<Record<string, number>> {
  const byCode = Map.groupBy(refused, ({ code }) => code);
  return Object.fromEntries([...byCode].map(([code, own]) => [code, own.length]));
}

/** What events that would be written would add, by month and meter. */
function additionsOf(
  events: readonly FatedEvent[],
  meters: readonly Meter[],
  { billing }: JobOfBatch,
): readonly BackfillAddition[] {
  const readers = billing === 'adjust' ? meters : meters.map(informationalMeter);
  const additions = events.flatMap(({ fate, identified }) => {
    if (fate !== 'accepted') return [];
    const fields = new EventFields(identified.event);
    const month = monthAt(identified.event.occurredAt);
    return readers.flatMap((meter): readonly BackfillAddition[] => {
      const reading = readingOf(meter, identified, fields);
      if (reading === undefined) return [];
      // Of others, what batches come to is not what the month does.
      const tally = addsUp(meter) ? reading.tally : undefined;
      return [{ month, meter: meterOfKey(meter.key), events: 1, tally }];
    });
  });
  return additionsTogether(additions);
}
