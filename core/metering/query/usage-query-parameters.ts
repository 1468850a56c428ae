import { type UsageParameters, usageParameters } from '../../contract/usage/shapes.ts';
import { nearestOf } from '../../kernel/nearest.ts';
import { parsedQuery } from '../../kernel/parsed.ts';
import { Rejection } from '../../kernel/rejection.ts';
import {
  isQuarterHour,
  localStart,
  type TimeZone,
  timeZoneFrom,
  utc,
} from '../../kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  rfc3339,
  type Timestamp,
  timestampFrom,
  timestampOf,
} from '../../kernel/timestamp.ts';
import type { Meter } from '../meter.ts';
import { shown } from '../shown.ts';
import type { Grouping } from './usage-query-question.ts';

/** What a usage query says, before the meter and the customer it names are looked up. */
export interface UsageRequest {
  readonly parameters: Omit<UsageParameters, 'subject'>;
  /** Only what these used; undefined for all. */
  readonly subjects: readonly string[] | undefined;
  readonly period: Period;
  readonly timeZone: TimeZone;
  /** `dimension.NAME`: NAME → value. */
  readonly dimensions: ReadonlyMap<string, string>;
}

const DAYS_MAX = 400;
/** What stands before the name of a dimension in that of a parameter. */
export const DIMENSION = 'dimension.';

/**
 * The query string of `GET /v1/usage`, checked.
 * @throws Rejection with the parameter that is wrong.
 */
export function usageRequestFrom(query: ReadonlyMap<string, string>): UsageRequest {
  const isDimension = ([name]: readonly [string, string]): boolean => name.startsWith(DIMENSION);
  const entries = [...query];
  const plain = new Map(entries.filter((entry) => !isDimension(entry)));
  const { subject, ...parameters } = parsedQuery(usageParameters, plain);
  const timeZone =
    parameters.timezone === undefined ? utc : timeZoneFrom(parameters.timezone, 'timezone');
  return {
    parameters,
    subjects: subject === undefined ? undefined : [subject],
    period: periodFrom(parameters, timeZone),
    timeZone,
    dimensions: new Map(
      entries.filter(isDimension).map(([name, value]) => [name.slice(DIMENSION.length), value]),
    ),
  };
}

/** The period between two texts. @throws Rejection for one that cannot be answered. */
export function periodFrom(
  { from, to }: Pick<UsageParameters, 'from' | 'to'>,
  timeZone: TimeZone,
): Period {
  const start = boundFrom(from, 'from', timeZone);
  const end = boundFrom(to, 'to', timeZone);
  if (start >= end) {
    const detail = `to: end the period after it begins: from is ${rfc3339(start)}, to is ${rfc3339(end)} and not counted itself`;
    throw new Rejection('usage.range-malformed', detail, { param: 'to' });
  }
  if (end - start > DAYS_MAX * millisecondsPer.day) {
    const days = Math.ceil((end - start) / millisecondsPer.day);
    const detail = `to: ask for at most ${DAYS_MAX} days at once, got ${days}; ask again for the rest`;
    throw new Rejection('usage.range-too-long', detail, { param: 'to' });
  }
  return { start, end };
}

function boundFrom(text: string, param: 'from' | 'to', timeZone: TimeZone): Timestamp {
  const bound = localStart(text, timeZone) ?? timestampFrom(text);
  if (bound === undefined || bound < 0) {
    throw new Rejection(
      'usage.range-malformed',
      `${param}: give a time such as 2026-10-01T00:00:00Z, a day such as 2026-10-01, or a month such as 2026-10, from 1970 on; got ${shown(text)}`,
      { param },
    );
  }
  if (isQuarterHour(bound)) return bound;
  const before = timestampOf(bound - (bound % millisecondsPer.quarterHour));
  const after = timestampOf(before + millisecondsPer.quarterHour);
  throw new Rejection(
    'usage.not-aligned',
    `${param}: give a time on a quarter hour, such as ${rfc3339(before)} or ${rfc3339(after)}: usage is kept by quarter hours; got ${rfc3339(bound)}`,
    { param },
  );
}

/** What `groupBy` asks of this meter. @throws Rejection for what is neither `customer`, `subject` nor a dimension. */
export function groupingFrom(groupBy: string | undefined, meter: Meter): Grouping {
  const names = groupBy === undefined ? [] : groupBy.split(',');
  const dimensions: number[] = [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) {
      const detail = `groupBy: name ${shown(name)} once`;
      throw new Rejection('usage.group-unknown', detail, { param: 'groupBy' });
    }
    if (name === 'customer' || name === 'subject') continue;
    dimensions.push(dimensionPlace(name, meter, 'groupBy'));
  }
  return { customer: names.includes('customer'), subject: names.includes('subject'), dimensions };
}

/** Values by the place of their dimension. @throws Rejection for what is no dimension of this meter. */
export const dimensionValuesFrom = (
  dimensions: ReadonlyMap<string, string>,
  meter: Meter,
): ReadonlyMap<number, string> =>
  new Map(
    [...dimensions].map(([name, value]) => [
      dimensionPlace(name, meter, `${DIMENSION}${name.slice(0, 128).toWellFormed()}`),
      value,
    ]),
  );

function dimensionPlace(name: string, meter: Meter, param: string): number {
  const place = meter.dimensions.indexOf(name);
  if (place !== -1) return place;
  const near = nearestOf(name, meter.dimensions);
  const known =
    meter.dimensions.length === 0 ? 'it has none' : `it has ${meter.dimensions.join(', ')}`;
  throw new Rejection(
    'usage.group-unknown',
    `${param}: name a dimension of ${meter.key}: ${known}; got ${shown(name)}${near === undefined ? '' : `, did you mean ${near}?`}`,
    { param },
  );
}
