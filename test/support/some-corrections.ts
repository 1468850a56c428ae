import { timestampOf } from '../../core/kernel/timestamp.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import type { CorrectUsagePorts } from '../../functions/review-quarantine/correct-usage.ts';
import { inMemoryCorrections } from '../fakes/corrections.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';

/** What corrections are made with, of a log that has nothing. */
export function someCorrections(): CorrectUsagePorts {
  const usageHours = new InMemoryUsageLog();
  return {
    usageHours,
    records: inMemoryCorrections(),
    writer: () => new UsageLogWriter(usageHours),
    touched: inMemoryQueue(),
    catalogs: inMemoryMeterCatalogs(),
    shardEpochs: [{ from: timestampOf(0), shards: 1 }],
    later: inMemoryQueue(),
    clock: { now: () => timestampOf(0) },
  };
}
