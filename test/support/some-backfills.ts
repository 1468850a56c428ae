import { timestampOf } from '../../core/kernel/timestamp.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import type { BackfillUsagePorts } from '../../functions/review-quarantine/backfill-usage.ts';
import { inMemoryBackfills } from '../fakes/backfills.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';

/** What backfill jobs write with, of a log that has nothing. */
export function someBackfills(): BackfillUsagePorts {
  const usageLog = new InMemoryUsageLog();
  return {
    usageLog,
    records: inMemoryBackfills(),
    writer: () => new UsageLogWriter(usageLog),
    touched: inMemoryQueue(),
    catalogs: inMemoryMeterCatalogs(),
    shardEpochs: [{ from: timestampOf(0), shards: 1 }],
    later: inMemoryQueue(),
    clock: { now: () => timestampOf(0) },
    monthsReachedBack: 2,
  };
}
