import type { Queue } from '../kernel/queue.ts';
import { kindOfLook, type LookingPorts, look } from './look.ts';
import { type LookMessage, sendAll, type TurnMessage, type WebhooksMessage } from './message.ts';
import type { Webhooks } from './ports.ts';
import { type SendingPorts, sendTo } from './send.ts';

/** What messages of the webhooks queue are worked off with. */
export interface WebhooksPorts extends SendingPorts, LookingPorts {
  readonly webhooks: Webhooks;
  readonly queue: Queue;
}

/** Works off one message. Each endpoint gets one of its own, so that one that is slow, or fails, holds up no other. */
export async function workOff(ports: WebhooksPorts, message: WebhooksMessage): Promise<void> {
  if (message.kind === 'look') {
    const { tenant } = message;
    if (tenant === undefined) await lookEverywhere(ports, message);
    else await lookAt(ports, { ...message, tenant });
  } else if ('key' in message) {
    await takeTurn(ports, message);
  } else {
    await sendEverywhere(ports);
  }
}

/** The turn of an endpoint; `more` where a message that is on the queue now goes on with it. */
export async function takeTurn(
  ports: WebhooksPorts,
  { kind, tenant, key, by }: TurnMessage,
): Promise<'done' | 'more'> {
  const outcome = await sendTo(ports, { tenant, key }, by);
  if (outcome === 'more') await sendAll(ports.queue, [{ kind, tenant, key, by: 'work' }]);
  return outcome;
}

/** A large tenant is looked at in pieces, each a message from the one before. */
async function lookAt(
  ports: WebhooksPorts,
  { kind, at, tenant, from }: LookMessage & { readonly tenant: string },
): Promise<void> {
  const next = await look(ports, tenant, { at, from });
  if (next !== undefined) await sendAll(ports.queue, [{ kind, at, tenant, from: next }]);
}

async function sendEverywhere({ webhooks, queue }: WebhooksPorts): Promise<void> {
  for await (const endpoints of webhooks.everyEndpoint()) {
    const enabled = endpoints.filter((one) => one.enabled);
    await sendAll(
      queue,
      enabled.map(({ tenant, key }) => ({ kind: 'send', tenant, key, by: 'schedule' })),
    );
  }
}

/** Endpoints of a tenant come beside each other; one that is looked at twice finds nothing the second time. */
async function lookEverywhere(
  { webhooks, queue }: WebhooksPorts,
  { kind, at }: LookMessage,
): Promise<void> {
  for await (const endpoints of webhooks.everyEndpoint()) {
    const asking = endpoints.filter(
      ({ enabled, events }) => enabled && events.includes(kindOfLook[at]),
    );
    const tenants = new Set(asking.map(({ tenant }) => tenant));
    await sendAll(
      queue,
      [...tenants].map((tenant) => ({ kind, at, tenant })),
    );
  }
}
