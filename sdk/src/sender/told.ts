import { jsonFrom, membersOf } from '../json.ts';

/** An event that will not be sent, or not again. */
export interface Drop {
  /**
   * `rejected`: the service would not take it, `code` and `detail` say why. `malformed`: it is no JSON. `full`: it was
   * tracked while the sender held all it may hold. `closed`: the sender was closed before it was sent. `not-kept`: the
   * outbox could not keep it. `unreadable`: what the outbox had kept could not be read.
   */
  readonly reason: 'rejected' | 'malformed' | 'full' | 'closed' | 'not-kept' | 'unreadable';
  /** The event as it would have been sent; undefined where there is none to show. */
  readonly event: unknown;
  /** Of `rejected`: the code of the service, as `event.too-old`. */
  readonly code?: string;
  /** What was wrong, what was received, what to do. */
  readonly detail: string;
  /** Of `rejected`: a JSON Pointer to where in the event. */
  readonly param?: string;
}

/** A request that was not answered, or not well, and is sent again. Nothing is lost by it. */
export interface Failure {
  /** Undefined where there was no answer. */
  readonly status?: number;
  /** That of a problem document. */
  readonly code?: string;
  readonly detail: string;
  /** From 1. */
  readonly attempt: number;
  /** How long it waits before the next. */
  readonly waitMs: number;
  /** How many events are in the request. */
  readonly events: number;
}

/** Whom a sender tells. */
export interface Told {
  drop(drop: Omit<Drop, 'event'>, text: string | undefined): void;
  failure(failure: Failure): void;
}

/** What a callback throws is its owner's fault: it comes up by itself, and stops no sending. */
function call<Value>(callback: (value: Value) => void, value: Value): void {
  try {
    callback(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

export const toldTo = (callbacks: {
  readonly onDrop: (drop: Drop) => void;
  readonly onFailure: (failure: Failure) => void;
}): Told => ({
  drop(drop, text) {
    const event = text === undefined ? undefined : jsonFrom(text);
    call(callbacks.onDrop, { ...drop, event });
  },
  failure(failure) {
    call(callbacks.onFailure, failure);
  },
});

/** Where nobody listens, the console says it: usage that is not counted is not paid for. */
export const warnOfDrop = ({ reason, event, code, detail }: Drop): void => {
  const { id } = membersOf(event);
  console.warn(
    `farthing: an event was dropped (${code ?? reason}): ${detail}`,
    ...(id === undefined ? [] : [{ id }]),
  );
};

/** What does not pass by itself, as a wrong key, is said at once; what may, once it lasts. */
export const warnOfFailure = ({ status, detail, attempt, events }: Failure): void => {
  const mayPass = status === undefined || status === 429 || status >= 500;
  if (attempt !== (mayPass ? 5 : 1)) return;
  const answered = status === undefined ? '' : ` was answered ${status}`;
  console.warn(
    `farthing: a request with ${events} events${answered}, and is sent again: ${detail}`,
  );
};
