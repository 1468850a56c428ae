import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { AmendmentAsked, Selection } from './selection.ts';

/** Up to which minute of a shard's hour a correction has come: hours in order, in each its shards, then its minutes. */
export interface CorrectionPlace {
  readonly hour: number;
  readonly shard: number;
  readonly minute: number;
}

/** What a correction has done so far. */
export interface CorrectionCounts {
  /** Events that were corrected. */
  readonly events: number;
  /** Events of charges and captures, which are corrected by what charged them. */
  readonly charged: number;
  /** Events that say what they are amended to already, or would be too large. */
  readonly unchanged: number;
  /** Events of levels that later months may stand on already. */
  readonly settled?: number;
}

/** Who asked for something, and when. */
export interface AskedBy {
  /** The id of the key. */
  readonly by: string;
  readonly at: Timestamp;
  readonly why: string;
}

/** How far what was asked for has come. */
export interface CorrectionProgress {
  readonly status: 'running' | 'done';
  readonly counts: CorrectionCounts;
  /** Where it goes on; undefined before the first step, and after the last. */
  readonly place?: CorrectionPlace | undefined;
}

/** A correction as it was asked for, and how far it is. What it did is in the usage log. */
export interface CorrectionRecord {
  /** Sorts the last first. */
  readonly id: string;
  readonly asked: AskedBy;
  readonly selection: Selection;
  /** Undefined where it takes events out. */
  readonly amend?: AmendmentAsked | undefined;
  readonly progress: CorrectionProgress;
  /** Where it was taken back. */
  readonly takenBack?: (AskedBy & { readonly progress: CorrectionProgress }) | undefined;
}

/** A record with the number of times it was put. */
export interface RevisedRecord {
  readonly revision: number;
  readonly record: CorrectionRecord;
}

/** Where corrections are kept as they were asked for. */
export interface CorrectionRecords {
  get(tenant: string, id: string): Promise<RevisedRecord | undefined>;
  /** Puts over the revision before it alone. */
  put(tenant: string, next: RevisedRecord): Promise<PutOutcome>;
  /** Those past an id, the last that were asked for first. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly RevisedRecord[]; readonly more: boolean }>;
  /** What a key of a request belongs to. */
  named(tenant: string, key: string): Promise<NamedRequest | undefined>;
  /** Takes a key, if it is free. */
  name(tenant: string, key: string, request: NamedRequest): Promise<PutOutcome>;
}

/** A request that a key was sent with: the id of its correction, and a digest of what it asked for. */
export interface NamedRequest {
  readonly id: string;
  readonly digest: string;
}
