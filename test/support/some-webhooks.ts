import { timestampOf } from '../../core/kernel/timestamp.ts';
import { webhooksMessageFrom } from '../../core/webhooks/message.ts';
import type { WebhookNotice } from '../../core/webhooks/ports.ts';
import { workOff } from '../../core/webhooks/work-off.ts';
import { InMemoryOutbound } from '../fakes/outbound.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryWebhooks } from '../fakes/webhooks.ts';
import { type SomeBilling, someBilling } from './some-billing.ts';

/** Webhooks of a tenant that is billed in memory; the same queue fakes, and a receiver that takes all. */
export function someWebhooks(billing: SomeBilling = someBilling()) {
  const notices: WebhookNotice[] = [];
  const queue = inMemoryQueue();
  let secretsMade = 0;
  const secrets = {
    bytes: (count: number): Uint8Array => {
      secretsMade += 1;
      return new Uint8Array(count).fill(secretsMade);
    },
  };
  const { books, log, cells, rating, runs, quarantine, time } = billing;
  const ports = {
    ...{ books, log, cells, rating, runs, quarantine, time, queue, secrets, notices },
    webhooks: inMemoryWebhooks(),
    outbound: new InMemoryOutbound(),
    clock: { now: () => time.now },
    /** Full jitter at its longest. */
    random: () => 0.999_999,
    onNotice: (notice: WebhookNotice) => {
      notices.push(notice);
    },
  };
  let done = 0;
  return {
    ...ports,
    /** What the schedules do, and all that comes of it. */
    async run(...messages: readonly object[]): Promise<void> {
      await queue.send(messages.map((message) => JSON.stringify(message)));
      for (; done < queue.bodies.length; done += 1) {
        await workOff(ports, webhooksMessageFrom(queue.bodies[done] ?? ''));
      }
    },
    /** Moves the clock on. */
    pass(milliseconds: number): void {
      time.now = timestampOf(time.now + milliseconds);
    },
  };
}
