/** Where events are until the service has them, so that they outlive the process. */
export interface Outbox {
  /** What an earlier process kept and did not settle, the oldest first. */
  left(): readonly LeftBatch[];
  begin(): OutboxBatch;
  close(): void;
}

/** The events of a batch, as they are kept. */
export interface OutboxBatch {
  /** Once it has returned, the event outlives the process. Where it throws, the event is not kept. */
  keep(text: string): void;
  /** No more is kept in it. */
  seal(): void;
  /** The service has judged each of its events: they may go. */
  settle(): void;
}

/** A batch of an earlier process. */
export interface LeftBatch {
  readonly texts: readonly string[];
  /** What cannot be read in it. */
  readonly unreadable: readonly string[];
  settle(): void;
}
