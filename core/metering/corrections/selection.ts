import { canonicalJson, isJsonObject, type JsonValue, parseJson } from '../../kernel/json.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import { informationalMeter, isInformational } from '../informational.ts';
import type { Meter } from '../meter.ts';
import { EventFields, passesFilter, readingOf } from '../meter-reading.ts';
import type { IdentifiedEvent, UsageEvent } from '../usage-event.ts';

/** An event that is named: it is in the minute of its time. */
export interface NamedEvent {
  readonly source: string;
  readonly id: string;
  readonly time: Timestamp;
  /** As it is recorded; undefined where no other event of the minute has the name. */
  readonly subject?: string;
}

/** What events of a period have in common; what is left out is no matter. */
export interface EventFilter {
  readonly period: Period;
  readonly type?: string;
  readonly source?: string;
  /** Only what this backfill job has written. */
  readonly backfill?: string;
  /** Only what this meter reads. */
  readonly meter?: string;
  /** As they are recorded. */
  readonly subjects?: readonly string[];
  /** Those that have pseudonyms, in clear, as their older usage is: dropped once all is corrected. */
  readonly inClear?: readonly string[];
  /** Whether there were some in clear: then what was corrected can be in any shard. */
  readonly wereInClear?: true;
  /** Field of the data → the values of which one must match, as text. */
  readonly data?: Readonly<Record<string, readonly string[]>>;
}

/** Which events a correction is of. */
export type Selection =
  | { readonly events: readonly NamedEvent[] }
  | { readonly where: EventFilter };

/** What amended events say instead: another type, and a merge patch (RFC 7396) of their data. */
export interface AmendmentAsked {
  readonly type?: string;
  /** Canonical JSON of an object. */
  readonly data?: string;
}

/** Whether an event is one that a filter asks for; `meter` is the one that it names. */
export function fits(
  filter: EventFilter,
  meter: Meter | undefined,
  identified: IdentifiedEvent,
): boolean {
  const { subjects, inClear = [], data } = filter;
  const { event } = identified;
  if (!isNamedSo(filter, event)) return false;
  if (subjects !== undefined && ![...subjects, ...inClear].includes(event.subject)) return false;
  const fields = new EventFields(event);
  if (data !== undefined && !passesFilter(data, fields)) return false;
  if (meter === undefined) return true;
  const reader = isInformational(event) ? informationalMeter(meter) : meter;
  return readingOf(reader, identified, fields) !== undefined;
}

/** Whether an event is of the period, and has each name that the filter says. */
function isNamedSo(
  { period: { start, end }, type, source, backfill }: EventFilter,
  event: UsageEvent,
): boolean {
  if (event.occurredAt < start || event.occurredAt >= end) return false;
  const pairs = [
    [type, event.type],
    [source, event.source],
    [backfill, event.backfill?.job],
  ];
  return pairs.every(([asked, own]) => asked === undefined || asked === own);
}

/** What is kept of a selection once all is corrected: nothing that says whose a pseudonym is. */
export function withoutNames(selection: Selection): Selection {
  if ('events' in selection || selection.where.inClear === undefined) return selection;
  const { inClear: _, ...where } = selection.where;
  return { where: { ...where, wereInClear: true } };
}

const DEPTH_MAX = 1_000;

/** What an event says once it is amended; undefined where that is what it says already. */
export function amendedContent(
  event: UsageEvent,
  { type = event.type, data: patch }: AmendmentAsked,
): Pick<UsageEvent, 'type' | 'data'> | undefined {
  const data =
    patch === undefined
      ? event.data
      : canonicalJson(
          patched(parseJson(event.data ?? 'null', DEPTH_MAX), parseJson(patch, DEPTH_MAX)),
        );
  return type === event.type && data === event.data ? undefined : { type, data };
}

/** A JSON Merge Patch. */
function patched(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const members = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, patched(members.get(name) ?? null, value));
  }
  return Object.fromEntries(members);
}
