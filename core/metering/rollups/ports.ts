import type { Consistency, PutOutcome } from '../../kernel/log.ts';
import type { Revised } from '../totals/ports.ts';

/** A partition's UTC month (since 1970). */
export interface RollupKey {
  readonly tenant: string;
  readonly month: number;
  readonly partition: number;
}

/** Partitions of a tenant's month, `first <= partition <= last`. */
export interface PartitionsOfMonth {
  readonly tenant: string;
  readonly month: number;
  readonly first: number;
  readonly last: number;
}

/** What is rolled up of a partition's month, and where it stands. */
export interface RollupHead {
  /** The first so many days of the month. */
  readonly days: number;
  /** All hours of those days were folded under this catalog or a later one. */
  readonly catalogVersion: number;
  /** Which chunks are in force; a higher one with each compaction. */
  readonly generation: number;
  /** How many chunks its subjects are dealt out to. */
  readonly buckets: number;
}

/** A chunk of days' tallies: 0 has sums over all subjects, 1 and on the subjects. */
export interface ChunkPlace extends RollupKey {
  readonly generation: number;
  readonly index: number;
}

/** Says, before it is put, that revision `revision` of a partition's hour is: a rollup may be older than that. */
export interface Mark {
  readonly partition: number;
  readonly hour: number;
  readonly revision: number;
}

/**
 * Days before `before` (since 1970) are put under marks only. Those before `was` have been for long; the others, since
 * `since` (milliseconds since 1970).
 */
export interface SettledDays {
  readonly before: number;
  readonly was: number;
  readonly since: number;
}

/** What a query reads of rollups. */
export interface RollupReads {
  /** By partition and hour, `limit` at most. */
  listMarks(
    range: PartitionsOfMonth & { readonly limit: number },
    consistency: Consistency,
  ): Promise<readonly Mark[]>;
  /** By partition. */
  readHeads(
    range: PartitionsOfMonth,
    consistency: Consistency,
  ): Promise<ReadonlyMap<number, Revised<RollupHead>>>;
  /** Strongly consistent; undefined where there is none, or no longer. */
  readChunk(place: ChunkPlace): Promise<Uint8Array | undefined>;
}

/** What whoever puts totals has to do with rollups. */
export interface RollupMarks {
  /** Strongly consistent. */
  readSettled(tenant: string): Promise<Revised<SettledDays> | undefined>;
  /** Resolves when this mark, or one of a later revision of the same hour, is there. */
  putMark(tenant: string, mark: Mark): Promise<void>;
}

/** Where days' tallies are kept: a projection of the hours' totals, beside them. */
export interface Rollups extends RollupReads, RollupMarks {
  putSettled(tenant: string, next: Revised<SettledDays>): Promise<PutOutcome>;
  /** Takes this mark away, unless there is one of another revision by now. */
  takeMark(tenant: string, mark: Mark): Promise<void>;
  putHead(key: RollupKey, next: Revised<RollupHead>): Promise<PutOutcome>;
  /** Puts a chunk where none is. */
  putChunk(place: ChunkPlace, bytes: Uint8Array): Promise<PutOutcome>;
  /** Strongly consistent: all that are there of the month, in force or not. */
  listChunks(key: RollupKey): Promise<readonly ChunkPlace[]>;
  dropChunk(place: ChunkPlace): Promise<void>;
}
