import type { Consistency, PutOutcome } from '../../kernel/log.ts';
import type { Coverage } from './coverage.ts';
import type { HourTotals, SlotTally } from './totals.ts';

/** How far a shard's hour has been folded: every block that `coverage` names is in the totals, under that catalog. */
export interface FoldProgress {
  readonly catalogVersion: number;
  readonly coverage: Coverage;
  /** Which partitions have totals of these blocks; undefined where it was put before that was noted. */
  readonly partitions?: ReadonlySet<number>;
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

export interface FoldProgressKey {
  readonly tenant: string;
  readonly shard: number;
  readonly hour: number;
}

/** Tallies of one meter, of these subjects or of all. */
export interface TalliesWanted {
  readonly meter: string;
  readonly subjects: ReadonlySet<string> | undefined;
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

/** An hour's fold progress, without how far it is. */
export interface ListedProgress {
  readonly hour: number;
  readonly catalogVersion: number;
  readonly revision: number;
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
  readProgress(
    key: FoldProgressKey,
    consistency: Consistency,
  ): Promise<Revised<FoldProgress> | undefined>;
  putProgress(key: FoldProgressKey, next: Revised<FoldProgress>): Promise<PutOutcome>;
  /**
   * The hours past `after` a shard has seen, ascending, with the catalog each was folded under, and how often its
   * progress was put. Strongly consistent.
   */
  listProgress(page: {
    readonly tenant: string;
    readonly shard: number;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly ListedProgress[]>;
}

/** Puts back what was lost. */
export interface TotalsRepair {
  /** Puts where there is nothing, at any revision: one past all that were ever put, so that none comes again. */
  putBack(key: TotalsKey, next: Revised<HourTotals>): Promise<PutOutcome>;
  putBackProgress(key: FoldProgressKey, next: Revised<FoldProgress>): Promise<PutOutcome>;
  /** Of totals that `read` throws at, how often they were put, strongly consistent; undefined where there are none. */
  revisionUnread(key: TotalsKey): Promise<number | undefined>;
}

/** Totals as a query reads them: what is not asked for is not decoded. */
export interface HourlyTallies {
  /** The wanted tallies of the hours of the range that have any, ascending. */
  readTallies(
    range: TotalsRange,
    wanted: TalliesWanted,
  ): AsyncIterable<{ readonly hour: number; readonly tallies: readonly SlotTally[] }>;
}
