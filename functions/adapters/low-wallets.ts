import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { railsMessageText } from '../../core/rails/message.ts';
import { sqsClient } from './clients.ts';
import { byTenant } from './message-groups.ts';
import { sqsQueue } from './sqs-queue.ts';
import { systemClock } from './system-clock.ts';

/** Whoever looks after a wallet needs about as long. */
const AGAIN_MS = millisecondsPer.minute;
const REMEMBERED_MAX = 10_000;

/** Puts it on the rails queue that a wallet may be low. */
const lowTo =
  (queue: Queue) =>
  (tenant: string, payer: string): Promise<'sent' | 'unavailable'> =>
    queue.send([railsMessageText({ kind: 'refill', tenant, payer })]);

const railsQueue = (queueUrl: string): Queue =>
  sqsQueue(sqsClient(), { queueUrl, groupOf: byTenant });

/** For a sweep: what the queue does not take, the next sweep sends. */
export const lowWallets = (queueUrl: string) => {
  const send = lowTo(railsQueue(queueUrl));
  return async (tenant: string, payer: string): Promise<void> => {
    await send(tenant, payer);
  };
};

/** For who decides what is spent, and does not wait: of a wallet once a minute. What gets lost, a sweep finds. */
export function lowWalletsBehind(
  queueUrl: string,
  clock: Clock = systemClock,
  queue: Queue = railsQueue(queueUrl),
) {
  const send = lowTo(queue);
  const told = new Map<string, number>();
  return (tenant: string, payer: string): void => {
    const name = JSON.stringify([tenant, payer]);
    const now = clock.now();
    const before = told.get(name);
    if (before !== undefined && now - before < AGAIN_MS) return;
    if (told.size >= REMEMBERED_MAX) told.clear();
    told.set(name, now);
    send(tenant, payer).catch(() => told.delete(name));
  };
}
