import type { Timestamp } from '../kernel/timestamp.ts';
import type { LogKey } from './log-key.ts';
import type { Meter } from './meter.ts';
import type { UsageEvent } from './usage-event.ts';

/**
 * What a conditional put came to. After `unknown` it may or may not have happened, now or later: read, never assume.
 */
export type PutOutcome = 'put' | 'taken' | 'unknown';

/** An eventually consistent read may be stale, and may have holes. */
export type Consistency = 'eventual' | 'strong';

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

/** Sends message bodies; resolves only when the queue has every one of them. */
export interface Queue {
  send(bodies: readonly string[]): Promise<'sent' | 'unavailable'>;
}

/** The meters of a tenant at one version. Version 0 is the empty catalog. */
export interface MeterCatalog {
  readonly version: number;
  readonly meters: readonly Meter[];
}

/** A log of catalog versions. */
export interface MeterCatalogs {
  latest(tenant: string, consistency: Consistency): Promise<MeterCatalog>;
  /** Puts the catalog if its version is free. */
  append(tenant: string, catalog: MeterCatalog): Promise<PutOutcome>;
}

/** Why an event could not be counted. */
export type QuarantineReason = 'conflict' | 'too-old';

export interface QuarantineEntry {
  readonly id: string;
  readonly tenant: string;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly event: UsageEvent;
  readonly quarantinedAt: Timestamp;
  readonly status: 'open' | 'retried' | 'dismissed';
  /** Why a person closed it; only where dismissed. */
  readonly dismissal?: string;
  readonly revision: number;
}

export interface Quarantine {
  get(tenant: string, id: string): Promise<QuarantineEntry | undefined>;
  /** Puts the entry if the stored revision is the one before it (none for revision 1). */
  put(entry: QuarantineEntry): Promise<PutOutcome>;
  /** Entries with an id past `after`, by id. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly QuarantineEntry[]>;
}
