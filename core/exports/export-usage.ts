import { sha256 } from '../kernel/digest.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import type { UsageHours } from '../metering/log/ports.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import type { ListedProgress, UsageTotals } from '../metering/totals/ports.ts';
import { advance, type ChainId, type ChainSteps, type Manifest, type Planning } from './chain.ts';
import { firstHourOf, hoursPerDay } from './day.ts';
import type { ExportFiles } from './ports.ts';
import { usageDayFrom, usageDayJson, usagePlanFrom, usagePlanJson } from './stored-usage.ts';
import { usageFiles } from './usage-files.ts';
import type { CoveredHour } from './usage-pieces.ts';
import {
  coveredOf,
  dayAfter,
  nextOfDay,
  noUsage,
  type UsageDay,
  type UsagePlan,
} from './usage-plan.ts';

export interface UsageExportPorts {
  readonly files: ExportFiles;
  readonly usageHours: UsageHours;
  readonly totals: Pick<UsageTotals, 'listProgress' | 'readProgress'>;
  readonly catalogs: Pick<MeterCatalogs, 'latest'>;
  /** Shards that an hour can have been in. */
  readonly shards: number;
}

/** An hour of a shard that has usage, with how often its progress was put. */
export interface ListedHour extends ListedProgress {
  readonly shard: number;
}

const READS_AT_ONCE = 16;

export const usageChain = (tenant: string, day: string): ChainId => ({
  tenant,
  chain: `usage/${day}`,
});

/** What a day was like when it was looked at: while this is the same, so is everything that is exported of it. */
export const digestOfDay = (hours: readonly ListedHour[]): string =>
  sha256(
    JSON.stringify(
      hours.map(({ shard, hour, revision, catalogVersion }) => [
        ...[shard, hour, revision, catalogVersion],
      ]),
    ),
  ).toString('base64url', 0, 16);

/**
 * Does what comes next of a day of usage: exactly what its totals cover, so that sums over files are those of totals.
 * `undefined` where nothing is left of hours that are sealed.
 */
export async function exportUsage(
  ports: UsageExportPorts,
  of: { readonly tenant: string; readonly day: string; readonly hours: readonly ListedHour[] },
  planning: Planning & { readonly sealed: number },
): Promise<Manifest<UsageDay> | undefined> {
  const steps = await usageSteps(ports, { ...of, sealed: planning.sealed });
  return advance(ports.files, usageChain(of.tenant, of.day), steps, planning);
}

export const storedUsage = {
  ...{ none: noUsage, planJson: usagePlanJson, planFrom: usagePlanFrom },
  ...{ stateJson: usageDayJson, stateFrom: usageDayFrom },
};

async function usageSteps(
  ports: UsageExportPorts,
  of: {
    readonly tenant: string;
    readonly day: string;
    readonly hours: readonly ListedHour[];
    readonly sealed: number;
  },
): Promise<ChainSteps<UsageDay, UsagePlan>> {
  const { tenant, day, sealed } = of;
  const { meters } = await ports.catalogs.latest(tenant, 'strong');
  return {
    ...storedUsage,
    async next(state) {
      const goals = await goalsOf(ports, of);
      return nextOfDay(day, state, { goals: keptBack(state, goals), meters, sealed });
    },
    make: (state, plan) => usageFiles(ports, tenant, { day, state, plan, meters }),
    after: (state, plan) => dayAfter(state, plan, meters),
  };
}

/** How far totals are with the hours of a day that are sealed. */
async function goalsOf(
  { totals }: Pick<UsageExportPorts, 'totals'>,
  {
    tenant,
    hours,
    sealed,
  }: {
    readonly tenant: string;
    readonly hours: readonly ListedHour[];
    readonly sealed: number;
  },
): Promise<readonly CoveredHour[]> {
  const asked = hours.filter(({ hour }) => hour < sealed);
  const found = await inParallel(READS_AT_ONCE, asked, async ({ shard, hour }) => {
    const progress = await totals.readProgress({ tenant, shard, hour }, 'strong');
    if (progress === undefined) return [];
    const { catalogVersion: version, coverage } = progress.value;
    return [{ shard, hour, version, coverage, corrected: true as const }];
  });
  return found.flat();
}

/** Progress that was put back may say less than before: what is exported stays so. */
const keptBack = (state: UsageDay, goals: readonly CoveredHour[]): readonly CoveredHour[] =>
  goals.map((goal) => {
    const had = coveredOf(state, goal);
    if (had === undefined || goal.version >= had.version) return goal;
    return { ...goal, version: had.version };
  });

/** The hours of some days that have usage, by shard and hour. */
export async function listHours(
  { totals, shards }: Pick<UsageExportPorts, 'totals' | 'shards'>,
  tenant: string,
  { from, days }: { readonly from: string; readonly days: number },
): Promise<readonly ListedHour[]> {
  const first = firstHourOf(from);
  const limit = days * hoursPerDay;
  const all = Array.from({ length: shards }, (_, shard) => shard);
  const found = await inParallel(READS_AT_ONCE, all, async (shard) => {
    const hours = await totals.listProgress({ tenant, shard, after: first - 1, limit });
    return hours
      .filter(({ hour }) => hour < first + limit)
      .map((hour): ListedHour => ({ ...hour, shard }));
  });
  return found.flat();
}

/** The first hour that a tenant has usage in; undefined of one that has none. */
export async function firstHour(
  { totals, shards }: Pick<UsageExportPorts, 'totals' | 'shards'>,
  tenant: string,
): Promise<number | undefined> {
  const all = Array.from({ length: shards }, (_, shard) => shard);
  const found = await inParallel(READS_AT_ONCE, all, (shard) =>
    totals.listProgress({ tenant, shard, after: -1, limit: 1 }),
  );
  const hours = found.flat().map(({ hour }) => hour);
  return hours.length === 0 ? undefined : Math.min(...hours);
}
