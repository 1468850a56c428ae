import { invariant } from '../kernel/invariant.ts';
import { localStart, type TimeZone } from '../kernel/time-zone.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Plan, PlanVersion } from './plan.ts';
import { type Share, shareOf } from './share.ts';

/** A part of a month over which one version of a plan, or none yet, is in force. */
export interface Stretch {
  readonly period: Period;
  /** Undefined before the plan's first version: what is used then has no price. */
  readonly version: PlanVersion | undefined;
  readonly share: Share;
}

/**
 * `within`, the part of `month` in which a customer has `plan`, cut where versions come into force: without gap or
 * overlap, in order. Versions do so at a local midnight, so that `within` that begins and ends at one is cut into whole
 * days.
 */
export function stretchesOf(
  plan: Plan,
  {
    within,
    month,
    timeZone,
  }: { readonly within: Period; readonly month: Period; readonly timeZone: TimeZone },
): Stretch[] {
  const starts = plan.versions.map((version) => ({
    version,
    start: inForceFrom(version, timeZone),
  }));
  const cuts = starts
    .map(({ start }) => start)
    .filter((start) => start > within.start && start < within.end);
  return [within.start, ...cuts].map((start, index) => {
    const period = { start, end: cuts[index] ?? within.end };
    return {
      period,
      version: starts.findLast((one) => one.start <= start)?.version,
      share: shareOf(period, month, timeZone),
    };
  });
}

/** The local midnight with which a version comes into force. */
function inForceFrom({ effectiveFrom }: PlanVersion, timeZone: TimeZone): Timestamp {
  const start = localStart(effectiveFrom, timeZone);
  invariant(start !== undefined, `parse the date of a plan version first, got ${effectiveFrom}`);
  return start;
}
