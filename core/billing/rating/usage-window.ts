import { millisecondsPer, type Period, type Timestamp } from '../../kernel/timestamp.ts';
import type { CountedTally, SlotTally } from '../../metering/totals/totals.ts';
import type { CountedHour } from './usage-tallies.ts';

/** Takes what was counted, slot by slot. */
export interface TallySink {
  add(slot: SlotTally, hour: CountedHour): void;
}

/** How a window takes what was counted on whole UTC days. */
export interface ByDays {
  /** Takes what was counted on days from this instant on, one after another, that no cut is inside of. */
  add(counted: CountedTally, from: Timestamp): void;
  /** Where it matters what was before, and what was not. */
  readonly cuts: readonly Timestamp[];
  /** Meters of which slots are wanted all the same. */
  readonly bySlots: ReadonlySet<string>;
  /** A catalog that has all other meters that are wanted. */
  readonly catalogVersion: number;
}

/** Where the usage of a subject over a period is to be added. */
export interface UsageWindow {
  readonly subject: string;
  readonly period: Period;
  readonly into: TallySink;
  /** The rules by which values are read; today's where left out. */
  readonly rules?: number;
  /** Undefined where slots are wanted of every meter. */
  readonly byDays?: ByDays;
}

/** Whether these UTC days (since 1970, `from <= day < until`) are in a window as a whole, on one side of each cut. */
export function takesWhole(
  { period, byDays }: UsageWindow,
  { from, until }: { readonly from: number; readonly until: number },
): boolean {
  const [start, end] = [from * millisecondsPer.day, until * millisecondsPer.day];
  return (
    byDays !== undefined &&
    period.start <= start &&
    end <= period.end &&
    !byDays.cuts.some((cut) => start < cut && cut < end)
  );
}
