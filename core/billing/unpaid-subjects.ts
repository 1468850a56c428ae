import { inParallel } from '../kernel/in-parallel.ts';
import { partitions } from '../metering/log-key.ts';
import type { UsageTotals } from '../metering/totals.ts';

const PARTITIONS_AT_ONCE = 16;

/** Subjects with usage in hours `from <= hour < to` that are not `owned`, by code units. */
export async function unpaidSubjects(
  totals: UsageTotals,
  tenant: string,
  {
    owned,
    from,
    to,
  }: { readonly owned: ReadonlySet<string>; readonly from: number; readonly to: number },
): Promise<readonly string[]> {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const found = await inParallel(PARTITIONS_AT_ONCE, all, async (partition) => {
    const subjects = new Set<string>();
    for await (const hour of totals.readRange({ tenant, partition, from, to })) {
      for (const { subject } of hour.totals.tallies) {
        if (!owned.has(subject)) subjects.add(subject);
      }
    }
    return [...subjects];
  });
  return found.flat().sort();
}
