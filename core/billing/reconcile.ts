import { inParallel } from '../kernel/in-parallel.ts';
import { eventsIn, identitiesIn } from '../metering/block.ts';
import { noTotals, PartitionFold } from '../metering/fold.ts';
import { partitionOf, partitions, type ShardEpoch, shardsOf } from '../metering/log-key.ts';
import type { MeterCatalog, MeterCatalogs, StoredBlock, UsageLog } from '../metering/ports.ts';
import type { HourTotals, UsageTotals } from '../metering/totals.ts';
import { totalsBytes } from '../metering/totals-bytes.ts';
import type { UsageEvent } from '../metering/usage-event.ts';

/** What a recount reads. */
export interface RecountPorts {
  readonly usageLog: UsageLog;
  readonly totals: UsageTotals;
  readonly catalogs: MeterCatalogs;
  readonly shardEpochs: readonly ShardEpoch[];
}

const MINUTES_PER_HOUR = 60;
const PARTITIONS_AT_ONCE = 64;

/**
 * Counts one UTC hour of a tenant again, from the log alone, and compares it with what is billed from. Totals that lag are a
 * difference as any other: they are not what was used. Undefined where both are the same, to the byte.
 */
export async function hourDrift(
  ports: RecountPorts,
  tenant: string,
  hour: number,
): Promise<string | undefined> {
  const catalog = await ports.catalogs.latest(tenant, 'strong');
  const recounted = await recount(ports, { tenant, hour, catalog });
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const differing = await inParallel(PARTITIONS_AT_ONCE, all, async (partition) => {
    const stored = await ports.totals.read({ tenant, partition, hour });
    return isSame(recounted.get(partition), stored?.value) ? [] : [partition];
  });
  const [first] = differing.flat();
  return first === undefined
    ? undefined
    : `the totals of hour ${hoursText(hour)}, partition ${first}, are not what its log comes to`;
}

const hoursText = (hour: number): string => new Date(hour * 3_600_000).toISOString().slice(0, 13);

async function recount(
  { usageLog, shardEpochs }: RecountPorts,
  { tenant, hour, catalog }: { tenant: string; hour: number; catalog: MeterCatalog },
): Promise<ReadonlyMap<number, HourTotals>> {
  const folds = new Map<number, PartitionFold>();
  const first = hour * MINUTES_PER_HOUR;
  const minutes = Array.from({ length: MINUTES_PER_HOUR }, (_, index) => first + index);
  const logs = Array.from({ length: shardsOf(first, shardEpochs) }, (_, shard) => shard).flatMap(
    (shard) => minutes.map((minute) => ({ tenant, shard, minute })),
  );
  // All at once: a store that keeps an hour together answers them by one query a shard.
  await inParallel(logs.length, logs, async (key) => {
    let after = 0;
    for (;;) {
      const { blocks, more } = await usageLog.read(key, after, 'strong');
      for (const block of blocks) addBlock(folds, { minute: key.minute, block, catalog });
      after = blocks.at(-1)?.seq ?? after;
      if (!more || blocks.length === 0) return;
    }
  });
  return new Map([...folds].map(([partition, fold]) => [partition, fold.totals()]));
}

function addBlock(
  folds: Map<number, PartitionFold>,
  { minute, block, catalog }: { minute: number; block: StoredBlock; catalog: MeterCatalog },
): void {
  const events = eventsIn(block.bytes);
  let index = 0;
  for (const { identity } of identitiesIn(block.bytes)) {
    const event = events[index] as UsageEvent;
    const partition = partitionOf(event.subject);
    const fold =
      folds.get(partition) ?? new PartitionFold(noTotals(catalog.version), catalog.meters);
    folds.set(partition, fold);
    fold.add({ minute, seq: block.seq }, event, identity);
    index += 1;
  }
}

/** Where nothing is counted, no totals and empty totals are the same. */
function isSame(recounted: HourTotals | undefined, stored: HourTotals | undefined): boolean {
  const isEmpty = (totals: HourTotals | undefined) => (totals?.tallies.length ?? 0) === 0;
  if (isEmpty(recounted) || isEmpty(stored)) return isEmpty(recounted) && isEmpty(stored);
  return bytesOf(recounted).equals(bytesOf(stored));
}

const bytesOf = (totals: HourTotals | undefined): Buffer =>
  Buffer.from(totals === undefined ? [] : totalsBytes(totals));
