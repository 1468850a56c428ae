import type { ClientEnvironment } from '../environment.ts';
import { uuidV7 } from './uuid-v7.ts';

/** What happened. What is left out is filled in once, when it is tracked, and stays as it is over every retry. */
export interface TrackedEvent {
  /** What happened; meters choose by it. */
  readonly type: string;
  /** Who used it, as you call them. */
  readonly subject: string;
  /** What is counted or grouped by: JSON. */
  readonly data?: unknown;
  /** What tells it from all others of its source; a UUIDv7 where left out. */
  readonly id?: string;
  /** Who sends it; that of the sender where left out. */
  readonly source?: string;
  /** When it happened, as text RFC 3339; now where left out. */
  readonly time?: Date | string;
}

/** The event as it goes over the wire, for good. Throws where it is no JSON, or its time is no time. */
export function textOf(
  event: TrackedEvent,
  source: string,
  { now, randomBytes }: ClientEnvironment,
): string {
  const at = now();
  const { id = uuidV7(at, randomBytes(10)), time = new Date(at) } = event;
  const text = JSON.stringify({
    ...event,
    id,
    source: event.source ?? source,
    time: typeof time === 'string' ? time : time.toISOString(),
  });
  return text;
}
