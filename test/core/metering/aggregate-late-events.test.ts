import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aggregateEvents } from '../../../core/metering/aggregation/aggregate-events.ts';
import type { EventMessage } from '../../../core/metering/intake/event-message.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { inMemoryFlow } from '../../fakes/flow.ts';
import { inMemoryQuarantine } from '../../fakes/quarantine.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';

const reachSeconds = 3_600;
const inReach = timestampOf(occurredAt + 60_000);
const outOfReach = timestampOf(occurredAt + 2 * reachSeconds * 1000);

function anAggregator() {
  const clock = { time: inReach };
  const flow = inMemoryFlow();
  const usageLog = new InMemoryUsageLog();
  const quarantine = inMemoryQuarantine();
  const aggregate =
    (touched = inMemoryQueue()) =>
    (messages: readonly EventMessage[]) =>
      aggregateEvents(
        {
          writer: new UsageLogWriter(usageLog),
          quarantine,
          touched,
          clock: { now: () => clock.time },
          epochs: [{ from: timestampOf(0), shards: 1 }],
          logReachSeconds: reachSeconds,
          onQuarantined: () => undefined,
          onSettled: flow.onSettled,
        },
        messages,
        { isShort: () => false },
      );
  const quarantined = () => quarantine.list('acme', { after: '', limit: 10 });
  return { clock, flow, usageLog, aggregate, quarantined };
}

const message = (admitted = false) => ({ tenant: 'acme', admitted, events: [aUsageEvent()] });

describe('an event that comes later than is counted unasked', () => {
  it('goes to quarantine', async () => {
    const { clock, usageLog, aggregate, quarantined } = anAggregator();
    clock.time = outOfReach;
    const touched = inMemoryQueue();

    const [settled] = await aggregate(touched)([message()]);

    expect(settled?.status).toBe('fulfilled');
    expect(await quarantined()).toMatchObject([{ reason: 'too-old', event: { id: 'event-1' } }]);
    expect(usageLog.keys()).toEqual([]);
    expect(touched.bodies).toEqual([]);
  });

  it('is counted where an operator let it in', async () => {
    const { clock, usageLog, aggregate, quarantined } = anAggregator();
    clock.time = outOfReach;

    await aggregate()([message(true)]);

    expect(await quarantined()).toEqual([]);
    expect(usageLog.keys()).toHaveLength(1);
  });

  it('is announced and not quarantined when an earlier delivery, that died before the announcement, had counted it', async () => {
    const { clock, aggregate, quarantined } = anAggregator();
    const failing = inMemoryQueue();
    failing.fail();
    await aggregate(failing)([message()]);
    clock.time = outOfReach;
    const touched = inMemoryQueue();

    const [settled] = await aggregate(touched)([message()]);

    expect(settled?.status).toBe('fulfilled');
    expect(touched.bodies).toHaveLength(1);
    expect(await quarantined()).toEqual([]);
  });
});
