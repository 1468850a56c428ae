import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { isUnset, shown } from '../metering/shown.ts';
import { numberOf, shortestDecimal, wholeNumber } from './any-value.ts';
import {
  attributesAt,
  digestOf,
  inOrder,
  memberAt,
  nanosAt,
  objectsAt,
  textAt,
} from './members.ts';
import type { OtlpOrigin, OtlpRecord } from './otlp-record.ts';

/** What is no sum, and what to send instead. */
const unsuited = {
  gauge: 'it is a gauge, which says how much there is at times, not what was used',
  histogram: 'it is a histogram, which does not say what was used to the digit',
  exponentialHistogram: 'it is a histogram, which does not say what was used to the digit',
  summary: 'it is a summary, which does not say what was used to the digit',
} as const;

/** Each point of a metric, one at a time. Those that are no deltas say why they are not counted. */
export function* metricRecordsFrom(
  sent: JsonObject,
  origin: OtlpOrigin,
  place: string,
): Generator<OtlpRecord> {
  const name = textAt(sent, 'name');
  const of = { name, unit: textAt(sent, 'unit'), origin };
  const sum = memberAt(sent, 'sum', place);
  const refusal = isDeltaOf(sum['aggregationTemporality']) ? undefined : cumulative(name);
  for (const [at, point] of objectsAt(sum, 'dataPoints', `${place}/sum`)) {
    if (hasNoValue(point)) continue;
    const record = pointFrom(point, of, at);
    yield refusal === undefined ? record : { ...record, refusal };
  }
  for (const [kind, why] of Object.entries(unsuited)) {
    if (!isJsonObject(sent[kind])) continue;
    const detail = `count ${shown(name)} by a counter with deltas: ${why}`;
    const unlike = new Rejection('otlp.metric-unsuited', detail);
    for (const [at, point] of objectsAt(sent[kind], 'dataPoints', `${place}/${kind}`)) {
      yield { ...pointFrom(point, of, at), refusal: unlike };
    }
  }
}

const isDeltaOf = (temporality: JsonValue | undefined): boolean =>
  temporality === 1 || temporality === 'AGGREGATION_TEMPORALITY_DELTA';

const cumulative = (name: string): Rejection =>
  new Rejection(
    'otlp.metric-unsuited',
    `set OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta, or use the collector’s cumulativetodelta processor: the points of ${shown(name)} say how much there was since their program began, not since the point before`,
  );

/** A point without a value says that its stream has ended: nothing was used. */
const hasNoValue = ({ flags }: JsonObject): boolean =>
  typeof flags === 'number' && (flags & 1) === 1;

function pointFrom(
  sent: JsonObject,
  {
    name,
    unit,
    origin,
  }: { readonly name: string; readonly unit: string; readonly origin: OtlpOrigin },
  place: string,
): OtlpRecord {
  const attributes = attributesAt(sent, place);
  return {
    name,
    attributes,
    origin,
    get nanos() {
      return nanosAt(sent, 'timeUnixNano');
    },
    field(field) {
      if (field === 'name') return name;
      if (field === 'unit') return unit;
      return field === 'value' ? pointValue(sent) : undefined;
    },
    identity() {
      const [start = 0n, time = 0n] = [
        nanosAt(sent, 'startTimeUnixNano'),
        nanosAt(sent, 'timeUnixNano'),
      ];
      const stream = [origin.identity(), name, unit, inOrder(attributes)];
      return digestOf([...stream, String(start), String(time)]);
    },
  };
}

/** A whole number exactly; a double by the shortest decimal that is the same double. @throws Rejection */
function pointValue({ asInt, asDouble }: JsonObject): JsonValue | undefined {
  if (!isUnset(asInt)) return numberOf(wholeNumber(asInt));
  return isUnset(asDouble) ? undefined : shortestDecimal(asDouble);
}
