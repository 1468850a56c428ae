import { type Coverage, joined } from './coverage.ts';
import type { Consistency, PutOutcome } from './ports.ts';
import type { Tally } from './tally.ts';

/** What one meter counted of one subject in one quarter hour, for one combination of dimension values. */
export interface SlotTally {
  readonly subject: string;
  readonly meter: string;
  /** In the order of the meter's dimensions; null where the event has no such field. */
  readonly dimensions: readonly (string | null)[];
  /** Which quarter of the hour. */
  readonly slot: 0 | 1 | 2 | 3;
  /** Undefined where every event was unreadable. */
  readonly tally: Tally | undefined;
  /** Events of the meter's type that have no value it can read: shown, so that nothing is dropped in silence. */
  readonly unreadable: number;
}

/** A projection of the usage log: one partition of one tenant in one UTC hour, folded from the blocks it covers. */
export interface HourTotals {
  readonly catalogVersion: number;
  /**
   * Of each minute, the last block with an event that is counted here: all its events up to there are in the tallies.
   */
  readonly coverage: Coverage;
  readonly tallies: readonly SlotTally[];
}

/** How far a shard's hour has been folded: every block that `coverage` names is in the totals, under that catalog. */
export interface HourCursor {
  readonly catalogVersion: number;
  readonly coverage: Coverage;
}

/** A stored value with the number of times it was put. */
export interface Revised<Value> {
  readonly revision: number;
  readonly value: Value;
}

export interface TotalsKey {
  readonly tenant: string;
  readonly partition: number;
  readonly hour: number;
}

export interface CursorKey {
  readonly tenant: string;
  readonly shard: number;
  readonly hour: number;
}

/** Hours of a partition, `from <= hour < to`. */
export interface TotalsRange {
  readonly tenant: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** Strong where money depends on it. */
  readonly consistency: Consistency;
}

/** Where the projections are kept. Every put is conditional on the revision before it (none for revision 1). */
export interface UsageTotals {
  /** Strongly consistent. */
  read(key: TotalsKey): Promise<Revised<HourTotals> | undefined>;
  put(key: TotalsKey, next: Revised<HourTotals>): Promise<PutOutcome>;
  /** All hours of the range that hold anything, ascending. */
  readRange(
    range: TotalsRange,
  ): AsyncIterable<{ readonly hour: number; readonly totals: HourTotals }>;
  readCursor(key: CursorKey, consistency: Consistency): Promise<Revised<HourCursor> | undefined>;
  putCursor(key: CursorKey, next: Revised<HourCursor>): Promise<PutOutcome>;
  /** The hours past `after` a shard has seen, ascending, with the catalog each was folded under. */
  listCursors(page: {
    readonly tenant: string;
    readonly shard: number;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly { readonly hour: number; readonly catalogVersion: number }[]>;
}

/** Asks for the refresh of a shard's hour: its totals should cover at least this. */
export interface TouchedHour extends CursorKey {
  readonly coverage: Coverage;
}

export const touchedHourBody = ({ tenant, shard, hour, coverage }: TouchedHour): string =>
  JSON.stringify({ tenant, shard, hour, coverage: [...coverage] });

/** The reverse of `touchedHourBody`. */
export function touchedHourFrom(body: string): TouchedHour {
  const { coverage, ...key } = JSON.parse(body) as CursorKey & { coverage: [number, number][] };
  return { ...key, coverage: new Map(coverage) };
}

/** One request per tenant, shard and hour, asking for all that the ones given ask for. */
export function joinedByHour(touched: readonly TouchedHour[]): TouchedHour[] {
  const hours = new Map<string, TouchedHour>();
  for (const one of touched) {
    const key = JSON.stringify([one.tenant, one.shard, one.hour]);
    const coverage = joined(hours.get(key)?.coverage ?? new Map(), one.coverage);
    hours.set(key, { ...one, coverage });
  }
  return [...hours.values()];
}
