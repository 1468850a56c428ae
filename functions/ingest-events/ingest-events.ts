import { isJsonObject, type JsonValue, parseJson } from '../../core/kernel/json.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import {
  acceptEvents,
  type IntakePorts,
  type SentEvents,
} from '../../core/metering/intake/accept-events.ts';
import {
  binaryModeEvent,
  depthMax,
  isBinaryMode,
} from '../../core/metering/intake/cloud-events.ts';
import type { OtlpPorts } from '../../core/otlp/take-export.ts';
import type { AnswerOf, HttpRequest } from '../middleware/http.ts';
import { bodyBytes, bodyText, mediaTypeOf, wrongMediaType } from '../middleware/request-body.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { lagoEvent, lagoEvents } from './lago-events.ts';
import { otlpExport } from './otlp-export.ts';
import { stripeMeterEvent } from './stripe-meter-event.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const EVENTS_MAX = 1000;

/** Answers `POST /v1/events`: 202 once the queue has every event that is right. */
export const ingestEvents =
  (ports: IntakePorts) =>
  async (request: HttpRequest): Promise<AnswerOf<'POST /v1/events'>> => {
    const body = await acceptEvents(ports, request.caller.tenant, sentEvents(request));
    return { status: 202, body };
  };

/** Answers OpenMeter's SDK, which has no answer for some of its events: all of a request, or none. */
const openMeterEvents =
  (ports: IntakePorts) =>
  async (request: HttpRequest): Promise<AnswerOf<'POST /api/v1/events'>> => {
    const sent = { ...structuredEvents(request, structured), allOrNone: true } as const;
    await acceptEvents(ports, request.caller.tenant, sent);
    return { status: 204 };
  };

/** The handler of all that IngestEvents answers. */
export const ingestRoutes = (ports: OtlpPorts) =>
  serveRoutes(
    'IngestEvents',
    {
      'POST /v1/events': { readBy: 'function' },
      'POST /api/v1/events': { readBy: 'function' },
      'POST /v1/billing/meter_events': { readBy: 'function' },
      'POST /lago/api/v1/events': { readBy: 'function' },
      'POST /lago/api/v1/events/batch': { readBy: 'function' },
      'POST /otlp/v1/traces': { readBy: 'function' },
      'POST /otlp/v1/logs': { readBy: 'function' },
      'POST /otlp/v1/metrics': { readBy: 'function' },
    },
    {
      'POST /v1/events': ingestEvents(ports),
      'POST /api/v1/events': openMeterEvents(ports),
      'POST /v1/billing/meter_events': stripeMeterEvent(ports),
      'POST /lago/api/v1/events': lagoEvent(ports),
      'POST /lago/api/v1/events/batch': lagoEvents(ports),
      'POST /otlp/v1/traces': otlpExport(ports, 'spans'),
      'POST /otlp/v1/logs': otlpExport(ports, 'logs'),
      'POST /otlp/v1/metrics': otlpExport(ports, 'metrics'),
    },
  );

const cloudEventTypes = ['application/cloudevents+json', 'application/cloudevents-batch+json'];
const structured = ['application/json', ...cloudEventTypes];
const everyMode = [...structured, 'or to the type of the data, with ce-* headers'];

function sentEvents(request: HttpRequest): SentEvents {
  const isStructured = cloudEventTypes.includes(mediaTypeOf(request).essence);
  return !isStructured && isBinaryMode(request.headers)
    ? binary(request)
    : structuredEvents(request, everyMode);
}

/** The events of a body that has all of them, as its media type says. */
function structuredEvents(request: HttpRequest, accepted: readonly string[]): SentEvents {
  const { essence } = mediaTypeOf(request);
  switch (essence) {
    case 'application/cloudevents+json':
      return { ...single(jsonOf(request)), form: 'cloudevent' };
    case 'application/cloudevents-batch+json':
      return { ...list(jsonOf(request)), form: 'cloudevent' };
    case 'application/json': {
      const value = jsonOf(request);
      return { ...(Array.isArray(value) ? list(value) : single(value)), form: 'any' };
    }
    default:
      throw wrongMediaType(essence, accepted);
  }
}

const jsonOf = (request: HttpRequest): JsonValue =>
  parseJson(bodyText(request, BODY_BYTES_MAX), depthMax);

function single(value: JsonValue): Omit<SentEvents, 'form'> {
  if (isJsonObject(value)) return { values: [value], place: (_, pointer) => pointer };
  throw new Rejection(
    'request.invalid',
    'send one event, a JSON object; several go in an array, as application/json or application/cloudevents-batch+json',
  );
}

function list(value: JsonValue): Omit<SentEvents, 'form'> {
  if (!Array.isArray(value)) {
    throw new Rejection(
      'request.invalid',
      'send a JSON array of events; a single one goes as application/cloudevents+json or application/json',
    );
  }
  if (value.length === 0) {
    throw new Rejection('request.no-events', 'send at least one event, got an empty array');
  }
  if (value.length > EVENTS_MAX) {
    const detail = `send at most ${EVENTS_MAX} events in a request, got ${value.length}; split it into several`;
    throw new Rejection('request.too-many-events', detail);
  }
  return { values: value, place: (index, pointer) => `/${index}${pointer}` };
}

/** The headers say what happened, the body is the event's data. */
function binary(request: HttpRequest): SentEvents {
  const body = request.body === undefined ? Buffer.alloc(0) : bodyBytes(request, BODY_BYTES_MAX);
  return {
    values: [binaryModeEvent(request.headers, body)],
    form: 'cloudevent',
    place: (_, pointer) => (pointer === '/data' ? 'body' : `ce-${pointer.slice(1)}`),
  };
}
