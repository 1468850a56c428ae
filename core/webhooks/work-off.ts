import type { Queue } from '../kernel/queue.ts';
import { kindOfLook, type LookingPorts, look } from './look.ts';
import { type LookMessage, sendAll, type WebhooksMessage } from './message.ts';
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
    if (message.tenant === undefined) await lookEverywhere(ports, message);
    else await look(ports, message.tenant, message.at);
    return;
  }
  if (!('key' in message)) {
    await sendEverywhere(ports);
    return;
  }
  const { kind, tenant, key, by } = message;
  if ((await sendTo(ports, { tenant, key }, by)) === 'done') return;
  await sendAll(ports.queue, [{ kind, tenant, key, by: 'work' }]);
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
