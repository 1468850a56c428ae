import type { WebhooksMessage } from '../../core/webhooks/message.ts';
import { type WebhooksPorts, workOff } from '../../core/webhooks/work-off.ts';

/** Works off one message of the webhooks queue. */
export const sendWebhooks =
  (ports: WebhooksPorts) =>
  (message: WebhooksMessage): Promise<void> =>
    workOff(ports, message);
