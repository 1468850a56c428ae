import type { Clock } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { partitions } from '../log/log-key.ts';
import type { LoggedHours } from '../log/ports.ts';
import { markedRepair, markedTotals } from '../rollups/marked-totals.ts';
import type { Rollups } from '../rollups/ports.ts';
import { rebuildRollup } from '../rollups/rebuild-rollup.ts';
import { settleDays } from '../rollups/settled.ts';
import { monthOfHour } from '../utc-month.ts';
import type { TotalsRepair, UsageTotals } from './ports.ts';
import { type RefreshPorts, rebuildHour } from './refresh.ts';

export interface TotalsRebuildPorts extends RefreshPorts {
  readonly totals: UsageTotals & TotalsRepair;
  readonly loggedHours: LoggedHours;
  readonly rollups: Rollups;
  readonly clock: Clock;
}

/** Where a rebuild of totals goes on: the hours that have a log, then the rollups of the months that they are of. */
export type TotalsPlace =
  | {
      readonly phase: 'hours';
      /** As `LoggedHours` says. */
      readonly after: string;
      /** UTC months since 1970 of the hours so far. */
      readonly months?: { readonly first: number; readonly last: number } | undefined;
    }
  | { readonly phase: 'rollups'; readonly month: number; readonly last: number };

/** What a step made again. */
export interface RebuiltTotals {
  readonly blocks: number;
  readonly compared: number;
  readonly mended: number;
  /** Undefined after the last step. */
  readonly next: TotalsPlace | undefined;
}

export const firstTotalsPlace: TotalsPlace = { phase: 'hours', after: '' };

const HOURS_AT_ONCE = 4;
const PARTITIONS_AT_ONCE = 4;
/** Other tenants' logs lie between: a step may come by many pages without any of this one's. */
const PAGES_PER_STEP = 20;
const RACES_MAX = 3;

/**
 * One step of making a tenant's totals again from the usage log, to the byte, while others refresh and read them. The
 * hours are found in the log itself, whatever is lost of the projections. Nothing is deleted.
 */
export function rebuildTotals(
  ports: TotalsRebuildPorts,
  tenant: string,
  place: TotalsPlace,
): Promise<RebuiltTotals> {
  return place.phase === 'hours'
    ? rebuildHours(ports, tenant, place)
    : rebuildRollups(ports, tenant, place);
}

async function rebuildHours(
  ports: TotalsRebuildPorts,
  tenant: string,
  { after, months }: Extract<TotalsPlace, { phase: 'hours' }>,
): Promise<RebuiltTotals> {
  const { hours, next } = await someHours(ports.loggedHours, tenant, after);
  const marked = { ...ports, totals: markedTotals(ports.totals, ports.rollups) };
  const repair = markedRepair(ports.totals, ports.rollups);
  // Seconds since 1970 are past all revisions that are counted from 1, and past those of a rebuild before.
  const revision = Math.floor(ports.clock.now() / 1_000);
  const done = await inParallel(HOURS_AT_ONCE, hours, (hour) =>
    rebuildHour(marked, { tenant, ...hour }, { repair, revision }),
  );
  const seen = hours.map(({ hour }) => monthOfHour(hour));
  const all = [...(months === undefined ? [] : [months.first, months.last]), ...seen];
  const range = all.length === 0 ? undefined : { first: Math.min(...all), last: Math.max(...all) };
  return {
    blocks: sumOf(done.map(({ blocks }) => blocks)),
    compared: sumOf(done.map(({ compared }) => compared)),
    mended: sumOf(done.map(({ mended }) => mended)),
    next: nextAfter(next, range),
  };
}

function nextAfter(
  after: string | undefined,
  months: { readonly first: number; readonly last: number } | undefined,
): TotalsPlace | undefined {
  if (after !== undefined) return { phase: 'hours', after, months };
  return months === undefined
    ? undefined
    : { phase: 'rollups', month: months.first, last: months.last };
}

async function someHours(loggedHours: LoggedHours, tenant: string, from: string) {
  const hours = new Map<string, { readonly shard: number; readonly hour: number }>();
  let after: string | undefined = from;
  for (let page = 0; page < PAGES_PER_STEP && after !== undefined && hours.size === 0; page += 1) {
    const found: Awaited<ReturnType<LoggedHours['listHours']>> = await loggedHours.listHours(
      tenant,
      after,
    );
    for (const one of found.hours) hours.set(JSON.stringify([one.shard, one.hour]), one);
    after = found.next;
  }
  return { hours: [...hours.values()], next: after };
}

async function rebuildRollups(
  ports: TotalsRebuildPorts,
  tenant: string,
  { month, last }: Extract<TotalsPlace, { phase: 'rollups' }>,
): Promise<RebuiltTotals> {
  const rollable = await settleDays(ports.rollups, ports.clock, tenant);
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const done = await inParallel(PARTITIONS_AT_ONCE, all, async (partition) => {
    for (let race = 0; race < RACES_MAX; race += 1) {
      const outcome = await rebuildRollup(ports, { tenant, month, partition }, rollable);
      if (outcome !== 'raced') return outcome;
    }
    throw new Error(`gave up rebuilding the rollup of partition ${partition}: run it again`);
  });
  return {
    blocks: 0,
    compared: done.length,
    mended: done.filter((outcome) => outcome === 'rebuilt').length,
    next: month < last ? { phase: 'rollups', month: month + 1, last } : undefined,
  };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
