import type { Meter } from '../metering/meter.ts';
import type { Coverage } from '../metering/totals/coverage.ts';
import type { MeterVersions } from './usage-rows.ts';

/** How far a shard’s hour is exported: these blocks, by the meters up to `version`. */
export interface CoveredHour {
  readonly shard: number;
  readonly hour: number;
  readonly version: number;
  readonly coverage: Coverage;
  /** Whether rows of what is corrected were brought in, too; hours that were exported before that have none. */
  readonly corrected?: true;
}

/** Blocks of a minute, `first` and `last` among them. */
interface MinuteBlocks {
  readonly minute: number;
  readonly first: number;
  readonly last: number;
}

/** Blocks of a shard's hour that rows are made of, by the meters of some versions. */
export interface Piece extends MeterVersions {
  readonly shard: number;
  readonly hour: number;
  readonly minutes: readonly MinuteBlocks[];
}

export const blocksIn = ({ minutes }: Pick<Piece, 'minutes'>): number =>
  minutes.reduce((sum, { first, last }) => sum + last - first + 1, 0);

const none: Coverage = new Map();

/**
 * What is to be read to come from one state of an hour to another: its new blocks by all meters; and those that are
 * exported already by the meters that have come since, as a meter counts what was before it.
 */
export function piecesBetween(
  before: CoveredHour | undefined,
  goal: CoveredHour,
  meters: readonly Meter[],
): readonly Piece[] {
  const { shard, hour, version } = goal;
  const had = before?.coverage ?? none;
  const past = before?.version ?? 0;
  const added = minutesOf(goal.coverage, had);
  const isNew = ({ sinceVersion }: Meter): boolean =>
    sinceVersion > past && sinceVersion <= version;
  const again = past < version && meters.some(isNew) ? minutesOf(had, none) : [];
  const pieces: readonly Piece[] = [
    { shard, hour, minutes: again, past, version },
    { shard, hour, minutes: added, past: 0, version },
  ];
  return pieces.filter(({ minutes }) => minutes.length > 0);
}

function minutesOf(coverage: Coverage, without: Coverage): readonly MinuteBlocks[] {
  return [...coverage]
    .map(([minute, last]) => ({ minute, first: (without.get(minute) ?? 0) + 1, last }))
    .filter(({ first, last }) => first <= last)
    .sort((a, b) => a.minute - b.minute);
}

/** As far towards a goal as `blocks` new blocks go, the first minutes first. */
export function goalWithin(
  before: CoveredHour | undefined,
  goal: CoveredHour,
  blocks: number,
): CoveredHour {
  const coverage = new Map(before?.coverage);
  let left = blocks;
  for (const { minute, first, last } of minutesOf(goal.coverage, before?.coverage ?? none)) {
    if (left <= 0) break;
    const taken = Math.min(left, last - first + 1);
    coverage.set(minute, first - 1 + taken);
    left -= taken;
  }
  return { ...goal, coverage };
}
