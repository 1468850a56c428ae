import { inParallel } from '../../kernel/in-parallel.ts';
import { Corrections, noCorrections } from '../../metering/corrections/corrections.ts';
import { entriesIn } from '../../metering/log/block.ts';
import { partitionOf, type ShardEpoch, shardsOf } from '../../metering/log/log-key.ts';
import type { BlockOfHour, UsageHours } from '../../metering/log/ports.ts';
import type { MeterCatalog } from '../../metering/meter-catalogs.ts';
import { noTotals, PartitionFold } from '../../metering/totals/partition-fold.ts';
import type { HourTotals } from '../../metering/totals/totals.ts';
import type { IdentifiedEvent } from '../../metering/usage-event.ts';

interface HourPorts {
  readonly usageHours: UsageHours;
  readonly shardEpochs: readonly ShardEpoch[];
}

interface AskedHour {
  readonly tenant: string;
  readonly hour: number;
  readonly catalog: MeterCatalog;
}

const MINUTES_PER_HOUR = 60;
/** To ask a shard for an hour takes as long as to count so many events. */
const EVENTS_A_QUERY = 25;
/** Corrections of an hour come together; while it is read again, few more do. */
const READS_MAX = 10;

/**
 * What the log of an hour comes to by partition, and how many events that took, or might have. An hour with corrections
 * is read until all that it has were known before: they are of what comes before them.
 */
export async function recountHour(
  ports: HourPorts,
  asked: AskedHour,
): Promise<{ readonly recounted: ReadonlyMap<number, HourTotals>; readonly work: number }> {
  let known = noCorrections;
  for (let attempt = 0; attempt < READS_MAX; attempt += 1) {
    const { folds, work } = await foldsOf(ports, asked, known);
    if (folds.seen.count === known.count) return { recounted: folds.totals(), work };
    known = folds.seen;
  }
  throw new Error(`gave up recounting hour ${asked.hour}: corrections of it come and come`);
}

async function foldsOf(
  { usageHours, shardEpochs }: HourPorts,
  { tenant, hour, catalog }: AskedHour,
  corrections: Corrections,
) {
  const folds = new FoldsOfHour(catalog, corrections);
  const shards = Array.from(
    { length: shardsOf(hour * MINUTES_PER_HOUR, shardEpochs) },
    (_, i) => i,
  );
  // A partition's events are all of one shard, so the order of shards is no matter.
  await inParallel(shards.length, shards, async (shard) => {
    for await (const block of usageHours.readHour({ tenant, shard, hour })) {
      folds.add(block, entriesIn(tenant, block.bytes));
    }
  });
  return { folds, work: folds.events + shards.length * EVENTS_A_QUERY };
}

/** What an hour's blocks come to, by partition. */
class FoldsOfHour {
  readonly #catalog: MeterCatalog;
  readonly #corrections: Corrections;
  readonly #folds = new Map<number, PartitionFold>();
  readonly #foldOf = new Map<string, PartitionFold>();
  readonly seen = new Corrections();
  events = 0;

  constructor(catalog: MeterCatalog, corrections: Corrections) {
    this.#catalog = catalog;
    this.#corrections = corrections;
  }

  add(place: Pick<BlockOfHour, 'minute' | 'seq'>, entries: readonly IdentifiedEvent[]): void {
    this.events += entries.length;
    for (const entry of entries) {
      this.seen.add(place, entry.event);
      this.#foldFor(entry.event.subject).add(place, entry, this.#corrections);
    }
  }

  totals(): ReadonlyMap<number, HourTotals> {
    return new Map([...this.#folds].map(([partition, fold]) => [partition, fold.totals()]));
  }

  #foldFor(subject: string): PartitionFold {
    const known = this.#foldOf.get(subject);
    if (known !== undefined) return known;
    const partition = partitionOf(subject);
    const fold =
      this.#folds.get(partition) ??
      new PartitionFold(noTotals(this.#catalog.version), this.#catalog.meters);
    this.#folds.set(partition, fold);
    this.#foldOf.set(subject, fold);
    return fold;
  }
}
