import type { PlanChange } from '../../catalog/customer.ts';
import { invariant } from '../../kernel/invariant.ts';
import { localStart, type TimeZone } from '../../kernel/time-zone.ts';
import type { Period } from '../../kernel/timestamp.ts';

/** A part of a period under one plan. */
export interface PlanPart {
  readonly plan: string;
  readonly within: Period;
}

/**
 * `period` cut where the customer's plan changes, ascending by `from`; before its first plan the tenant's default
 * counts, and parts without any plan are not here.
 */
export function planParts(
  changes: readonly PlanChange[],
  {
    period,
    timeZone,
    defaultPlan,
  }: {
    readonly period: Period;
    readonly timeZone: TimeZone;
    readonly defaultPlan: string | undefined;
  },
): PlanPart[] {
  const starts = changes.map(({ plan, from }) => {
    const start = localStart(from, timeZone);
    invariant(start !== undefined, `parse the day of a plan change first, got ${from}`);
    return { plan, start };
  });
  const cuts = starts.filter(({ start }) => start > period.start && start < period.end);
  const before = starts.findLast(({ start }) => start <= period.start);
  const first = { plan: before === undefined ? defaultPlan : before.plan, start: period.start };
  return [first, ...cuts].flatMap(({ plan, start }, index) => {
    const end = cuts[index]?.start ?? period.end;
    return plan === undefined || plan === null ? [] : [{ plan, within: { start, end } }];
  });
}
