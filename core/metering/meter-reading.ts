import { type Decimal, decimalFrom, nearestDecimalFrom } from '../kernel/decimal.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { isJsonObject, type JsonValue, LongNumber, parseJson } from '../kernel/json.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { isInformational } from './informational.ts';
import type { Meter } from './meter.ts';
import { sessionGapOf } from './sessions.ts';
import { type Moment, numericTally, type Tally } from './tally.ts';
import { type IdentifiedEvent, spendSource, type UsageEvent } from './usage-event.ts';

/** What a meter makes of one event; `tally` is undefined when the event has no value the meter can read. */
export interface Reading {
  readonly dimensions: readonly (string | null)[];
  readonly tally: Tally | undefined;
  /** Whether the value has more places than 12, and was read to the nearest of 12. */
  readonly isRounded: boolean;
}

/** What was accepted has been bounded on the way in. */
const DEPTH_MAX = 1_000;
const DIMENSION_LENGTH_MAX = 256;

/** An event's data, parsed when a meter first asks for it. */
export class EventFields {
  readonly #event: UsageEvent;
  #data: JsonValue | undefined;

  constructor(event: UsageEvent) {
    this.#event = event;
  }

  /** A top-level field by its name, or any field by JSON Pointer (RFC 6901) when `path` begins with a slash. */
  at(path: string): JsonValue | undefined {
    this.#data ??= parseJson(this.#event.data ?? 'null', DEPTH_MAX);
    const steps = path.startsWith('/') ? path.slice(1).split('/').map(unescaped) : [path];
    let value: JsonValue | undefined = this.#data;
    for (const step of steps) {
      value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
    return value;
  }
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * What `meter` reads off an event, or undefined when the event is none of its business. `fields` are the event's, which
 * all meters that look at it share.
 */
export function readingOf(
  meter: Meter,
  identified: IdentifiedEvent,
  fields: EventFields,
): Reading | undefined {
  if (!isOf(meter, identified.event) || !passesFilter(meter.filter, fields)) return undefined;
  const dimensions = meter.dimensions.map((path) => dimensionText(fields.at(path)));
  const exact = tallyFrom(meter, identified, { fields, read: decimalFrom });
  if (exact !== undefined || !isNumeric(meter))
    return { dimensions, tally: exact, isRounded: false };
  const nearest = tallyFrom(meter, identified, { fields, read: nearestDecimalFrom });
  return { dimensions, tally: nearest, isRounded: nearest !== undefined };
}

function isOf({ eventType, chargedOnly, readsInformational }: Meter, event: UsageEvent): boolean {
  const { type, source } = event;
  if (eventType !== type || (readsInformational === true) !== isInformational(event)) return false;
  return chargedOnly !== true || source === spendSource;
}

const isNumeric = ({ aggregation }: Meter): boolean =>
  aggregation !== 'count' && aggregation !== 'unique_count' && aggregation !== 'session_count';

/** Whether each field has one of its values, compared as text. */
export function passesFilter(filter: Meter['filter'], fields: EventFields): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    const text = scalarText(fields.at(path));
    return text !== undefined && wanted.includes(text);
  });
}

/** Undefined when the event has no value that the meter can read. */
function tallyFrom(
  meter: Meter,
  identified: IdentifiedEvent,
  {
    fields,
    read,
  }: {
    readonly fields: EventFields;
    readonly read: (text: string) => Decimal | undefined;
  },
): Tally | undefined {
  if (meter.aggregation === 'count') return { kind: 'count', count: 1n };
  if (meter.aggregation === 'session_count') return sessionTally(meter, identified.event);
  const field = fields.at(meter.value ?? '');
  if (meter.aggregation === 'unique_count') {
    const text = scalarText(field);
    return text === undefined ? undefined : { kind: 'unique_count', members: memberSet(text) };
  }
  const text = typeof field === 'boolean' ? undefined : scalarText(field);
  const value = text === undefined ? undefined : read(text);
  if (value === undefined) return undefined;
  return numericTally(meter.aggregation, value, new EventMoment(identified));
}

/** Of one event there is one session of its subject. */
function sessionTally({ session }: Meter, { subject, occurredAt: at }: UsageEvent): Tally {
  invariant(session !== undefined, 'a meter of sessions says when one ends');
  const sessions = new Map([[memberOf(subject), [{ first: at, last: at }]]]);
  return { kind: 'session_count', gap: sessionGapOf(session), sessions };
}

/** When an event was; its identity as text is made when it is asked for, as only `latest` does. */
class EventMoment implements Moment {
  readonly #identified: IdentifiedEvent;

  constructor(identified: IdentifiedEvent) {
    this.#identified = identified;
  }

  get occurredAt(): Timestamp {
    return this.#identified.event.occurredAt;
  }

  get identity(): string {
    return Buffer.from(this.#identified.identity).toString('base64url');
  }
}

/**
 * Members of a set are kept as 128 bits of SHA-256: exact for all sets that can be, and bounded however long the text.
 */
const memberSet = (text: string): ReadonlySet<string> => new Set([memberOf(text)]);

const memberOf = (text: string): string => sha256(text).toString('base64url', 0, 16);

/** A string, number or boolean as text; undefined for what has no one text. */
function scalarText(field: JsonValue | undefined): string | undefined {
  if (typeof field === 'string') return field;
  if (typeof field === 'number' || typeof field === 'boolean') return String(field);
  return field instanceof LongNumber ? field.text : undefined;
}

/** A dimension's value; long text is cut, and told from others that begin alike by a digest. */
function dimensionText(field: JsonValue | undefined): string | null {
  const text = scalarText(field);
  if (text === undefined) return null;
  if (text.length <= DIMENSION_LENGTH_MAX) return text;
  return `${text.slice(0, 128).toWellFormed()}…${sha256(text).toString('hex')}`;
}
