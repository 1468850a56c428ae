import type { RejectionCode } from './rejection-codes.ts';

/** What every refused request is answered with (RFC 9457), as `application/problem+json`. */
export interface Problem {
  /** `urn:farthing:problem:<code>`. */
  readonly type: string;
  /** The code in words; the same for every problem of that code. */
  readonly title: string;
  readonly status: number;
  readonly code: RejectionCode;
  /** What was wrong this time, what was received, what to do. */
  readonly detail: string;
  /** JSON Pointer into the request's body, or the name of a header or query parameter. */
  readonly param?: string;
  /** Names this request in the logs. */
  readonly requestId: string;
}

/** One event of a request that was not accepted. */
export interface RejectedEvent {
  /** Its place in the request, from 0. */
  readonly index: number;
  /** As sent; null where there was none to read. */
  readonly id: string | null;
  readonly code: RejectionCode;
  readonly detail: string;
  /** JSON Pointer into the event. */
  readonly param?: string;
}

/** What `POST /v1/events` answers with 202. */
export interface EventsAccepted {
  readonly accepted: number;
  readonly rejected: readonly RejectedEvent[];
}

export const problemMediaType = 'application/problem+json';

export const problemType = (code: RejectionCode): string => `urn:farthing:problem:${code}`;

/** `event.too-old` → `Event too old`. */
export function problemTitle(code: RejectionCode): string {
  const words = code.replaceAll(/[.-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
