import type { AnswerOf, RequestOf } from '../../api.ts';
import { type Fault, faultOf } from '../../faults.ts';
import { isObject, jsonOf, jsonText } from '../../json-text.ts';

export type Meter = AnswerOf<'GET /v1/meters'>['meters'][number];
export type MeterDefinition = RequestOf<'PUT /v1/meters/{key}'>['body'];
export type Aggregation = MeterDefinition['aggregation'];

/** In the order in which they are offered. */
export const aggregations: Readonly<Record<Aggregation, string>> = {
  count: 'count: how many events',
  sum: 'sum: of a value',
  unique_count: 'unique count: how many different values',
  max: 'max: the greatest value',
  min: 'min: the least value',
  latest: 'latest: the last value',
  weighted_sum: 'weighted sum: the mean level over time',
  session_count: 'session count: how many sessions',
};

/** A meter as a person writes it, each field as text. */
export interface WrittenMeter {
  readonly key: string;
  readonly eventType: string;
  readonly aggregation: Aggregation;
  readonly value: string;
  /** `previous`, or empty. */
  readonly opensWith: string;
  /** `yes`, or empty. */
  readonly chargedOnly: string;
  /** Such as `PT30M`. */
  readonly gap: string;
  /** Such as `P7D`; empty where it has no rolling window. */
  readonly rolling: string;
  /** `max` or `mean`, of a rolling window. */
  readonly statistic: string;
  /** A field a line. */
  readonly dimensions: string;
  /** JSON; empty where there is none. */
  readonly filter: string;
  readonly description: string;
}

export const emptyMeter: WrittenMeter = {
  ...{ key: '', eventType: '', aggregation: 'count', value: '', opensWith: '' },
  ...{ chargedOnly: '', gap: '', rolling: '', statistic: 'max' },
  ...{ dimensions: '', filter: '', description: '' },
};

export const hasValue = (aggregation: Aggregation): boolean =>
  aggregation !== 'count' && aggregation !== 'session_count';

/** Which says when a session ends. */
export const hasSessions = (aggregation: Aggregation): boolean => aggregation === 'session_count';

/** Which can begin a month with the level that the one before ended with. */
export const hasLevel = (aggregation: Aggregation): boolean =>
  aggregation === 'latest' || aggregation === 'weighted_sum';

/** Which can be charged before it is used. */
export const isGateable = (aggregation: Aggregation): boolean =>
  aggregation === 'count' || aggregation === 'sum';

/** Which can be of trailing windows of days. */
export const canRoll = (aggregation: Aggregation): boolean =>
  isGateable(aggregation) || aggregation === 'unique_count';

/** The definition that was written; or what is wrong with the filter, which is no JSON. */
export function definitionFrom(
  written: WrittenMeter,
): { readonly definition: MeterDefinition } | { readonly fault: Fault } {
  const { eventType, aggregation, value, description } = written;
  const dimensions = written.dimensions
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const filter = filterFrom(written.filter);
  if ('fault' in filter) return filter;
  const definition = {
    ...{ eventType, aggregation },
    ...(hasValue(aggregation) && value !== '' ? { value } : {}),
    ...(hasLevel(aggregation) && written.opensWith === 'previous'
      ? { opensWith: 'previous' as const }
      : {}),
    ...(isGateable(aggregation) && written.chargedOnly === 'yes'
      ? { chargedOnly: true as const }
      : {}),
    ...(hasSessions(aggregation) && written.gap !== '' ? { session: { gap: written.gap } } : {}),
    ...windowFrom(written),
    ...(dimensions.length === 0 ? {} : { dimensions }),
    ...filter,
    ...(description === '' ? {} : { description }),
  };
  return { definition: definition as MeterDefinition };
}

/** What its days are is the interface's to judge. */
function windowFrom({ aggregation, rolling, statistic }: WrittenMeter): object {
  const days = rolling.trim();
  return canRoll(aggregation) && days !== '' ? { window: { rolling: days, statistic } } : {};
}

function filterFrom(text: string): { readonly filter?: object } | { readonly fault: Fault } {
  if (text.trim() === '') return {};
  const read = jsonOf(text);
  if ('fault' in read) return { fault: faultOf('/filter', read.fault) };
  if (isObject(read.value)) return { filter: read.value };
  return { fault: faultOf('/filter', 'write an object, such as {"status": ["200", "206"]}') };
}

/** A meter as it is, to be put again with another description. */
export const writtenFrom = (meter: Meter): WrittenMeter => ({
  ...{ key: meter.key, eventType: meter.eventType, aggregation: meter.aggregation },
  value: meter.value ?? '',
  opensWith: meter.opensWith ?? '',
  chargedOnly: meter.chargedOnly === true ? 'yes' : '',
  gap: meter.session?.gap ?? '',
  rolling: meter.window?.rolling ?? '',
  statistic: meter.window?.statistic ?? 'max',
  dimensions: meter.dimensions.join('\n'),
  filter: Object.keys(meter.filter).length === 0 ? '' : jsonText(meter.filter),
  description: meter.description ?? '',
});

/** `sum of bytes, mean of windows of P7D`. */
export function aggregationWords({ aggregation, value, session, window }: Meter): string {
  const adds = value === undefined ? aggregation : `${aggregation} of ${value}`;
  return [
    adds,
    ...(session === undefined ? [] : [`sessions end after ${session.gap}`]),
    ...(window === undefined ? [] : [`${window.statistic} of windows of ${window.rolling}`]),
  ].join(', ');
}

export const filterWords = ({ filter }: Meter): string =>
  Object.entries(filter)
    .map(([field, values]) => `${field}: ${values.join(' or ')}`)
    .join('; ');
