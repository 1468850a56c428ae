import type { Queue } from '../../kernel/queue.ts';
import type { UsageEvent } from '../usage-event.ts';
import { eventMessageBodies } from './event-message.ts';

/**
 * Where a request's events go. `sent`: the queue has every one of them. `unavailable`: it may have none, some or all.
 * `busy`: none was tried, because too many wait already.
 */
export interface EventSink {
  send(tenant: string, events: readonly UsageEvent[]): Promise<'sent' | 'unavailable' | 'busy'>;
}

/** Sends each request's events by themselves. */
export const queueSink = (queue: Queue): EventSink => ({
  send: (tenant, events) => queue.send(eventMessageBodies({ tenant, admitted: false, events })),
});
