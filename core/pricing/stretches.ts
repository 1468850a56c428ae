import type { LocalCalendar } from '../kernel/local-calendar.ts';
import type { Period } from '../kernel/timestamp.ts';
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
    calendar,
  }: { readonly within: Period; readonly month: Period; readonly calendar: LocalCalendar },
): Stretch[] {
  const starts = plan.versions.map((version) => ({
    version,
    start: calendar.dayStart(version.effectiveFrom),
  }));
  const cuts = new Set(
    starts
      .map(({ start }) => start)
      .filter((start) => start > within.start && start < within.end)
      .sort((a, b) => a - b),
  );
  const begins = [within.start, ...cuts];
  return begins.map((start, index) => {
    const period = { start, end: begins[index + 1] ?? within.end };
    return {
      period,
      version: starts.findLast((one) => one.start <= start)?.version,
      share: shareOf(period, month, calendar),
    };
  });
}
