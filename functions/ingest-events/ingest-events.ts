import type { RejectedEvent } from '../../core/contract/problem-shapes.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { isJsonObject, type JsonValue, parseJson } from '../../core/kernel/json.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import {
  binaryModeEvent,
  depthMax,
  isBinaryMode,
} from '../../core/metering/intake/cloud-events.ts';
import { eventMessageBodies } from '../../core/metering/intake/event-message.ts';
import { eventWindow } from '../../core/metering/intake/event-time.ts';
import { type EventForm, usageEventFrom } from '../../core/metering/intake/usage-event-from.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import type { AnswerOf, HttpRequest } from '../middleware/http.ts';
import { bodyBytes, bodyText, mediaTypeOf, wrongMediaType } from '../middleware/request-body.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const EVENTS_MAX = 1000;

export interface IngestPorts {
  readonly queue: Queue;
  readonly clock: Clock;
  /** How far an event's time may lie from now, in seconds. */
  readonly limits: { readonly maxAge: number; readonly maxLead: number };
}

/** The events of a request, not looked at yet. */
interface SentEvents {
  readonly values: readonly JsonValue[];
  readonly form: EventForm;
  /** From a pointer into the event at `index` to a place in the request. */
  place(index: number, pointer: string): string;
}

/**
 * Answers `POST /v1/events`: 202 once the queue has every event that is right, whether or not others were not. An event
 * that is sent twice, in one request or in two, is accepted twice and counted once, by the usage log.
 */
export const ingestEvents =
  ({ queue, clock, limits }: IngestPorts) =>
  async (request: HttpRequest): Promise<AnswerOf<'POST /v1/events'>> => {
    const sent = sentEvents(request);
    const window = eventWindow(clock.now(), limits);
    const events: UsageEvent[] = [];
    const rejected: RejectedEvent[] = [];
    for (const [index, value] of sent.values.entries()) {
      const event = usageEventFrom(value, sent.form, window);
      if (event instanceof Rejection) rejected.push(rejectedEvent(index, value, event));
      else events.push(event);
    }
    if (events.length === 0) throw noneAccepted(rejected, sent);
    const { tenant } = request.caller;
    const outcome = await queue.send(eventMessageBodies({ tenant, admitted: false, events }));
    if (outcome === 'unavailable') throw queueUnavailable();
    return { status: 202, body: { accepted: events.length, rejected } };
  };

function sentEvents(request: HttpRequest): SentEvents {
  const { essence } = mediaTypeOf(request);
  switch (essence) {
    case 'application/cloudevents+json':
      return { ...single(jsonOf(request)), form: 'cloudevent' };
    case 'application/cloudevents-batch+json':
      return { ...list(jsonOf(request)), form: 'cloudevent' };
    default:
      break;
  }
  if (isBinaryMode(request.headers)) return binary(request);
  if (essence !== 'application/json') throw wrongMediaType(essence, accepted);
  const value = jsonOf(request);
  return { ...(Array.isArray(value) ? list(value) : single(value)), form: 'any' };
}

const accepted = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'or to the type of the data, with ce-* headers',
];

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

const rejectedEvent = (index: number, value: JsonValue, rejection: Rejection): RejectedEvent => {
  const id = isJsonObject(value) ? value['id'] : null;
  return {
    index,
    id: typeof id === 'string' ? id : null,
    code: rejection.code,
    detail: rejection.message,
    ...(rejection.param === undefined ? {} : { param: rejection.param }),
  };
};

function noneAccepted(rejected: readonly RejectedEvent[], sent: SentEvents): Rejection {
  const [first, ...others] = rejected;
  if (first !== undefined && others.length === 0) {
    return new Rejection(first.code, first.detail, {
      ...(first.param === undefined ? {} : { param: sent.place(0, first.param) }),
      extensions: { rejected },
    });
  }
  return new Rejection(
    'request.all-rejected',
    `correct the events: none of the ${rejected.length} was accepted, "rejected" says why; the first: ${first?.detail ?? ''}`,
    { extensions: { rejected } },
  );
}

const queueUnavailable = (): Rejection =>
  new Rejection(
    'queue.unavailable',
    'send the whole request again as it was, after the seconds that Retry-After says: what got through already counts once',
  );
