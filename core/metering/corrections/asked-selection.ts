import type { CorrectionAnswer, CorrectionBody } from '../../contract/corrections/shapes.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { invariant } from '../../kernel/invariant.ts';
import { canonicalText, isJsonObject, parseJson } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, rfc3339, type Timestamp, timestampFrom } from '../../kernel/timestamp.ts';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts';
import { shown } from '../shown.ts';
import type { AmendmentAsked, EventFilter, NamedEvent, Selection } from './selection.ts';

interface NamingPorts {
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'find'> | undefined;
}

const DAYS_MAX = 400;
const DEPTH_MAX = 64;

/**
 * What a request asks for, in the names that it is sent with.
 * @throws Rejection `usage.range-malformed`, `usage.range-too-long`, `correction.event-ambiguous`
 */
export function selectionFrom({ events, where }: CorrectionBody): Selection {
  if (where !== undefined) return { where: filterFrom(where) };
  const named = (events ?? []).map(
    ({ source, id, time, subject }, index): NamedEvent => ({
      ...{ source, id, time: instantFrom(time, `/events/${index}/time`) },
      ...definedOnly({ subject }),
    }),
  );
  return { events: named };
}

function filterFrom(where: NonNullable<CorrectionBody['where']>): EventFilter {
  const { from, to, type, source, backfill, meter, subjects, data } = where;
  const [start, end] = [instantFrom(from, '/where/from'), instantFrom(to, '/where/to')];
  if (start >= end) {
    const detail = `end the period after it begins: from is ${rfc3339(start)}, to is ${rfc3339(end)} and not counted itself`;
    throw new Rejection('usage.range-malformed', detail, { param: '/where/to' });
  }
  if (end - start > DAYS_MAX * millisecondsPer.day) {
    const detail = `correct ${DAYS_MAX} days at most at once, got ${rfc3339(start)} to ${rfc3339(end)}`;
    throw new Rejection('usage.range-too-long', detail, { param: '/where/to' });
  }
  const names = subjects === undefined ? undefined : [...new Set(subjects)].sort();
  return {
    period: { start, end },
    ...definedOnly({ type, source, backfill, meter, data, subjects: names }),
  };
}

/** With subjects as they are recorded: usage of one that has a pseudonym can be under either. */
export async function recordedSelection(
  { pseudonyms }: NamingPorts,
  tenant: string,
  sent: Selection,
): Promise<Selection> {
  const subjects = 'where' in sent ? sent.where.subjects : undefined;
  if (!('where' in sent) || subjects === undefined || pseudonyms === undefined) return sent;
  const named = await pseudonyms.find(tenant, subjects);
  const inClear = subjects.filter((subject) => named.has(subject));
  if (inClear.length === 0) return sent;
  const recorded = subjects.map((subject) => named.get(subject) ?? subject);
  return { where: { ...sent.where, subjects: [...new Set(recorded)].sort(), inClear } };
}

function instantFrom(text: string, param: string): Timestamp {
  const instant = timestampFrom(text);
  if (instant !== undefined && instant >= 0) return instant;
  const detail = `give a time such as 2026-10-01T00:00:00Z, from 1970 on; got ${shown(text)}`;
  throw new Rejection('usage.range-malformed', detail, { param });
}

/** A selection as it is answered: who has a pseudonym is under that alone. */
export function selectionAnswer(selection: Selection): Pick<CorrectionAnswer, 'events' | 'where'> {
  if ('events' in selection) {
    const events = selection.events.map(({ time, ...others }) => ({
      ...others,
      time: rfc3339(time),
    }));
    return { events };
  }
  const { period, subjects, data, inClear: _, wereInClear: __, ...others } = selection.where;
  return {
    where: {
      ...others,
      ...{ from: rfc3339(period.start), to: rfc3339(period.end) },
      ...(subjects === undefined ? {} : { subjects: [...subjects] }),
      ...(data === undefined ? {} : { data: mutable(data) }),
    },
  };
}

const mutable = (data: NonNullable<EventFilter['data']>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(data).map(([field, values]) => [field, [...values]]));

/** What events are to say instead, as a request says it. */
export const amendmentFrom = ({ amend }: CorrectionBody): AmendmentAsked | undefined =>
  amend === undefined
    ? undefined
    : definedOnly({
        type: amend.type,
        data: amend.data === undefined ? undefined : canonicalText(amend.data),
      });

/** What amends as it is answered. */
export function amendAnswer({
  type,
  data,
}: AmendmentAsked): NonNullable<CorrectionAnswer['amend']> {
  if (data === undefined) return definedOnly({ type });
  const patch = parseJson(data, DEPTH_MAX);
  invariant(isJsonObject(patch), 'what amends data is kept as an object');
  return { ...definedOnly({ type }), data: { ...patch } };
}
