import type { LagoEventAccepted } from '../../core/contract/lago/shapes.ts';
import type { JsonValue } from '../../core/kernel/json.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import { acceptEvents, type IntakePorts } from '../../core/metering/intake/accept-events.ts';
import {
  type LagoEvent,
  lagoEventFrom,
  lagoEventsFrom,
  lagoNames,
} from '../../core/metering/intake/lago-events.ts';
import { writable } from '../middleware/event-answer.ts';
import type { AnswerOf, HttpRequest } from '../middleware/http.ts';
import { jsonBody } from '../middleware/request-body.ts';

const BODY_BYTES_MAX = 1024 * 1024;

/** Answers Lago's clients, one event a request. */
export const lagoEvent =
  (ports: IntakePorts) =>
  async (request: HttpRequest): Promise<AnswerOf<'POST /lago/api/v1/events'>> => {
    const event = lagoEventFrom(jsonBody(request, BODY_BYTES_MAX));
    const acceptedAt = await accepted(ports, request, {
      events: [event],
      place: (_, pointer) => `/event${pointer}`,
    });
    return { status: 200, body: { event: acceptedFrom(event, acceptedAt) } };
  };

/** Answers Lago's clients, many events a request. */
export const lagoEvents =
  (ports: IntakePorts) =>
  async (request: HttpRequest): Promise<AnswerOf<'POST /lago/api/v1/events/batch'>> => {
    const events = lagoEventsFrom(jsonBody(request, BODY_BYTES_MAX));
    const acceptedAt = await accepted(ports, request, {
      events,
      place: (index, pointer) => `/events/${index}${pointer}`,
    });
    return {
      status: 200,
      body: { events: events.map((event) => acceptedFrom(event, acceptedAt)) },
    };
  };

async function accepted(
  ports: IntakePorts,
  { caller }: HttpRequest,
  { events, place }: Sent,
): Promise<Timestamp> {
  await acceptEvents(ports, caller.tenant, {
    values: events.map(({ event }) => event),
    form: 'any',
    names: lagoNames,
    place,
    allOrNone: true,
  });
  return ports.clock.now();
}

interface Sent {
  readonly events: readonly LagoEvent[];
  place(index: number, pointer: string): string;
}

const acceptedFrom = (
  { sent, occurredAt }: LagoEvent,
  acceptedAt: Timestamp,
): LagoEventAccepted => ({
  lago_id: null,
  transaction_id: sent.transaction_id,
  lago_customer_id: null,
  lago_subscription_id: null,
  external_subscription_id: sent.external_subscription_id,
  code: sent.code,
  timestamp: rfc3339(occurredAt),
  properties: Object.fromEntries(
    Object.entries(sent.properties ?? {}).map(([name, value]) => [
      name,
      writable(value as JsonValue),
    ]),
  ),
  created_at: rfc3339(acceptedAt),
});
