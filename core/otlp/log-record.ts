import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts';
import { plainValue, textOf } from './any-value.ts';
import { attributesAt, digestOf, nanosAt, textAt } from './members.ts';
import type { OtlpOrigin, OtlpRecord } from './otlp-record.ts';

/** OpenTelemetry's own name for what tells a log record from all others. */
const UID = 'log.record.uid';

/** A log record. Its name is that of its event, which older senders have as an attribute. */
export function logRecordFrom(
  sent: JsonObject,
  origin: OtlpOrigin,
  { place, alike }: { readonly place: string; readonly alike: Map<string, number> },
): OtlpRecord {
  const attributes = attributesAt(sent, place);
  const eventName = textAt(sent, 'eventName');
  const name = eventName === '' ? textValue(attributes.get('event.name')) : eventName;
  let identity: string | undefined;
  return {
    name,
    attributes,
    origin,
    get nanos() {
      return nanosAt(sent, 'timeUnixNano') ?? nanosAt(sent, 'observedTimeUnixNano');
    },
    field(field) {
      if (field === 'name') return name;
      if (field === 'body') return plainValue(sent['body'] ?? null);
      if (field === 'severity') return textAt(sent, 'severityText');
      return field === 'traceId' || field === 'spanId' ? textAt(sent, field) : undefined;
    },
    identity() {
      const uid = textOf(plainValue(attributes.get(UID) ?? null));
      if (uid !== undefined) return uid;
      identity ??= unlikeOthers(digestOf([origin.identity(), sent]), alike);
      return identity;
    },
  };
}

/** Of records that say the same to the nanosecond, the second in a request is another one, and so on. */
function unlikeOthers(digest: string, alike: Map<string, number>): string {
  const before = alike.get(digest) ?? 0;
  alike.set(digest, before + 1);
  return before === 0 ? digest : `${digest}.${before + 1}`;
}

const textValue = (any: JsonValue | undefined): string =>
  isJsonObject(any) && typeof any['stringValue'] === 'string' ? any['stringValue'] : '';
