import type { Consistency, PutOutcome } from '../kernel/log.ts';

export interface StoredSpendBlock {
  /** From 1. */
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** What is kept beside a log so that not all of it has to be read: made again from the log wherever it is missing. */
export interface StoredSpendState {
  /** How many blocks it is the fold of. */
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** The append-only spend logs, one for each payer; `log` is a `SpendLogId`. */
export interface SpendLog {
  /** Blocks past `after`, ascending, about a megabyte at a time; `more` when there may be others. */
  read(
    tenant: string,
    log: string,
    after: number,
    consistency: Consistency,
  ): Promise<{ readonly blocks: readonly StoredSpendBlock[]; readonly more: boolean }>;
  /** Blocks before `before`, the last of them first, at most `limit`; strongly consistent. */
  readBack(
    tenant: string,
    log: string,
    page: { readonly before: number; readonly limit: number },
  ): Promise<readonly StoredSpendBlock[]>;
  /** One block, strongly consistent; undefined where there is none. */
  readOne(tenant: string, log: string, seq: number): Promise<StoredSpendBlock | undefined>;
  /** Puts the block if that sequence number is free. */
  append(tenant: string, log: string, block: StoredSpendBlock): Promise<PutOutcome>;
  /** The state that was kept last, strongly consistent; undefined where none was. */
  readState(tenant: string, log: string): Promise<StoredSpendState | undefined>;
  /** Puts the state over none, or one of a smaller version. */
  putState(tenant: string, log: string, state: StoredSpendState): Promise<PutOutcome>;
  /** Pages of keys from one number to another, both with it, that are there; they never change. */
  readKeys(
    tenant: string,
    log: string,
    pages: { readonly from: number; readonly to: number },
  ): Promise<ReadonlyMap<number, Uint8Array>>;
  /** Puts a page of keys; whoever puts it, it says the same. */
  putKeys(tenant: string, log: string, page: number, bytes: Uint8Array): Promise<PutOutcome>;
}

/** A payer whose log was, or was about to be, written in an hour: what was written may still have to be told. */
export interface ActivePayer {
  readonly tenant: string;
  readonly payer: string;
  /** Since 1970. */
  readonly hour: number;
}

/** Which payers' logs a sweep has to look at. A mark is a hint: it may be there for nothing, and is never missing. */
export interface ActivePayers {
  mark(active: ActivePayer): Promise<void>;
  /** Marks of a part, of `activeParts`, past `after`, at most `limit`; strongly consistent. */
  list(
    part: number,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly (ActivePayer & { readonly place: string })[]>;
  unmark(active: ActivePayer): Promise<void>;
}

/** Which tenants ever gave money into a wallet: closings of others need not ask. A mark stays. */
export interface GivingTenants {
  mark(tenant: string): Promise<void>;
  /** Strongly consistent. */
  has(tenant: string): Promise<boolean>;
}

/** Marks are kept in so many parts, by the payer, so that no one of them is hot. */
export const activeParts = 8;
