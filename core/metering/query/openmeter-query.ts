import {
  type OpenMeterQuery,
  type OpenMeterWindow,
  openMeterFilter,
  openMeterQuery,
} from '../../contract/openmeter/shapes.ts';
import { parsed } from '../../kernel/parsed.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { timeZoneFrom, utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, rfc3339, type Timestamp, timestampFrom } from '../../kernel/timestamp.ts';
import { DIMENSION, periodFrom, type UsageRequest } from './usage-query-parameters.ts';
import type { WindowUnit } from './windows.ts';

const unitOf = {
  HOUR: 'hour',
  DAY: 'day',
  MONTH: 'month',
} as const satisfies Record<OpenMeterWindow, WindowUnit>;

/** What OpenMeter calls the customer of a row. */
const CUSTOMER = 'customer_id';
const listed: ReadonlySet<string> = new Set(['subject', 'filterCustomerId', 'groupBy']);
const [FILTER_START = '', FILTER_END = ''] = openMeterFilter.name.split('NAME');

/** A usage query of OpenMeter's SDK, and its window as it calls it. */
export interface OpenMeterRequest extends UsageRequest {
  readonly windowSize: OpenMeterWindow | undefined;
}

/**
 * The query string of OpenMeter's meter query, as a question of ours: whoever filters by subjects or a customer gets
 * rows for each. `to` may be now or later, which is answered up to the end of its quarter hour.
 * @throws Rejection with the parameter that is wrong.
 */
export function openMeterRequestFrom(
  meter: string,
  query: ReadonlyMap<string, readonly string[]>,
  now: Timestamp,
): OpenMeterRequest {
  const isFilter = ([name]: readonly [string, unknown]): boolean =>
    name.startsWith(FILTER_START) && name.endsWith(FILTER_END);
  const entries = [...query];
  const asked = parametersFrom(entries.filter((entry) => !isFilter(entry)));
  const { windowSize, windowTimeZone, filterCustomerId: [customer] = [] } = asked;
  const timeZone =
    windowTimeZone === undefined ? utc : timeZoneFrom(windowTimeZone, 'windowTimeZone');
  refuseBoth(asked);
  const bounds = { from: asked.from, to: endOf(asked.to, now) };
  const groupBy = groupsOf(asked);
  return {
    parameters: {
      meter,
      ...bounds,
      ...(windowSize === undefined ? {} : { window: unitOf[windowSize] }),
      ...(customer === undefined ? {} : { customer }),
      ...(groupBy === '' ? {} : { groupBy }),
    },
    windowSize,
    subjects: asked.subject === undefined ? undefined : [...new Set(asked.subject)],
    period: periodFrom(bounds, utc),
    timeZone,
    dimensions: new Map(entries.filter(isFilter).map(dimensionFrom)),
  };
}

/** What parameters of ours are called there, where they have another name. */
const namesThere = new Map([
  ['meter', 'key'],
  ['customer', 'filterCustomerId'],
  ['timezone', 'windowTimeZone'],
]);

/** What our question was refused with, by the names that are in the query that it came from. */
export function inOpenMeterNames(error: unknown): unknown {
  if (!(error instanceof Rejection)) return error;
  const { code, message, param = '', extensions } = error;
  const there = param.startsWith(DIMENSION)
    ? `${FILTER_START}${param.slice(DIMENSION.length)}${FILTER_END}`
    : namesThere.get(param);
  if (there === undefined) return error;
  const detail = [': ', '='].reduce(
    (text, mark) => text.replace(`${param}${mark}`, () => `${there}${mark}`),
    message,
  );
  return new Rejection(code, detail, { param: there, extensions });
}

function refuseBoth({ subject, filterCustomerId }: OpenMeterQuery): void {
  if (subject === undefined || filterCustomerId === undefined) return;
  const detail = 'subject: ask for subjects or for a customer, not for both';
  throw new Rejection('request.invalid', detail, { param: 'subject' });
}

/** @throws Rejection with the name of the first parameter that is wrong. */
function parametersFrom(
  entries: readonly (readonly [string, readonly string[]])[],
): OpenMeterQuery {
  const values = entries.map(([name, texts]): [string, string | readonly string[]] => [
    name,
    listed.has(name) ? texts : onceOf(name, texts),
  ]);
  try {
    return parsed(openMeterQuery, Object.fromEntries(values));
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const [, param = ''] = (error.param ?? '').split('/');
    throw new Rejection(error.code, error.message.replace(/^\//, ''), { param });
  }
}

function onceOf(name: string, [text = '', ...others]: readonly string[]): string {
  if (others.length === 0) return text;
  const param = name.slice(0, 128).toWellFormed();
  throw new Rejection('request.invalid', `give the parameter ${param} once`, { param });
}

function dimensionFrom([name, texts]: readonly [string, readonly string[]]): [string, string] {
  return [name.slice(FILTER_START.length, -FILTER_END.length), onceOf(name, texts)];
}

const groupsOf = ({ groupBy = [], subject, filterCustomerId }: OpenMeterQuery): string => {
  const groups = new Set(groupBy.map((name) => (name === CUSTOMER ? 'customer' : name)));
  if (subject !== undefined) groups.add('subject');
  if (filterCustomerId !== undefined) groups.add('customer');
  return [...groups].join(',');
};

/** A client's clock may be behind ours by as much. */
const NOW_WITHIN = millisecondsPer.minute;

function endOf(to: string | undefined, now: Timestamp): string {
  const asked = to === undefined ? now : timestampFrom(to);
  if (asked === undefined || asked < now - NOW_WITHIN) return to ?? '';
  const quarters = Math.ceil(asked / millisecondsPer.quarterHour);
  return rfc3339((quarters * millisecondsPer.quarterHour) as Timestamp);
}
