import type { Budget, PassUnits } from '../../../core/spend/entry.ts';

/** A hold, as the ledger has it. */
export interface Held {
  readonly id: string;
  readonly day: string;
  readonly endsAt: number;
  units: bigint;
  hasEnded: boolean;
  /** What of it is held of passes. */
  passes: readonly PassUnits[];
}

export const dayOf = (at: number): string =>
  new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);
const DAY_MS = 86_400_000;

/** The days of a budget's interval that a day is in, by its own reckoning: in UTC, weeks from Monday on. */
export function isInWindow(every: Budget['every'], day: string, other: string): boolean {
  if (every === 'ever') return true;
  if (every === 'day') return day === other;
  if (every === 'month') return day.slice(0, 7) === other.slice(0, 7);
  const week = (one: string): number => Math.floor((Date.parse(one) / DAY_MS + 3) / 7);
  return week(day) === week(other);
}

/** The budgets that nothing may exceed; of money alone, where that is asked for. */
export function hardBudgets(
  budgets: ReadonlyMap<string, Budget>,
  of: 'money' | undefined,
): readonly Budget[] {
  const hard = [...budgets.values()].filter((budget) => budget.hard);
  return of === undefined ? hard : hard.filter(({ limit }) => limit.of === of);
}
