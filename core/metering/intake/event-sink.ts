import type { Clock } from '../../kernel/clock.ts';
import type { Queue } from '../../kernel/queue.ts';
import { type FlowOfAccepted, minuteOf } from '../flow.ts';
import type { UsageEvent } from '../usage-event.ts';
import { eventMessageBodies } from './event-message.ts';

/**
 * Where a request's events go. `sent`: the queue has every one of them. `unavailable`: it may have none, some or all.
 * `busy`: none was tried, because too many wait already.
 */
export interface EventSink {
  send(tenant: string, events: readonly UsageEvent[]): Promise<'sent' | 'unavailable' | 'busy'>;
}

/** What a sink needs to tell of what it accepts. */
export interface SinkFlow extends FlowOfAccepted {
  readonly clock: Clock;
}

/** Sends each request's events by themselves. */
export const queueSink = (queue: Queue, { clock, onAccepted }: SinkFlow): EventSink => ({
  async send(tenant, events) {
    const acceptedMinute = minuteOf(clock.now());
    const bodies = eventMessageBodies({ tenant, admitted: false, events, acceptedMinute });
    const outcome = await queue.send(bodies);
    if (outcome === 'sent') onAccepted({ acceptedMinute, events: events.length });
    return outcome;
  },
});
