import type { QuarantineEntryAnswer } from '../../core/contract/quarantine/shapes.ts';
import { isJsonObject, type JsonValue, LongNumber, parseJson } from '../../core/kernel/json.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { QuarantineEntry } from '../../core/metering/quarantine/ports.ts';

/** What was accepted has been bounded on the way in. */
const DEPTH_MAX = 1_000;

/** V8 writes what this wraps as it is; the ES2024 types do not know it yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** An entry as the interface shows it, no digit of its event's data lost once it is written as JSON. */
export const entryAnswer = (entry: QuarantineEntry): QuarantineEntryAnswer => {
  const { id, reason, detail, status, dismissal, quarantinedAt, event } = entry;
  const { source, id: eventId, type, subject, occurredAt, data } = event;
  return {
    id,
    reason,
    detail,
    status,
    ...(dismissal === undefined ? {} : { dismissal }),
    quarantinedAt: rfc3339(quarantinedAt),
    event: {
      source,
      id: eventId,
      type,
      subject,
      time: rfc3339(occurredAt),
      ...(data === undefined ? {} : { data: writable(parseJson(data, DEPTH_MAX)) }),
    },
  };
};

/** A JSON value as `JSON.stringify` takes it. */
function writable(value: JsonValue): unknown {
  if (value instanceof LongNumber) return rawJSON(value.text);
  if (Array.isArray(value)) return value.map(writable);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, writable(member)]));
}
