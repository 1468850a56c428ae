import type { RouteKey } from '../../core/contract/route-key.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { type EventSink, queueSink } from '../../core/metering/intake/event-sink.ts';
import { ingestRoutes } from '../../functions/ingest-events/ingest-events.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { holdToContract } from './contract-faults.ts';
import { aGatewayEvent, context } from './gateway-event.ts';

const now = timestampOf(Date.UTC(2026, 10, 22, 9, 43));

/** The function as it is deployed, but for its queue (or sink) and its clock: it is 2026-11-22T09:43:00Z. */
export function anIngest(given?: EventSink, otlpMappings = inMemoryOtlpMappings()) {
  const queue = inMemoryQueue();
  const flow = inMemoryFlow();
  const handler = ingestRoutes({
    otlpMappings,
    sink: given ?? queueSink(queue, { clock: { now: () => now }, ...flow }),
    clock: { now: () => now },
    limits: { maxAge: 35 * 86_400, maxLead: 300 },
  });
  const post = async (fields: Parameters<typeof aGatewayEvent>[0]) => {
    const { statusCode, headers, body } = await handler(aGatewayEvent(fields), context);
    const routeKey = (fields.routeKey ?? 'POST /v1/events') as RouteKey;
    holdToContract(routeKey, { status: statusCode, headers, text: body });
    const parsed = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    return { status: statusCode, headers, text: body, body: parsed };
  };
  const messages = () => queue.bodies.map(eventMessageFrom);
  return {
    handler,
    queue,
    flow,
    post,
    messages,
    events: () => messages().flatMap(({ events }) => events),
  };
}

/** A plain event as it is sent; a test names only the field it is about. */
export const anEvent = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'a-1',
  source: 'urn:shop',
  type: 'api.call',
  subject: 'acme',
  time: '2026-11-22T09:00:00Z',
  data: { bytes: 1 },
  ...fields,
});
