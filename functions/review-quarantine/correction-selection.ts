import type { CorrectionAnswer, CorrectionBody } from '../../core/contract/corrections/shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { isJsonObject, parseJson } from '../../core/kernel/json.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import {
  millisecondsPer,
  rfc3339,
  type Timestamp,
  timestampFrom,
} from '../../core/kernel/timestamp.ts';
import type {
  AmendmentAsked,
  EventFilter,
  NamedEvent,
  Selection,
} from '../../core/metering/corrections/selection.ts';
import type { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import { shown } from '../../core/metering/shown.ts';

interface NamingPorts {
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'find'> | undefined;
}

const DAYS_MAX = 400;
const DEPTH_MAX = 64;

/**
 * What a request asks for, with subjects as they are recorded.
 * @throws Rejection `usage.range-malformed`, `usage.range-too-long`, `correction.event-ambiguous`
 */
export async function selectionFrom(
  ports: NamingPorts,
  tenant: string,
  { events, where }: CorrectionBody,
): Promise<Selection> {
  if (where !== undefined) return { where: await filterFrom(ports, tenant, where) };
  const named = (events ?? []).map(
    ({ source, id, time, subject }, index): NamedEvent => ({
      ...{ source, id, time: instantFrom(time, `/events/${index}/time`) },
      ...definedOnly({ subject }),
    }),
  );
  return { events: named };
}

async function filterFrom(
  ports: NamingPorts,
  tenant: string,
  where: NonNullable<CorrectionBody['where']>,
): Promise<EventFilter> {
  const { from, to, type, source, meter, subjects, data } = where;
  const [start, end] = [instantFrom(from, '/where/from'), instantFrom(to, '/where/to')];
  if (start >= end) {
    const detail = `end the period after it begins: from is ${rfc3339(start)}, to is ${rfc3339(end)} and not counted itself`;
    throw new Rejection('usage.range-malformed', detail, { param: '/where/to' });
  }
  if (end - start > DAYS_MAX * millisecondsPer.day) {
    const detail = `correct ${DAYS_MAX} days at most at once, got ${rfc3339(start)} to ${rfc3339(end)}`;
    throw new Rejection('usage.range-too-long', detail, { param: '/where/to' });
  }
  const names = subjects === undefined ? undefined : await namesOf(ports, tenant, subjects);
  return {
    period: { start, end },
    ...definedOnly({ type, source, meter, data, subjects: names }),
  };
}

/** Usage of a subject can be recorded under either. */
async function namesOf(
  { pseudonyms }: NamingPorts,
  tenant: string,
  subjects: readonly string[],
): Promise<readonly string[]> {
  const named = await pseudonyms?.find(tenant, subjects);
  return [...new Set([...subjects, ...(named?.values() ?? [])])].sort();
}

function instantFrom(text: string, param: string): Timestamp {
  const instant = timestampFrom(text);
  if (instant !== undefined && instant >= 0) return instant;
  const detail = `give a time such as 2026-10-01T00:00:00Z, from 1970 on; got ${shown(text)}`;
  throw new Rejection('usage.range-malformed', detail, { param });
}

/** A selection as it is answered. */
export function selectionAnswer(selection: Selection): Pick<CorrectionAnswer, 'events' | 'where'> {
  if ('events' in selection) {
    const events = selection.events.map(({ time, ...others }) => ({
      ...others,
      time: rfc3339(time),
    }));
    return { events };
  }
  const { period, subjects, data, ...others } = selection.where;
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
