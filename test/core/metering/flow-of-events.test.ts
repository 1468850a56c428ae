import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aggregateEvents } from '../../../core/metering/aggregation/aggregate-events.ts';
import {
  type EventMessage,
  eventMessageBodies,
  eventMessageFrom,
} from '../../../core/metering/intake/event-message.ts';
import { queueSink } from '../../../core/metering/intake/event-sink.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { inMemoryFlow } from '../../fakes/flow.ts';
import { inMemoryQuarantine } from '../../fakes/quarantine.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';

const acceptedMinute = 29_558_400;
const now = timestampOf(occurredAt + 60_000);
const clock = { now: () => now };

function anAggregator() {
  const flow = inMemoryFlow();
  const writer = new UsageLogWriter(new InMemoryUsageLog());
  const ports = {
    ...{ writer, clock, quarantine: inMemoryQuarantine() },
    epochs: [{ from: timestampOf(0), shards: 1 }],
    logReachSeconds: 3_600,
    onQuarantined: () => undefined,
    onSettled: flow.onSettled,
  };
  const aggregate = (messages: readonly EventMessage[], touched = inMemoryQueue()) =>
    aggregateEvents({ ...ports, touched }, messages, { isShort: () => false });
  return { flow, aggregate };
}

const aMessage = (...events: readonly Parameters<typeof aUsageEvent>[0][]): EventMessage => ({
  ...{ tenant: 'acme', admitted: false, acceptedMinute },
  events: events.map(aUsageEvent),
});
const old = { id: 'old', occurredAt: timestampOf(now - 2 * 3_600_000) };

describe('what becomes of accepted events', () => {
  it('is recorded, known or quarantined, and each event is one of these', async () => {
    const { flow, aggregate } = anAggregator();
    await aggregate([aMessage({ id: 'a' })]);
    flow.settled.length = 0;

    await aggregate([
      aMessage({ id: 'a' }, { id: 'b' }, { id: 'c' }),
      aMessage({ id: 'c' }, { id: 'a', subject: 'impostor' }, old),
    ]);

    expect(flow.settled).toEqual([{ acceptedMinute, recorded: 2, known: 2, quarantined: 2 }]);
  });

  it('is told by the minute in which the events were accepted', async () => {
    const { flow, aggregate } = anAggregator();
    const later = { ...aMessage({ id: 'b' }), acceptedMinute: acceptedMinute + 1 };

    await aggregate([aMessage({ id: 'a' }), later, aMessage({ id: 'c' })]);

    expect(flow.settled).toEqual([
      { acceptedMinute, recorded: 2, known: 0, quarantined: 0 },
      { acceptedMinute: acceptedMinute + 1, recorded: 1, known: 0, quarantined: 0 },
    ]);
  });

  it('is told when the message is done with, and not of a delivery that failed', async () => {
    const { flow, aggregate } = anAggregator();
    const failing = inMemoryQueue();
    failing.fail();
    const [failed] = await aggregate([aMessage({ id: 'a' })], failing);
    expect(failed?.status).toBe('rejected');
    expect(flow.settled).toEqual([]);

    await aggregate([aMessage({ id: 'a' })]);

    expect(flow.settled).toEqual([{ acceptedMinute, recorded: 0, known: 1, quarantined: 0 }]);
  });

  it('is not told of messages that do not say when their events were accepted', async () => {
    const { flow, aggregate } = anAggregator();
    const { acceptedMinute: _, ...before } = aMessage({ id: 'a' });

    await aggregate([before]);

    expect(flow.settled).toEqual([]);
  });
});

describe('a message of events', () => {
  it('says the minute in which they were accepted, in each of its parts', () => {
    const bodies = eventMessageBodies(aMessage({ id: 'a' }, { id: 'b' }));

    expect(bodies.map(eventMessageFrom)).toEqual([aMessage({ id: 'a' }, { id: 'b' })]);
  });
});

describe('a sink', () => {
  it('measures as accepted what the queue has, by the minute that its messages say', async () => {
    const queue = inMemoryQueue();
    const flow = inMemoryFlow();
    const failing = inMemoryQueue();
    failing.fail();
    await queueSink(failing, { clock, ...flow }).send('acme', [aUsageEvent()]);
    expect(flow.accepted).toEqual([]);

    await queueSink(queue, { clock, ...flow }).send('acme', [
      aUsageEvent(),
      aUsageEvent({ id: 'b' }),
    ]);

    const minute = Math.floor(now / 60_000);
    expect(flow.accepted).toEqual([{ acceptedMinute: minute, events: 2 }]);
    expect(queue.bodies.map(eventMessageFrom)).toMatchObject([{ acceptedMinute: minute }]);
  });
});
