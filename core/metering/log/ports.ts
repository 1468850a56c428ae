import type { Consistency, PutOutcome } from '../../kernel/log.ts';
import type { LogKey } from './log-key.ts';

/** A block of a usage log, under its sequence number. */
export interface StoredBlock {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** The append-only log of blocks. */
export interface UsageLog {
  /**
   * Blocks with a sequence number past `after`, ascending, about a megabyte at a time; `more` when there may be others.
   */
  read(
    key: LogKey,
    after: number,
    consistency: Consistency,
  ): Promise<{ readonly blocks: readonly StoredBlock[]; readonly more: boolean }>;
  /** Puts the block if that sequence number is free. */
  append(key: LogKey, block: StoredBlock): Promise<PutOutcome>;
}

/** A block, and the minute whose log it is of (since 1970). */
export interface BlockOfHour extends StoredBlock {
  readonly minute: number;
}

/** The logs of an hour together: for whoever reads all there is, and need not know to which minute it has come. */
export interface UsageHours {
  /** All blocks of a shard's hour (since 1970), strongly consistent, by minute and sequence number. */
  readHour(hour: {
    readonly tenant: string;
    readonly shard: number;
    readonly hour: number;
  }): AsyncIterable<BlockOfHour>;
}

/** The logs of an hour from their end, for whoever looks for the last events, and may stop before the first. */
export interface LatestBlocks {
  /**
   * The blocks of a shard from the end of a minute back to the beginning of its hour, the last of the last minute
   * first, strongly consistent. They are read as they are asked for, about a megabyte at a time.
   */
  readBack(upTo: LogKey): AsyncIterable<BlockOfHour>;
}

/** The hours that have a log, as the table of the log itself says. */
export interface LoggedHours {
  /**
   * Some of a tenant's, in no order, and some of them twice, past a place; '' is before the first. A page may have
   * none. `next` is where the next page begins, undefined after the last. Strongly consistent.
   */
  listHours(
    tenant: string,
    after: string,
  ): Promise<{
    readonly hours: readonly { readonly shard: number; readonly hour: number }[];
    readonly next: string | undefined;
  }>;
}
