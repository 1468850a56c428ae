import { periodInEveryZone } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month, monthFrom } from '../../kernel/month.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import type { ListUnbilledMessage } from '../run/message.ts';

/** Months of payers with a billing day or another time zone have the name of this one or of one beside it. */
const BESIDE = [-1, 0, 1];
/** No event is older. */
const FIRST = monthFrom('1970-01');

/**
 * Looks at the months that a backfill job may have written to and that nothing bills any more: no run of their own
 * looks at them. Each waits until totals have the job's events of the month.
 */
export function looksAtBackfilled(
  tenant: string,
  {
    months,
    period,
    current,
    monthsReachedBack,
  }: {
    /** The UTC months of its events. */
    readonly months: readonly Month[];
    /** The job's. */
    readonly period: Period;
    /** In UTC, the month that goes on. */
    readonly current: Month;
    readonly monthsReachedBack: number;
  },
): readonly ListUnbilledMessage[] {
  const named = new Set(
    months.flatMap((month) => BESIDE.map((months) => laterMonth(month, months))),
  );
  const isOut = (month: Month): boolean =>
    FIRST <= month && laterMonth(month, monthsReachedBack) < current;
  return [...named]
    .filter(isOut)
    .sort()
    .map((month) => ({
      ...{ kind: 'list-unbilled', tenant, month, partition: 0 },
      uncounted: { ...hoursOf(month, period), tries: 0 },
    }));
}

/** The job's hours that the month of any payer may have: one with a billing day ends in the next calendar month. */
function hoursOf(
  month: Month,
  { start, end }: Period,
): { readonly from: number; readonly to: number } {
  const first = Math.max(start, periodInEveryZone(month).start);
  const last = Math.min(end, periodInEveryZone(laterMonth(month)).end);
  return {
    from: Math.floor(first / millisecondsPer.hour),
    to: Math.ceil(Math.max(first, last) / millisecondsPer.hour),
  };
}
