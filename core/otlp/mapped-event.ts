import type { OtlpMapping, OtlpTaken } from '../contract/otlp/shapes.ts';
import type { JsonObject, JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { rfc3339, timestampOf } from '../kernel/timestamp.ts';
import { shown } from '../metering/shown.ts';
import {
  numberOf,
  type OtlpAttributes,
  plainValue,
  refuseTooMuch,
  textOf,
  wholeNumber,
} from './any-value.ts';
import type { OtlpRecord } from './otlp-record.ts';

/** What tells these events from those of other senders that choose the same ids. */
const SOURCE = 'otlp';

/** Whether a record is one that the mapping is for. */
export function isFor({ match }: OtlpMapping, { name, attributes, origin }: OtlpRecord): boolean {
  const { names, attributes: wanted, resource, has } = match;
  return (
    (names === undefined || names.includes(name)) &&
    (has ?? []).every((attribute) => attributes.has(attribute)) &&
    fits(wanted, attributes) &&
    fits(resource, origin.resource)
  );
}

const fits = (wanted: OtlpMapping['match']['attributes'], attributes: OtlpAttributes): boolean =>
  Object.entries(wanted ?? {}).every(([attribute, texts]) => {
    const text = readableText(attributes.get(attribute));
    return text !== undefined && texts.includes(text);
  });

/** What cannot be read fits nothing. */
function readableText(any: JsonValue | undefined): string | undefined {
  try {
    return any === undefined ? undefined : textOf(plainValue(any));
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

/** The event of a record that the mapping is for, as a sender would have written it. @throws Rejection */
export function mappedEvent(mapping: OtlpMapping, record: OtlpRecord): JsonObject {
  if (record.refusal !== undefined) throw record.refusal;
  const { nanos } = record;
  if (nanos === undefined) {
    const detail = 'send when it happened: a span has its end, others have timeUnixNano';
    throw new Rejection('event.time-missing', detail, { param: '/time' });
  }
  return {
    id: `${identityOf(mapping, record)}:${mapping.key}`,
    source: SOURCE,
    type: mapping.type,
    subject: subjectOf(mapping, record),
    time: rfc3339(timestampOf(Number.parseInt(String(nanos / 1_000_000n), 10))),
    data: dataOf(mapping, record),
  };
}

function identityOf({ id }: OtlpMapping, record: OtlpRecord): string {
  if (id === undefined) return record.identity();
  const text = textOf(taken(id, record));
  if (text !== undefined && text !== '') return text;
  const detail = `send the attribute ${shown(id)}, which the mapping has for the id, as text or a number`;
  throw new Rejection('event.attribute-missing', detail, { param: '/id' });
}

function subjectOf({ subject }: OtlpMapping, record: OtlpRecord): string {
  const sources = Array.isArray(subject)
    ? (subject as readonly OtlpTaken[])
    : [subject as OtlpTaken];
  for (const one of sources) {
    const text = textOf(taken(one, record));
    if (text !== undefined && text !== '') return text;
  }
  const names = sources.map((one) => JSON.stringify(one)).join(', ');
  const detail = `send who used it: the mapping takes the subject from ${names}, of which nothing is there`;
  throw new Rejection('event.attribute-missing', detail, { param: '/subject' });
}

function dataOf({ data = {} }: OtlpMapping, record: OtlpRecord): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const [name, from] of Object.entries(data)) {
    const value = within(name, () => taken(from, record));
    if (value !== undefined) fields[name] = value;
  }
  refuseTooMuch(Object.values(fields));
  return fields;
}

/** A refusal says of which field it is. */
function within<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    throw new Rejection(error.code, `data ${shown(name)}: ${error.message}`, { param: '/data' });
  }
}

function taken(from: OtlpTaken, record: OtlpRecord): JsonValue | undefined {
  if (typeof from === 'string') return valueAt(record.attributes, from);
  if ('resource' in from) return valueAt(record.origin.resource, from.resource);
  if ('scope' in from) return valueAt(record.origin.scope, from.scope);
  if ('field' in from) return record.field(from.field);
  if ('constant' in from) return from.constant;
  return difference(record.attributes, from) ?? from.otherwise;
}

const valueAt = (attributes: OtlpAttributes, name: string): JsonValue | undefined =>
  plainValue(attributes.get(name) ?? null);

/** Undefined where there is nothing to take from. @throws Rejection where less than nothing is left */
function difference(
  attributes: OtlpAttributes,
  { attribute, minus }: Extract<OtlpTaken, { readonly attribute: unknown }>,
): JsonValue | undefined {
  const whole = valueAt(attributes, attribute);
  if (whole === undefined || minus === undefined) return whole;
  let left = wholeNumber(whole);
  for (const name of minus) left -= wholeNumber(valueAt(attributes, name) ?? 0);
  if (left >= 0n) return numberOf(left);
  const detail = `send as ${shown(attribute)} at least what ${minus.map(shown).join(', ')} come to: ${left} is left`;
  throw new Rejection('otlp.value-unsuited', detail);
}
