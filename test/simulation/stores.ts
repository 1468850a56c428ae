import type { UsageHours, UsageLog } from '../../core/metering/log/ports.ts';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import type { Salts } from '../../core/metering/pseudonyms/ports.ts';
import type { Quarantine } from '../../core/metering/quarantine/ports.ts';
import type { Rollups } from '../../core/metering/rollups/ports.ts';
import type { UsageTotals } from '../../core/metering/totals/ports.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { inMemorySalts } from '../fakes/salts.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { SimulatedQueue } from './queue.ts';

/** The tables, as far as functions see them. */
export interface Tables {
  readonly usageLog: UsageLog & UsageHours;
  readonly totals: UsageTotals;
  readonly rollups: Rollups;
  readonly catalogs: MeterCatalogs;
  readonly quarantine: Quarantine;
  readonly salts: Salts;
}

/** Everything that outlives a process. */
export interface Stores {
  readonly usageLog: InMemoryUsageLog;
  readonly totals: InMemoryUsageTotals;
  readonly rollups: InMemoryRollups;
  readonly catalogs: MeterCatalogs;
  readonly quarantine: Quarantine;
  readonly salts: Salts;
  readonly queues: {
    readonly events: SimulatedQueue;
    readonly touched: SimulatedQueue;
    readonly backfill: SimulatedQueue;
  };
}

export type QueueName = keyof Stores['queues'];

/** Empty stores. A page of the usage log holds few blocks, so that logs have several. */
export const emptyStores = (pageBytesMax: number): Stores => ({
  usageLog: new InMemoryUsageLog(pageBytesMax),
  totals: new InMemoryUsageTotals(),
  rollups: new InMemoryRollups(),
  catalogs: inMemoryMeterCatalogs(),
  quarantine: inMemoryQuarantine(),
  salts: inMemorySalts(),
  queues: {
    events: new SimulatedQueue('events'),
    touched: new SimulatedQueue('touched'),
    backfill: new SimulatedQueue('backfill'),
  },
});
