import type { Queue } from '../kernel/queue.ts';
import { timestampFrom } from '../kernel/timestamp.ts';
import { type LicenseMessage, type SubscriptionsMessage, sendAll } from '../rails/message.ts';
import { licenseId } from './license.ts';
import { type LookPorts, lookAtSubscriptions } from './look.ts';
import { unsubscribe } from './subscribe.ts';

/** Works off one message. What AWS tells of licenses that are nobody's here is not ours. */
export async function workOffSubscriptions(
  ports: LookPorts & { readonly queue: Queue },
  message: SubscriptionsMessage | LicenseMessage,
): Promise<void> {
  if (message.kind === 'license') return licenseEnded(ports, message);
  const { tenant } = message;
  const after = await lookAtSubscriptions(ports, tenant, message.after);
  if (after !== undefined) await sendAll(ports.queue, [{ kind: 'subscriptions', tenant, after }]);
}

async function licenseEnded(ports: LookPorts, { license, endedAt }: LicenseMessage): Promise<void> {
  const id = licenseId({ product: '', account: '', license });
  const owner = await ports.subscriptions.owner(id);
  if (owner === undefined) return;
  await unsubscribe(ports, owner, {
    at: timestampFrom(endedAt) ?? ports.clock.now(),
    // By what tells one license from another: AWS writes the rest in two ways.
    isOf: (subscription) => licenseId(subscription) === id,
  });
}
