import type { PlanChange } from '../../catalog/customer.ts';
import type { DefaultPlan } from '../../catalog/tenant-billing.ts';
import type { LocalCalendar } from '../../kernel/local-calendar.ts';
import { type Period, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';

/** A part of a period under one plan. */
export interface PlanPart {
  readonly plan: string;
  readonly within: Period;
}

const EVER = timestampOf(0);

/**
 * `period` cut where the customer's plan changes, ascending by `from`; before its first plan the tenant's default
 * counts, from its day on, and parts without any plan are not here.
 */
export function planParts(
  changes: readonly PlanChange[],
  {
    period,
    calendar,
    defaultPlan,
  }: {
    readonly period: Period;
    readonly calendar: LocalCalendar;
    readonly defaultPlan: DefaultPlan | undefined;
  },
): PlanPart[] {
  const own = changes.map(({ plan, from }) => ({ plan, start: calendar.dayStart(from) }));
  const first = own[0]?.start;
  const general = defaultPlan === undefined ? [] : [generalFrom(defaultPlan, calendar)];
  const starts: { readonly plan: string | null; readonly start: Timestamp }[] = [
    ...general.filter(({ start }) => first === undefined || start < first),
    ...own,
  ];
  const cuts = starts.filter(({ start }) => start > period.start && start < period.end);
  const before = starts.findLast(({ start }) => start <= period.start);
  return [{ plan: before?.plan ?? null, start: period.start }, ...cuts].flatMap(
    ({ plan, start }, index) => {
      const end = cuts[index]?.start ?? period.end;
      return plan === null || start >= end ? [] : [{ plan, within: { start, end } }];
    },
  );
}

const generalFrom = ({ plan, from }: DefaultPlan, calendar: LocalCalendar) => ({
  plan,
  start: from === undefined ? EVER : calendar.dayStart(from),
});
