import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { minuteOf, partitionOf } from '../../core/metering/log/log-key.ts';
import type { Meter } from '../../core/metering/meter.ts';
import { noTotals, PartitionFold } from '../../core/metering/totals/partition-fold.ts';
import { identified, type UsageEvent } from '../../core/metering/usage-event.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';

/** How the hours of some events were folded. */
export interface Folding {
  readonly tenant?: string;
  readonly meters: readonly Meter[];
  readonly catalogVersion?: number;
  /** How many shards the tenant's subjects are spread over. */
  readonly shards?: number;
}

/**
 * Adds events to totals as a refresh would, each in a block of its own; hours that hold some already must not come
 * again.
 */
async function foldInto(
  totals: InMemoryUsageTotals,
  { tenant = 'acme', meters, catalogVersion = 1, shards = 1 }: Folding,
  events: readonly UsageEvent[],
): Promise<void> {
  const hourOf = ({ occurredAt }: UsageEvent): number =>
    Math.floor(occurredAt / millisecondsPer.hour);
  const byHour = Map.groupBy(events, (event) =>
    JSON.stringify([partitionOf(event.subject), hourOf(event)]),
  );
  for (const [key, inHour] of byHour) {
    const [partition = 0, hour = 0] = JSON.parse(key) as number[];
    const fold = new PartitionFold(noTotals(catalogVersion), meters);
    const blocks = new Map<number, number>();
    for (const event of inHour) {
      const minute = minuteOf(event.occurredAt);
      const seq = (blocks.get(minute) ?? 0) + 1;
      blocks.set(minute, seq);
      fold.add({ minute, seq }, identified(tenant, event));
    }
    await totals.put({ tenant, partition, hour }, { revision: 1, value: fold.totals() });
    const progress = { revision: 1, value: { catalogVersion, coverage: blocks } };
    await totals.putProgress({ tenant, shard: partition % shards, hour }, progress);
  }
}

/** Totals of nothing but these events. */
export async function totalsOf(
  folding: Folding,
  events: readonly UsageEvent[],
): Promise<InMemoryUsageTotals> {
  const totals = new InMemoryUsageTotals();
  await foldInto(totals, folding, events);
  return totals;
}
