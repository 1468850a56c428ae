import type { JsonValue } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339, type Timestamp, timestampFrom, timestampOf } from '../../kernel/timestamp.ts';
import { isUnset, kindOf, shown } from '../shown.ts';

/** When an event may have happened to be accepted: `oldest <= occurredAt <= newest`. */
export interface EventWindow {
  readonly now: Timestamp;
  readonly oldest: Timestamp;
  readonly newest: Timestamp;
}

/** Accepts events from `maxAge` before `now` to `maxLead` after it, both in seconds. */
export const eventWindow = (
  now: Timestamp,
  { maxAge, maxLead }: { readonly maxAge: number; readonly maxLead: number },
): EventWindow => ({
  now,
  oldest: timestampOf(now - maxAge * 1000),
  newest: timestampOf(now + maxLead * 1000),
});

/**
 * An event's own time: its `time`, or the one its id carries.
 * @throws Rejection when there is neither, or it is out of the window.
 */
export function occurredAtFrom(
  time: JsonValue | undefined,
  id: string,
  window: EventWindow,
): Timestamp {
  const occurredAt = isUnset(time) ? timeInId(id) : timeFrom(time);
  if (occurredAt === undefined) throw timeMissing(id);
  if (occurredAt < window.oldest) throw outOfWindow('event.too-old', occurredAt, time, window);
  if (occurredAt > window.newest) throw outOfWindow('event.too-new', occurredAt, time, window);
  return occurredAt;
}

function timeFrom(time: JsonValue | undefined): Timestamp {
  const occurredAt = typeof time === 'string' ? timestampFrom(time) : undefined;
  if (occurredAt !== undefined) return occurredAt;
  const got = typeof time === 'string' ? shown(time) : kindOf(time);
  throw new Rejection(
    'event.attribute-malformed',
    `send time as RFC 3339 with an offset, such as 2026-11-22T09:43:00Z, got ${got}`,
    { param: '/time' },
  );
}

const timeMissing = (id: string): Rejection =>
  new Rejection(
    'event.time-missing',
    `add time (RFC 3339), or use a UUIDv7 or a ULID as id, which carries one: the id ${shown(id)} is neither`,
    { param: '/time' },
  );

function outOfWindow(
  code: 'event.too-old' | 'event.too-new',
  occurredAt: Timestamp,
  time: JsonValue | undefined,
  { now, oldest, newest }: EventWindow,
): Rejection {
  const limit =
    code === 'event.too-old'
      ? `send events that happened at ${rfc3339(oldest)} or later`
      : `send events that happened at ${rfc3339(newest)} or before (does the sender's clock run ahead?)`;
  const origin = isUnset(time) ? ', the time in its id' : '';
  return new Rejection(
    code,
    `${limit}, got one of ${rfc3339(occurredAt)}${origin}; it is now ${rfc3339(now)}`,
    { param: isUnset(time) ? '/id' : '/time' },
  );
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The milliseconds in a UUIDv7 (its first 48 bits) or a ULID (its first 10 letters); undefined for any other id. */
export function timeInId(id: string): Timestamp | undefined {
  if (UUID_V7.test(id)) {
    return timestampOf(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
  }
  if (!ULID.test(id)) return undefined;
  let milliseconds = 0;
  for (const letter of id.slice(0, 10).toUpperCase()) {
    milliseconds = milliseconds * 32 + CROCKFORD.indexOf(letter);
  }
  return timestampOf(milliseconds);
}
