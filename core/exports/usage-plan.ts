import type { Meter } from '../metering/meter.ts';
import { firstHourOf, hoursPerDay } from './day.ts';
import {
  blocksIn,
  type CoveredHour,
  goalWithin,
  type Piece,
  piecesBetween,
} from './usage-pieces.ts';

/** The folder of a day's files below its date: an hour that is large has one of its own, all others share one. */
export type Folder = number | 'all';

/** A day of usage as far as it is exported. */
export interface UsageDay {
  readonly hours: readonly CoveredHour[];
  /** How many blocks each folder's files were made of. */
  readonly blocks: ReadonlyMap<Folder, number>;
}

/** What comes next of a day: the folder that files are put in, and how far these hours are exported then. */
export interface UsagePlan {
  readonly folder: Folder;
  readonly hours: readonly CoveredHour[];
  readonly limits: FileLimits;
}

/** A file ends with the block that reaches one of these. They are kept with the plan, as they say what is in which. */
export interface FileLimits {
  readonly rows: number;
  readonly characters: number;
}

const fileLimits: FileLimits = { rows: 1_000_000, characters: 64 * 1024 * 1024 };

/** An hour of so many blocks to read has files of its own; of all others, a day has one file where they fit it. */
const largeHourBlocks = 120;
/** Blocks of a plan: some minutes of work, however long the day. */
const planBlocksMax = 1_000;

export const noUsage: UsageDay = { hours: [], blocks: new Map() };

interface OpenHour {
  readonly hour: number;
  readonly goals: readonly CoveredHour[];
  readonly blocks: number;
}

/**
 * What comes next of a day, of its hours that are sealed; undefined where that is nothing. Small hours wait until the
 * day is sealed, so that it has one file of them.
 */
export function nextOfDay(
  day: string,
  had: UsageDay,
  {
    goals,
    meters,
    sealed,
    blocksMax = planBlocksMax,
    limits = fileLimits,
  }: {
    readonly goals: readonly CoveredHour[];
    readonly meters: readonly Meter[];
    /** Hours before it are sealed. */
    readonly sealed: number;
    readonly blocksMax?: number;
    readonly limits?: FileLimits;
  },
): UsagePlan | undefined {
  const isWhole = firstHourOf(day) + hoursPerDay <= sealed;
  const open = openHours(had, goals, meters).filter(({ hour }) => hour < sealed);
  const large = open.filter(({ blocks }) => blocks >= largeHourBlocks);
  const small = isWhole ? open.filter(({ blocks }) => blocks < largeHourBlocks) : [];
  const [first] = large;
  if (first !== undefined) {
    return { folder: first.hour, hours: within(had, first, blocksMax), limits };
  }
  if (small.length === 0) return undefined;
  return { folder: 'all', hours: small.flatMap(({ goals: all }) => all), limits };
}

/** Hours of which something is not exported yet, and what there is to read of each. */
function openHours(
  had: UsageDay,
  goals: readonly CoveredHour[],
  meters: readonly Meter[],
): readonly OpenHour[] {
  const byHour = new Map<number, OpenHour>();
  for (const goal of goals) {
    const pieces = piecesBetween(coveredOf(had, goal), goal, meters);
    const blocks = pieces.reduce((sum, piece) => sum + blocksIn(piece), 0);
    if (blocks === 0) continue;
    const { goals: others = [], blocks: so = 0 } = byHour.get(goal.hour) ?? {};
    byHour.set(goal.hour, { hour: goal.hour, goals: [...others, goal], blocks: so + blocks });
  }
  return [...byHour.values()].sort((a, b) => a.hour - b.hour);
}

/** An hour, or an even part of one that is too long for a plan: what is left of it is no small one then. */
function within(had: UsageDay, { goals, blocks }: OpenHour, blocksMax: number) {
  if (blocks <= blocksMax) return goals;
  let left = Math.ceil(blocks / Math.ceil(blocks / blocksMax));
  return goals.flatMap((goal) => {
    if (left <= 0) return [];
    const before = coveredOf(had, goal);
    const part = goalWithin(before, goal, left);
    left -= newBlocks(before, part);
    return [part];
  });
}

const newBlocks = (before: CoveredHour | undefined, goal: CoveredHour): number =>
  piecesBetween(before, goal, []).reduce((sum, piece) => sum + blocksIn(piece), 0);

export const coveredOf = (
  { hours }: Pick<UsageDay, 'hours'>,
  { shard, hour }: Pick<CoveredHour, 'shard' | 'hour'>,
): CoveredHour | undefined => hours.find((one) => one.shard === shard && one.hour === hour);

/** What is to be read for a plan, in the order in which it is read. */
export const piecesOf = (
  had: UsageDay,
  { hours }: UsagePlan,
  meters: readonly Meter[],
): readonly Piece[] => hours.flatMap((goal) => piecesBetween(coveredOf(had, goal), goal, meters));

/** A day once a plan is done. */
export function dayAfter(had: UsageDay, plan: UsagePlan, meters: readonly Meter[]): UsageDay {
  const read = piecesOf(had, plan, meters).reduce((sum, piece) => sum + blocksIn(piece), 0);
  const blocks = new Map(had.blocks);
  blocks.set(plan.folder, (blocks.get(plan.folder) ?? 0) + read);
  const others = had.hours.filter((one) => coveredOf({ hours: plan.hours }, one) === undefined);
  return { hours: [...others, ...plan.hours], blocks };
}
