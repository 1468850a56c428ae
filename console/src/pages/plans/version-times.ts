import type { AnswerOf } from '../../api.ts';
import { dayAt } from '../../words.ts';

export type Plan = AnswerOf<'GET /v1/plans/{key}'>;
export type PlanVersion = Plan['versions'][number];

export type VersionStanding = 'past' | 'in force' | 'to come';

/** A version, and where it stands on the time line. */
export interface PlacedVersion {
  readonly version: PlanVersion;
  readonly standing: VersionStanding;
  /** The first day of the version after it. */
  readonly until: string | undefined;
}

/** A day begins 14 hours before UTC where it begins first: what has begun there may have been charged by. */
const easternmostMs = 14 * 3_600_000;
const dayMs = 86_400_000;

/** The day that it is where days begin first. */
const furthestDay = (now: number): string => dayAt(now + easternmostMs);

/** The first day from which a version can still be put. */
export const firstFreeDay = (now: number): string => dayAt(now + easternmostMs + dayMs);

/** Versions, which ascend, with where they stand. One is in force as soon as it is so anywhere. */
export function placedVersions(
  versions: readonly PlanVersion[],
  now: number,
): readonly PlacedVersion[] {
  const today = furthestDay(now);
  return versions.map((version, index) => {
    const until = versions[index + 1]?.effectiveFrom;
    return { version, until, standing: standingOf(version.effectiveFrom, until, today) };
  });
}

function standingOf(from: string, until: string | undefined, today: string): VersionStanding {
  if (from > today) return 'to come';
  return until !== undefined && until <= today ? 'past' : 'in force';
}
