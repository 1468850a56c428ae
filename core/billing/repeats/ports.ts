import type { Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/** An event as a list shows it. */
export interface RepeatEvent {
  readonly type: string;
  readonly subject: string;
  readonly occurredAt: Timestamp;
}

/** An event whose identity another one has that happened before it: both are in the log, and both were counted. */
interface Repeat {
  readonly source: string;
  readonly id: string;
  /** The earliest of that identity. */
  readonly first: RepeatEvent;
  readonly again: RepeatEvent;
}

/** That a person has seen a repeat, and let its month be billed. */
interface Overruled {
  readonly reason: string;
  readonly at: Timestamp;
}

/** A repeat on the list of the month whose run found it. */
export interface ListedRepeat {
  /** Of the event that came again: a function of where it is in the log. Sorts by its time. */
  readonly place: string;
  readonly repeat: Repeat;
  readonly overruled?: Overruled;
}

/** The repeats of each month. What is listed stays: the log never loses an event. */
export interface Repeats {
  /** Lists a repeat unless it is there: whoever overruled it is not forgotten. */
  add(tenant: string, month: Month, listed: ListedRepeat): Promise<void>;
  /** Puts it as it is now said to be. */
  overrule(
    tenant: string,
    month: Month,
    listed: ListedRepeat & { readonly overruled: Overruled },
  ): Promise<void>;
  get(tenant: string, month: Month, place: string): Promise<ListedRepeat | undefined>;
  /** Past a place, by place; `more` when there may be others. */
  list(
    tenant: string,
    page: { readonly month: Month; readonly after: string; readonly limit: number },
  ): Promise<{ readonly repeats: readonly ListedRepeat[]; readonly more: boolean }>;
}

/** Part of a run's traces, ascending. */
export interface TraceChunk {
  /** Sorts as chunks do: the last trace in it, as hexadecimal digits of one length. */
  readonly last: string;
  readonly bytes: Uint8Array;
}

/**
 * Traces that do not fit one message, put aside for those that come after it. A name is a digest of all that is put
 * under it, so that every put of a chunk is of the same bytes. What was put is gone when its time has come.
 */
export interface TraceScratch {
  /** Whether all chunks of a name were put, and stay until then. */
  isComplete(name: string, until: Timestamp): Promise<boolean>;
  put(name: string, chunk: TraceChunk, until: Timestamp): Promise<void>;
  /** Says that all are put. */
  complete(name: string, until: Timestamp): Promise<void>;
  /** From the chunk on whose last trace is `from` or past it, in their order. */
  read(name: string, from: string): AsyncIterable<TraceChunk>;
}
