import type { WebhooksMessage } from '../../core/webhooks/message.ts';
import { type WebhooksPorts, workOff } from '../../core/webhooks/work-off.ts';

/**
 * Works off messages of the webhooks queue, of a batch beside each other. What comes for an endpoint while it has its
 * turn here is part of that turn: after a pause there are many such, and each alone would send the same event.
 */
export function sendWebhooks(ports: WebhooksPorts): (message: WebhooksMessage) => Promise<void> {
  const turns = new Map<string, Promise<void>>();
  return (message) => {
    if (!('key' in message)) return workOff(ports, message);
    const name = JSON.stringify([message.tenant, message.key]);
    const underWay = turns.get(name);
    if (underWay !== undefined) return underWay;
    const turn = workOff(ports, message).finally(() => turns.delete(name));
    turns.set(name, turn);
    return turn;
  };
}
