import { jsonFrom, membersOf, messageOf } from '../json.ts';

/** An event that will not be sent, or not again. */
export interface Drop {
  /**
   * `rejected`: the service would not take it, `code` and `detail` say why. `malformed`: it is no JSON. `full`: it was
   * tracked while the sender held all it may hold. `closed`: the sender was closed before it was sent. `not-kept`: the
   * same, where there is an outbox that could not keep it. `unreadable`: what the outbox had kept could not be read.
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

/** What did not go well. Nothing is lost by it. */
export interface Failure {
  /**
   * `request`: it was not answered, or not well, and is sent again. `outbox`: it could not do what it is for; events
   * are sent as ever, and may not outlive the process.
   */
  readonly kind: 'request' | 'outbox';
  /** Undefined where there was no answer. */
  readonly status?: number;
  /** That of a problem document. */
  readonly code?: string;
  readonly detail: string;
  /** From 1. Of an outbox: how often it failed in a row. */
  readonly attempt: number;
  /** How long it waits before the next. */
  readonly waitMs: number;
  /** How many events are in the request, or concerned. */
  readonly events: number;
}

/** Whom a sender tells. */
export interface Told {
  drop(drop: Omit<Drop, 'event'>, text: string | undefined): void;
  failure(failure: Failure): void;
}

interface Callbacks {
  readonly onDrop: (drop: Drop) => void;
  readonly onFailure: (failure: Failure) => void;
}

const wentWrong = (name: string, error: unknown): void =>
  console.warn(`farthing: ${name} failed: ${messageOf(error)}`);

/**
 * A callback never stops what calls it. Where it fails, and where it makes what it would be called for again, as an
 * `onDrop` that tracks while nothing may be held, the console is told in its place.
 */
export function toldTo({ onDrop, onFailure }: Callbacks): Told {
  let depth = 0;
  const call = <Value>(
    name: string,
    callback: (value: Value) => unknown,
    value: Value,
  ): boolean => {
    try {
      // It may be asynchronous, though its type has no promise.
      Promise.resolve(callback(value)).catch((error: unknown) => wentWrong(name, error));
      return true;
    } catch (error) {
      wentWrong(name, error);
      return false;
    }
  };
  const tell = <Value>(
    name: string,
    callback: (value: Value) => unknown,
    value: Value,
    instead: (value: Value) => void,
  ) => {
    // Deeper still, it is the console that tracks.
    if (depth > 1) return;
    depth += 1;
    try {
      if (depth > 1 || !call(name, callback, value)) instead(value);
    } catch {
      // The console fails: there is nobody left to tell.
    } finally {
      depth -= 1;
    }
  };
  return {
    drop(drop, text) {
      const event = text === undefined ? undefined : jsonFrom(text);
      tell('onDrop', onDrop, { ...drop, event }, warnOfDrop);
    },
    failure: (failure) => tell('onFailure', onFailure, failure, warnOfFailure),
  };
}

/** Where nobody listens, the console says it: usage that is not counted is not paid for. */
export const warnOfDrop = ({ reason, event, code, detail }: Drop): void => {
  const { id } = membersOf(event);
  console.warn(
    `farthing: an event was dropped (${code ?? reason}): ${detail}`,
    ...(id === undefined ? [] : [{ id }]),
  );
};

/** What does not pass by itself, as a wrong key, is said at once; what may, once it lasts. */
export const warnOfFailure = ({ kind, status, detail, attempt, events }: Failure): void => {
  const mayPass = kind === 'request' && (status === undefined || status === 429 || status >= 500);
  if (attempt !== (mayPass ? 5 : 1)) return;
  const answered = status === undefined ? '' : ` was answered ${status}`;
  const again = `a request with ${events} events${answered}, and is sent again: `;
  console.warn(`farthing: ${kind === 'request' ? again : ''}${detail}`);
};
