import { inParallel } from '../../kernel/in-parallel.ts';
import { itemsPast, pageUpTo } from '../../kernel/pages.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import type { MeterCatalogs } from '../../metering/meter-catalogs.ts';
import { longestWindow } from '../../metering/rolling/rolling-window.ts';
import type { RatingPorts } from '../ports.ts';

const PAGE = 500;
const SHARDS_AT_ONCE = 16;

/** Whether some hours of a period are not counted yet by one of these meters, as it came later and is backfilled. */
export async function isBackfilled(
  {
    catalogs,
    totals,
    shardEpochs,
  }: Pick<RatingPorts, 'totals' | 'shardEpochs'> & {
    readonly catalogs: MeterCatalogs;
  },
  tenant: string,
  { period, meters: keys }: { readonly period: Period; readonly meters: ReadonlySet<string> },
): Promise<boolean> {
  const { meters } = await catalogs.latest(tenant, 'strong');
  const asked = meters.filter(({ key }) => keys.has(key));
  const since = Math.max(0, ...asked.map(({ sinceVersion }) => sinceVersion));
  const reach = longestWindow(asked) * millisecondsPer.day;
  const first = Math.floor((period.start - reach) / millisecondsPer.hour);
  const end = Math.ceil(period.end / millisecondsPer.hour);
  const shards = Math.max(...shardEpochs.map((epoch) => epoch.shards));
  const stale = await inParallel(
    SHARDS_AT_ONCE,
    Array.from({ length: shards }).keys(),
    async (shard) => {
      const hours = itemsPast(first - 1, async (after) =>
        pageUpTo(
          await totals.listProgress({ tenant, shard, after, limit: PAGE }),
          ({ hour }) => hour,
        ),
      );
      for await (const { hour, catalogVersion } of hours) {
        if (hour >= end) return false;
        if (catalogVersion < since) return true;
      }
      return false;
    },
  );
  return stale.includes(true);
}
