import { isJsonObject, type JsonValue, LongNumber, parseJson } from '../../core/kernel/json.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { jsonNumber } from './json-number.ts';

/** What was accepted has been bounded on the way in. */
const DEPTH_MAX = 1_000;

/** An event as the interface shows it, no digit of its data lost once it is written as JSON. */
export const eventAnswer = ({ source, id, type, subject, occurredAt, data }: UsageEvent) => ({
  source,
  id,
  type,
  subject,
  time: rfc3339(occurredAt),
  ...(data === undefined ? {} : { data: writable(parseJson(data, DEPTH_MAX)) }),
});

/** A JSON value as `JSON.stringify` takes it. */
export function writable(value: JsonValue): unknown {
  if (value instanceof LongNumber) return jsonNumber(value.text);
  if (Array.isArray(value)) return value.map(writable);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, writable(member)]));
}
