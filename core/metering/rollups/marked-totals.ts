import { partitions } from '../log/log-key.ts';
import type { Revised, TotalsKey, TotalsRepair, UsageTotals } from '../totals/ports.ts';
import type { HourTotals } from '../totals/totals.ts';
import { hoursPerDay } from '../utc-month.ts';
import type { RollupMarks } from './ports.ts';

/**
 * Totals of which no hour of a settled day changes without a mark. The mark is there before the change, and says which
 * revision is going to be put. It is dead once that revision is there, whoever put it: then this put has been done, or
 * never will be. So it can be taken away by whoever has read the hour since, and nobody has to know whether who put the
 * mark is still alive.
 */
export function markedTotals(totals: UsageTotals, rollups: RollupMarks): UsageTotals {
  return {
    read: (key) => totals.read(key),
    readRange: (range) => totals.readRange(range),
    readProgress: (key, consistency) => totals.readProgress(key, consistency),
    putProgress: (key, next) => totals.putProgress(key, next),
    listProgress: (page) => totals.listProgress(page),
    put: async (key, next) => {
      await markBefore(rollups, key, next);
      return totals.put(key, next);
    },
  };
}

/** The same for what is put back. */
export const markedRepair = (repair: TotalsRepair, rollups: RollupMarks): TotalsRepair => ({
  putBackProgress: (key, next) => repair.putBackProgress(key, next),
  revisionUnread: (key) => repair.revisionUnread(key),
  putBack: async (key, next) => {
    await markBefore(rollups, key, next);
    return repair.putBack(key, next);
  },
});

async function markBefore(
  rollups: RollupMarks,
  { tenant, partition, hour }: TotalsKey,
  { revision }: Revised<HourTotals>,
): Promise<void> {
  // Past the partitions there are, levels at months' ends are kept.
  if (partition >= partitions) return;
  const settled = await rollups.readSettled(tenant);
  if (settled === undefined || hour >= settled.value.before * hoursPerDay) return;
  await rollups.putMark(tenant, { partition, hour, revision });
}
