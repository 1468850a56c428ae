import type { OtlpSignal } from '../contract/otlp/shapes.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { OtlpAttributes } from './any-value.ts';
import { logRecordFrom } from './log-record.ts';
import {
  attributesAt,
  digestOf,
  inOrder,
  malformed,
  memberAt,
  objectsAt,
  textAt,
} from './members.ts';
import { metricRecordsFrom } from './metric-points.ts';
import type { OtlpOrigin, OtlpRecord } from './otlp-record.ts';
import { spanFrom } from './span.ts';

/** More than an exporter sends at once: collectors send 8,192 where nothing else is set. */
const RECORDS_MAX = 20_000;

/** What each level of a request is called, by the signal. */
const levels = {
  spans: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const satisfies Readonly<Record<OtlpSignal, readonly [string, string, string]>>;

/**
 * What a request has, in the order in which it was sent. Members that nobody knows are passed over, as OTLP demands.
 * @throws Rejection `otlp.malformed`, `request.too-many-events`
 */
export function recordsFrom(signal: OtlpSignal, request: JsonValue): readonly OtlpRecord[] {
  const [byResource] = levels[signal];
  if (!isJsonObject(request)) throw malformed('', 'an object', request);
  refuseOther(request, byResource);
  const records: OtlpRecord[] = [];
  for (const record of eachOf(signal, request)) {
    if (records.length === RECORDS_MAX) throw tooMany(signal);
    records.push(record);
  }
  return records;
}

/** One at a time: there may be many more than a request may have. */
function* eachOf(signal: OtlpSignal, request: JsonObject): Generator<OtlpRecord> {
  const [byResource, byScope, list] = levels[signal];
  const alike: Map<string, number> = new Map();
  for (const [at, ofResource] of objectsAt(request, byResource, '')) {
    const resource = attributesAt(memberAt(ofResource, 'resource', at), `${at}/resource`);
    for (const [within, ofScope] of objectsAt(ofResource, byScope, at)) {
      const origin = originOf(resource, memberAt(ofScope, 'scope', within), within);
      for (const [place, one] of objectsAt(ofScope, list, within)) {
        yield* recordsOf(signal, one, { origin, place, alike });
      }
    }
  }
}

function recordsOf(
  signal: OtlpSignal,
  sent: JsonObject,
  {
    origin,
    place,
    alike,
  }: { readonly origin: OtlpOrigin; readonly place: string; readonly alike: Map<string, number> },
): Iterable<OtlpRecord> {
  switch (signal) {
    case 'spans':
      return [spanFrom(sent, origin, place)];
    case 'logs':
      return [logRecordFrom(sent, origin, { place, alike })];
    case 'metrics':
      return metricRecordsFrom(sent, origin, place);
  }
}

/** What was meant for another path would be taken, and nothing of it counted. */
function refuseOther(request: JsonObject, expected: string): void {
  if (request[expected] !== undefined) return;
  const known: readonly string[] = Object.values(levels).map(([first]) => first);
  const other = Object.keys(request).find((name) => known.includes(name));
  if (other === undefined) return;
  const detail = `send ${expected} to this path, got ${other}`;
  throw new Rejection('otlp.malformed', detail, { param: `/${other}` });
}

const tooMany = (signal: OtlpSignal): Rejection =>
  new Rejection(
    'request.too-many-events',
    `send at most ${RECORDS_MAX} ${signal === 'metrics' ? 'points' : signal} in a request: have the exporter, or the collector’s batch processor, send fewer at once`,
  );

function originOf(resource: OtlpAttributes, sent: JsonObject, place: string): OtlpOrigin {
  const scope = attributesAt(sent, `${place}/scope`);
  let identity: string | undefined;
  return {
    resource,
    scope,
    identity: () => {
      const parts = [
        inOrder(resource),
        textAt(sent, 'name'),
        textAt(sent, 'version'),
        inOrder(scope),
      ];
      identity ??= digestOf(parts);
      return identity;
    },
  };
}
