import type { Clock } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { Queue } from '../../kernel/queue.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { correctionSource } from '../corrections/correction-entry.ts';
import { eventsIn } from '../log/block.ts';
import { hourOfMinute, type LogKey } from '../log/log-key.ts';
import type { UsageLog } from '../log/ports.ts';
import { queueUnavailable } from '../quarantine/quarantine-review.ts';
import { joinedByHour, type TouchedHour, touchedHourBody } from '../totals/touched.ts';
import type { UsageEvent } from '../usage-event.ts';
import { monthAt, monthsTogether, noCounts } from './counts.ts';
import type { BackfillBatch, BackfillCounts, BackfillJob, BackfillRecords } from './ports.ts';

/** What a batch that was never answered is counted with. */
export interface SettlePorts {
  readonly records: BackfillRecords;
  readonly usageLog: Pick<UsageLog, 'read'>;
  readonly touched: Queue;
  readonly clock: Clock;
}

/** By then a request was answered, or its function is dead. */
const REQUEST_MS_MAX = 2 * millisecondsPer.minute;
const LOGS_AT_ONCE = 16;

/**
 * Counts a batch of a job that has ended by what the log has of it: whoever wrote it has died, maybe before it told of
 * the hours that it changed, and so all of them are told of first. Undefined where somebody may be at it still. Whoever
 * is second takes what stands there.
 * @throws Rejection `queue.unavailable` with nothing counted
 */
export async function settleBatch(
  { records, usageLog, touched, clock }: SettlePorts,
  tenant: string,
  of: { readonly job: BackfillJob; readonly batch: BackfillBatch; readonly revision: number },
): Promise<BackfillCounts | undefined> {
  const { job, batch, revision } = of;
  if (clock.now() - batch.begunAt < REQUEST_MS_MAX) return undefined;
  const written = await inParallel(LOGS_AT_ONCE, batch.logs, ({ shard, minute }) =>
    writtenIn(usageLog, { tenant, shard, minute }, { job: job.name, batch: batch.digest }),
  );
  const events = written.flatMap(({ found }) => found);
  const hours = written.flatMap(({ key, blocks }): readonly TouchedHour[] => {
    const { shard, minute } = key;
    const coverage = new Map([[minute, blocks]]);
    return blocks === 0 ? [] : [{ tenant, shard, hour: hourOfMinute(minute), coverage }];
  });
  if (hours.length > 0) {
    const bodies = joinedByHour(hours).map(touchedHourBody);
    if ((await touched.send(bodies)) !== 'sent') throw queueUnavailable();
  }
  const counts = {
    ...noCounts,
    months: monthsTogether(
      events.map(({ occurredAt }) => ({ month: monthAt(occurredAt), accepted: 1, repeated: 0 })),
    ),
    unanswered: batch.events - events.length,
  };
  const next = { revision: revision + 1, batch: { ...batch, counts } };
  const outcome = await records.putBatch(tenant, job.name, next);
  if (outcome === 'put') return counts;
  return (await records.batch(tenant, job.name, batch.digest))?.batch.counts;
}

async function writtenIn(
  log: Pick<UsageLog, 'read'>,
  key: LogKey,
  by: { readonly job: string; readonly batch: string },
): Promise<{
  readonly key: LogKey;
  readonly blocks: number;
  readonly found: readonly UsageEvent[];
}> {
  const found: UsageEvent[] = [];
  for (let after = 0; ; ) {
    const { blocks, more } = await log.read(key, after, 'strong');
    for (const { seq, bytes } of blocks) {
      found.push(...eventsIn(bytes).filter((event) => isWrittenBy(event, by)));
      after = seq;
    }
    if (!more || blocks.length === 0) return { key, blocks: after, found };
  }
}

/** What an amendment put there has the stamp of what it amends. */
const isWrittenBy = (
  { source, backfill }: UsageEvent,
  { job, batch }: { readonly job: string; readonly batch: string },
): boolean => source !== correctionSource && backfill?.job === job && backfill.batch === batch;
