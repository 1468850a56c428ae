import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts';
import { nearestOf } from '../../kernel/nearest.ts';
import { isPrivateSubject } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { correctionSource } from '../corrections/correction-entry.ts';
import { isUnset, kindOf, shown } from '../shown.ts';
import { spendSource, type UsageEvent } from '../usage-event.ts';
import { cloudEventData, refuseBadAttributeName, refuseOtherVersions } from './cloud-events.ts';
import { type EventWindow, occurredAtFrom } from './event-time.ts';

/** `cloudevent`: it must be one. `any`: it is one if it has a specversion, else a plain event. */
export type EventForm = 'cloudevent' | 'any';

/** The most an event may take in its canonical form: JSON with sorted keys and no white space. */
const eventBytesMax = 32 * 1024;
/** So that an identity and all keys made from it stay far within a table's limits. */
const attributeBytesMax = 1024;

const whatItIs = {
  id: 'what tells this event from all others of its source, the same when it is sent again',
  source: 'who sends it, such as urn:shop:web',
  type: 'what happened, such as api.call',
  subject: 'who used it, as you call them',
} as const;
type Attribute = keyof typeof whatItIs;

const plainFields: ReadonlySet<string> = new Set([...Object.keys(whatItIs), 'time', 'data']);

/** One event as it was sent, checked; a rejection is returned, so that its neighbours go on. */
export function usageEventFrom(
  value: JsonValue,
  form: EventForm,
  window: EventWindow,
): UsageEvent | Rejection {
  try {
    return checkedEvent(value, form, window);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

function checkedEvent(value: JsonValue, form: EventForm, window: EventWindow): UsageEvent {
  if (!isJsonObject(value)) {
    throw new Rejection('event.invalid', `send an event as a JSON object, got ${kindOf(value)}`);
  }
  const isCloudEvent = form === 'cloudevent' || !isUnset(value['specversion']);
  if (isCloudEvent) refuseOtherVersions(value);
  for (const name in value) {
    if (plainFields.has(name)) continue;
    if (isCloudEvent) refuseBadAttributeName(name);
    else throw unknownField(name);
  }
  const id = attribute(value, 'id');
  const data = isCloudEvent ? cloudEventData(value) : value['data'];
  const event: UsageEvent = {
    source: attribute(value, 'source'),
    id,
    type: attribute(value, 'type'),
    subject: attribute(value, 'subject'),
    occurredAt: occurredAtFrom(value['time'], id, window),
    data: isUnset(data) ? undefined : canonicalJson(data),
  };
  refuseReserved(event);
  refuseLargeEvent(event);
  return event;
}

const reserved: ReadonlyMap<string, string> = new Map([
  [spendSource, 'charges and captures'],
  [correctionSource, 'corrections'],
]);

/** Who could send what charges and captures record could take their ids, and they would not count. */
function refuseReserved({ source, subject }: UsageEvent): void {
  // What was paid for private tokens pays for all that is used under their subject.
  if (isPrivateSubject(subject)) {
    const detail = `name another subject: ${shown(subject)} begins with private-pass:, as usage of private tokens does`;
    throw new Rejection('event.subject-reserved', detail, { param: '/subject' });
  }
  const whose = reserved.get(source);
  if (whose === undefined) return;
  const detail = `take a source of your own: ${source} is that of ${whose}`;
  throw new Rejection('event.source-reserved', detail, { param: '/source' });
}

const CONTROL = /\p{Cc}/u;

function attribute(event: JsonObject, name: Attribute): string {
  const text = event[name];
  if (isUnset(text)) throw attributeMissing(event, name);
  const param = `/${name}`;
  if (typeof text !== 'string') {
    const detail = `send ${name} as a string, got ${kindOf(text)}`;
    throw new Rejection('event.attribute-malformed', detail, { param });
  }
  if (text === '') {
    const detail = `send ${name} as a text that is not empty: ${whatItIs[name]}`;
    throw new Rejection('event.attribute-malformed', detail, { param });
  }
  if (CONTROL.test(text)) {
    const detail = `send ${name} without control characters, got ${shown(text)}`;
    throw new Rejection('event.attribute-malformed', detail, { param });
  }
  // No UTF-16 unit takes more than three bytes of UTF-8.
  if (text.length * 3 > attributeBytesMax) refuseLongAttribute(text, name);
  return text;
}

function refuseLongAttribute(text: string, name: Attribute): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= attributeBytesMax) return;
  throw new Rejection(
    'event.attribute-too-long',
    `send ${name} in at most ${attributeBytesMax} bytes of UTF-8, got ${bytes}`,
    { param: `/${name}` },
  );
}

function attributeMissing(event: JsonObject, name: Attribute): Rejection {
  const others = Object.keys(event).filter((other) => !plainFields.has(other));
  const near = nearestOf(name, others);
  const hint = near === undefined ? '' : ` (${shown(near)} is not it)`;
  return new Rejection('event.attribute-missing', `add ${name}, ${whatItIs[name]}${hint}`, {
    param: `/${name}`,
  });
}

function unknownField(name: string): Rejection {
  const near = nearestOf(name, [...plainFields, 'specversion']);
  const hint =
    near === undefined ? 'put what you know about the event into data' : `did you mean ${near}`;
  return new Rejection(
    'request.unknown-field',
    `remove ${shown(name)} (${hint}): an event without specversion has ${[...plainFields].join(', ')} and nothing else`,
    { param: pointerTo(name) },
  );
}

const pointerTo = (name: string): string =>
  `/${name.slice(0, 128).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** @throws Rejection `event.too-large` */
export function refuseLargeEvent(event: UsageEvent): void {
  const { id, source, type, subject, data = '' } = event;
  // Names, time and punctuation are under 128 bytes.
  const units = id.length + source.length + type.length + subject.length + data.length;
  if (units * 3 + 128 <= eventBytesMax) return;
  const attributes = { id, source, subject, time: rfc3339(event.occurredAt), type };
  const bytes =
    Buffer.byteLength(JSON.stringify(attributes)) + Buffer.byteLength(`"data":${data},`);
  if (bytes <= eventBytesMax) return;
  throw new Rejection(
    'event.too-large',
    `send events of at most ${eventBytesMax} bytes of JSON, got ${bytes}: keep in data only what is counted or grouped by`,
    { param: '/data' },
  );
}
