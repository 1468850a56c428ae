import type { Clock } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { correctionSource } from '../corrections/correction-entry.ts';
import { eventsIn } from '../log/block.ts';
import type { LogKey } from '../log/log-key.ts';
import type { UsageLog } from '../log/ports.ts';
import type { UsageEvent } from '../usage-event.ts';
import { monthAt, monthsTogether, noCounts } from './counts.ts';
import type { BackfillBatch, BackfillCounts, BackfillJob, BackfillRecords } from './ports.ts';

/** What a batch that was never answered is counted with. */
export interface SettlePorts {
  readonly records: BackfillRecords;
  readonly usageLog: Pick<UsageLog, 'read'>;
  readonly clock: Clock;
}

/** By then a request was answered, or its function is dead. */
const REQUEST_MS_MAX = 2 * millisecondsPer.minute;
const LOGS_AT_ONCE = 16;

/**
 * Counts a batch of a job that has ended by what the log has of it: whoever wrote it has died. Undefined where somebody
 * may be at it still. Whoever is second takes what stands there.
 */
export async function settleBatch(
  { records, usageLog, clock }: SettlePorts,
  tenant: string,
  of: { readonly job: BackfillJob; readonly batch: BackfillBatch; readonly revision: number },
): Promise<BackfillCounts | undefined> {
  const { job, batch, revision } = of;
  if (clock.now() - batch.begunAt < REQUEST_MS_MAX) return undefined;
  const written = await inParallel(LOGS_AT_ONCE, batch.logs, ({ shard, minute }) =>
    writtenIn(usageLog, { tenant, shard, minute }, { job: job.name, batch: batch.digest }),
  );
  const events = written.flat();
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
): Promise<readonly UsageEvent[]> {
  const found: UsageEvent[] = [];
  for (let after = 0; ; ) {
    const { blocks, more } = await log.read(key, after, 'strong');
    for (const { seq, bytes } of blocks) {
      found.push(...eventsIn(bytes).filter((event) => isWrittenBy(event, by)));
      after = seq;
    }
    if (!more || blocks.length === 0) return found;
  }
}

/** What an amendment put there has the stamp of what it amends. */
const isWrittenBy = (
  { source, backfill }: UsageEvent,
  { job, batch }: { readonly job: string; readonly batch: string },
): boolean => source !== correctionSource && backfill?.job === job && backfill.batch === batch;
