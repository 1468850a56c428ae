import type { PutOutcome } from '../../kernel/log.ts';
import type { Month } from '../../kernel/month.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import type { LogKey } from '../log/log-key.ts';
import type { Tally } from '../tally.ts';
import type { BackfillBilling } from './backfill-stamp.ts';

/** Who did something, and when; `by` is the id of the key. */
interface DoneBy {
  readonly by: string;
  readonly at: Timestamp;
}

/** What a job is opened with. */
export interface BackfillAsked {
  readonly name: string;
  /** Only events of this period are taken. */
  readonly period: Period;
  readonly billing: BackfillBilling;
  /** So many events a second at most, of all its requests together. */
  readonly eventsPerSecond: number;
  /** Whether it looks at all, and writes nothing. */
  readonly isDryRun: boolean;
}

/** What tells the events of a batch from others, and which of them are taken. */
export type JobOfBatch = Pick<BackfillAsked, 'name' | 'period' | 'billing' | 'isDryRun'>;

/** A job, as it is kept. What it has written is in the usage log, with its stamp. */
export interface BackfillJob extends BackfillAsked {
  readonly opened: DoneBy;
  readonly status: 'open' | 'closed' | 'cancelled';
  /** Undefined while it is open. */
  readonly ended?: DoneBy | undefined;
  /** How many batches were let in. */
  readonly batches: number;
  /** When its bucket of events is full again, in microseconds since 1970; undefined where it is. */
  readonly fullAt?: number | undefined;
  /** What all batches came to, once it has ended and none of them is under way. */
  readonly summed?: BackfillCounts | undefined;
}

/** A job with the number of times it was put. */
export interface RevisedJob {
  readonly revision: number;
  readonly job: BackfillJob;
}

/** What became of events of a UTC month. */
export interface BackfillMonth {
  readonly month: Month;
  /** Written by the job; of a dry run, those that would be. */
  readonly accepted: number;
  /** Those that were there as they are, by whomever. */
  readonly repeated: number;
}

/** What a dry run would add to what a meter has of a UTC month. */
export interface BackfillAddition {
  readonly month: Month;
  readonly meter: string;
  readonly events: number;
  /** Undefined of meters whose quantities do not add up, and where no value was readable. */
  readonly tally: Tally | undefined;
}

/** What became of events. */
export interface BackfillCounts {
  readonly months: readonly BackfillMonth[];
  /** By the code of their rejection. */
  readonly refused: Readonly<Record<string, number>>;
  /** Those of batches that were never answered, and that are not there by the job. */
  readonly unanswered: number;
  /** Of a dry run alone, so many as `ADDITIONS_MAX`. */
  readonly additions: readonly BackfillAddition[];
}

/** What events are judged by, beside their job: an instant, and a version of the meters. */
interface Judged {
  readonly at: Timestamp;
  readonly catalog: number;
}

/** What one request brought, by a digest of it: sent again, it is the same batch. */
export interface BackfillBatch {
  readonly digest: string;
  /** When the last request that was at it began. */
  readonly begunAt: Timestamp;
  /** By what its events were judged first, and are ever after; undefined of batches of old versions. */
  readonly judged?: Judged | undefined;
  readonly events: number;
  /** The logs that it writes to, until it is counted. */
  readonly logs: readonly Pick<LogKey, 'shard' | 'minute'>[];
  /** Undefined while it is under way, or where whoever was at it has died. */
  readonly counts?: BackfillCounts | undefined;
  /** Of what the log refused, the index in the request, and the code. */
  readonly refusedByLog: readonly { readonly index: number; readonly code: string }[];
}

/** A batch with the number of times it was put. */
export interface RevisedBatch {
  readonly revision: number;
  readonly batch: BackfillBatch;
}

interface Page {
  readonly after: string;
  readonly limit: number;
}

/** Where jobs and their batches are kept. Every put is over the revision before it alone. */
export interface BackfillRecords {
  get(tenant: string, name: string): Promise<RevisedJob | undefined>;
  put(tenant: string, next: RevisedJob): Promise<PutOutcome>;
  /** Those past a name, by name. */
  list(
    tenant: string,
    page: Page,
  ): Promise<{ readonly jobs: readonly RevisedJob[]; readonly more: boolean }>;
  batch(tenant: string, name: string, digest: string): Promise<RevisedBatch | undefined>;
  putBatch(tenant: string, name: string, next: RevisedBatch): Promise<PutOutcome>;
  /** Those past a digest, by digest. */
  listBatches(
    tenant: string,
    name: string,
    page: Page,
  ): Promise<{ readonly batches: readonly RevisedBatch[]; readonly more: boolean }>;
}
