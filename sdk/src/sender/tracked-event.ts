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
  const whole = {
    ...event,
    id,
    source: event.source ?? source,
    time: typeof time === 'string' ? time : time.toISOString(),
  };
  const text = JSON.stringify(whole);
  if (text.includes('null')) JSON.stringify(whole, refuseLost);
  return text;
}

/** What is no number, or no time, JSON makes null: the event would be counted without it. */
function refuseLost(
  this: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): unknown {
  const given = this[name];
  const isLost = value === null ? given instanceof Date : typeof value === 'number';
  if (isLost && !Number.isFinite(value)) throw new RangeError(`"${name}" is ${String(given)}`);
  return value;
}
