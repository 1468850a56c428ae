import {
  type LagoEventRead,
  lagoBatchBodyRead,
  lagoEventBodyRead,
} from '../../contract/lago/shapes.ts';
import { type JsonObject, type JsonValue, LongNumber } from '../../kernel/json.ts';
import { parsed } from '../../kernel/parsed.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { isUnset, kindOf, shown } from '../shown.ts';
import { timeInId } from './event-time.ts';

/** An event of Lago's, and as we take it. */
export interface LagoEvent {
  readonly sent: LagoEventRead;
  readonly event: JsonObject;
  readonly occurredAt: Timestamp;
}

/** What tells these events from those of other senders that choose the same ids. */
const SOURCE = 'lago';

/** What the attributes of the event are called there. */
export const lagoNames: Readonly<Record<string, string>> = {
  '/id': '/transaction_id',
  '/type': '/code',
  '/subject': '/external_subscription_id',
  '/time': '/timestamp',
  '/data': '/properties',
};

/** The event of a body. @throws Rejection with a pointer to what is wrong. */
export const lagoEventFrom = (body: JsonValue): LagoEvent =>
  eventFrom(parsed(lagoEventBodyRead, body).event, '/event');

/** The events of a body. @throws Rejection with a pointer to the first thing that is wrong. */
export const lagoEventsFrom = (body: JsonValue): readonly LagoEvent[] =>
  parsed(lagoBatchBodyRead, body).events.map((sent, index) => eventFrom(sent, `/events/${index}`));

function eventFrom(sent: LagoEventRead, place: string): LagoEvent {
  const { transaction_id: id, external_subscription_id: subject, code: type, properties } = sent;
  // Parsed JSON is what the shape was read from, and it takes any for a property.
  const data = (properties ?? {}) as JsonObject;
  const occurredAt = timeFrom(sent.timestamp as JsonValue | undefined, id, `${place}/timestamp`);
  const event = { id, source: SOURCE, type, subject, time: rfc3339(occurredAt), data };
  return { sent, event, occurredAt };
}

const SECONDS = /^(\d{1,11})(?:\.(\d{1,30}))?$/;

/** Whole milliseconds; digits past them are cut off, as of any event. */
function timeFrom(seconds: JsonValue | undefined, id: string, param: string): Timestamp {
  if (isUnset(seconds)) {
    const inId = timeInId(id);
    if (inId !== undefined) return inId;
    const detail = `${param}: add timestamp, when it happened in seconds since 1970, so that the event counts once when it is sent again; or use a UUIDv7 or a ULID as transaction_id, which carries a time`;
    throw new Rejection('event.time-missing', detail, { param });
  }
  const text = textOf(seconds);
  const [, whole, fraction = ''] = SECONDS.exec(text ?? '') ?? [];
  if (whole !== undefined)
    return timestampOf(Number.parseInt(`${whole}${`${fraction}000`.slice(0, 3)}`, 10));
  const got = text === undefined ? kindOf(seconds) : shown(text);
  const detail = `${param}: send seconds since 1970, such as 1795340580 or "1795340580.123", got ${got}`;
  throw new Rejection('event.attribute-malformed', detail, { param });
}

function textOf(value: JsonValue): string | undefined {
  if (value instanceof LongNumber) return value.text;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}
