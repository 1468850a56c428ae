import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339, timestampFrom } from '../../core/kernel/timestamp.ts';
import {
  type EndpointPorts,
  putEndpoint,
  rotateSecret,
  type Standing,
  standingOf,
  testEndpoint,
} from '../../core/webhooks/endpoints.ts';
import type { Delivery } from '../../core/webhooks/ports.ts';
import { type ReplayFrom, type ReplayPorts, replay } from '../../core/webhooks/replay.ts';
import { positionOf } from '../../core/webhooks/send.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServeWebhooks'];

export interface WebhookRoutePorts extends EndpointPorts, ReplayPorts {
  readonly queue: Queue;
}

const LIMIT_DEFAULT = 50;
const TEST_ID_BYTES = 16;

/** Answers `/v1/webhooks`. */
export const serveWebhooks = (ports: WebhookRoutePorts): Handlers => ({
  'GET /v1/webhooks': listWebhooks(ports),
  'GET /v1/webhooks/{key}': async ({ caller: { tenant }, params: { key } }) => ({
    status: 200,
    body: webhookAnswer(await standingOf(ports, tenant, key)),
  }),
  'PUT /v1/webhooks/{key}': putWebhook(ports),
  'GET /v1/webhooks/{key}/deliveries': listDeliveries(ports),
  'POST /v1/webhooks/{key}/rotate': async ({ caller: { tenant }, params: { key } }) => {
    const { secret, formerUntil } = await rotateSecret(ports, tenant, key);
    return { status: 200, body: { key, secret, formerUntil: rfc3339(formerUntil) } };
  },
  'POST /v1/webhooks/{key}/replay': replayWebhook(ports),
  'POST /v1/webhooks/{key}/test': testWebhook(ports),
});

const listWebhooks =
  ({ webhooks }: WebhookRoutePorts): Handlers['GET /v1/webhooks'] =>
  async ({ caller: { tenant } }) => {
    const endpoints = await webhooks.list(tenant);
    const standings = await Promise.all(
      endpoints.map(async (endpoint) => {
        const stored = await webhooks.position(tenant, endpoint.key);
        return { endpoint, position: positionOf(endpoint, stored) };
      }),
    );
    return { status: 200, body: { webhooks: standings.map(webhookAnswer) } };
  };

const putWebhook =
  (ports: WebhookRoutePorts): Handlers['PUT /v1/webhooks/{key}'] =>
  async ({ caller: { tenant }, params: { key }, body }) => {
    const { url, events, enabled = true } = body;
    const asked = { key, url, events: [...new Set(events)], enabled };
    const { outcome, ...standing } = await putEndpoint(ports, tenant, asked);
    await goOn(ports, standing);
    const answer = webhookAnswer(standing);
    if (outcome === 'replaced') return { status: 200, body: answer };
    return { status: 201, body: { ...answer, secret: standing.endpoint.secrets[0]?.text ?? '' } };
  };

const replayWebhook =
  (ports: WebhookRoutePorts): Handlers['POST /v1/webhooks/{key}/replay'] =>
  async ({ caller: { tenant }, params: { key }, body }) => {
    const standing = await replay(ports, { tenant, key }, replayFrom(body));
    await goOn(ports, standing);
    return { status: 200, body: webhookAnswer(standing) };
  };

const testWebhook =
  (ports: WebhookRoutePorts): Handlers['POST /v1/webhooks/{key}/test'] =>
  async ({ caller: { tenant }, params: { key } }) => {
    const id = Buffer.from(ports.secrets.bytes(TEST_ID_BYTES)).toString('hex');
    const { delivery, ...standing } = await testEndpoint(ports, tenant, { key, id });
    await goOn(ports, standing);
    const answer = { delivery: deliveryAnswer(delivery), webhook: webhookAnswer(standing) };
    return { status: 200, body: answer };
  };

const listDeliveries =
  (ports: WebhookRoutePorts): Handlers['GET /v1/webhooks/{key}/deliveries'] =>
  async ({ caller, params: { key }, query: { limit = LIMIT_DEFAULT, cursor } }) => {
    const { tenant } = caller;
    await standingOf(ports, tenant, key);
    const fingerprint = JSON.stringify(['GET /v1/webhooks/{key}/deliveries', key]);
    const before = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
    const { deliveries, more } = await ports.webhooks.deliveries(tenant, key, { before, limit });
    const last = more ? deliveries.at(-1) : undefined;
    const next =
      last === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, last.id) };
    return { status: 200, body: { deliveries: deliveries.map(deliveryAnswer), ...next } };
  };

/** At once, not within a minute; where the queue does not take it, the schedule does the same. */
async function goOn({ queue }: WebhookRoutePorts, { endpoint }: Standing): Promise<void> {
  if (!endpoint.enabled) return;
  const { tenant, key } = endpoint;
  await queue.send([JSON.stringify({ version: 1, kind: 'send', tenant, key, by: 'work' })]);
}

/** Its shape has seen to it that there is exactly one. */
function replayFrom(body: {
  readonly from?: string | undefined;
  readonly event?: string | undefined;
  readonly after?: string | undefined;
}): ReplayFrom {
  const { from, event, after = '' } = body;
  if (event !== undefined) return { event };
  if (from === undefined) return { after };
  const instant = timestampFrom(from);
  if (instant !== undefined) return { from: instant };
  throw new Rejection('request.invalid', `give an instant that exists, got ${from}`, {
    param: '/from',
  });
}

function webhookAnswer({ endpoint, position: { failure } }: Standing) {
  const { key, url, events, enabled, createdAt } = endpoint;
  const isParked = failure !== undefined && failure.retryAt === undefined;
  const enabledStatus = isParked ? ('parked' as const) : ('enabled' as const);
  return {
    key,
    url,
    events: [...events],
    status: enabled ? enabledStatus : ('disabled' as const),
    createdAt: rfc3339(createdAt),
    ...(failure === undefined
      ? {}
      : {
          failing: {
            event: failure.event,
            since: rfc3339(failure.since),
            attempts: failure.attempts,
            reason: failure.reason,
            ...(failure.retryAt === undefined ? {} : { retryAt: rfc3339(failure.retryAt) }),
          },
        }),
  };
}

const deliveryAnswer = ({ id: _, at, status, reason, ...others }: Delivery) => ({
  ...others,
  at: rfc3339(at),
  ...definedOnly({ status, reason }),
});
