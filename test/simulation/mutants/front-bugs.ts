import type { EachQueue } from '../../../core/kernel/queue.ts';
import type { EventSink, SinkFlow } from '../../../core/metering/intake/event-sink.ts';
import { frontSink, ingestWith } from '../functions.ts';
import type { Functions } from '../run-context.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Ingest where there is a front, with another sink over its queue. */
const frontWith =
  (sinkOf: (queue: EachQueue, flow: SinkFlow) => EventSink) =>
  (real: Functions): Partial<Functions> => ({
    ingest: (ports, scenario) =>
      scenario.hasFront
        ? ingestWith(sinkOf(ports.eachEvents, ports), ports, scenario)
        : real.ingest(ports, scenario),
  });

/** What can go wrong where requests share a send. */
export const frontBugs: readonly PlantedBug[] = [
  {
    name: 'answered-before-the-shared-send',
    says: 'the front answers 202 when a request has joined a send, not when that has ended',
    functions: frontWith((queue, flow) => {
      const sink = frontSink(queue, flow);
      return {
        send: async (tenant, events) => {
          void sink.send(tenant, events).catch(() => undefined);
          return 'sent';
        },
      };
    }),
  },
  {
    name: 'failure-told-to-one',
    says: 'of the requests that shared a send which failed, only the first is told',
    functions: frontWith((queue, flow) => {
      let isTold = false;
      const sink = frontSink(
        {
          sendEach: (bodies) => {
            isTold = false;
            return queue.sendEach(bodies);
          },
        },
        flow,
      );
      return {
        send: async (tenant, events) => {
          const outcome = await sink.send(tenant, events);
          if (outcome !== 'unavailable' || !isTold) {
            isTold ||= outcome === 'unavailable';
            return outcome;
          }
          return 'sent';
        },
      };
    }),
  },
  {
    name: 'one-message-speaks-for-all',
    says: 'what became of the first message of a shared send is taken for what became of all',
    functions: frontWith((queue, flow) =>
      frontSink(
        {
          sendEach: async (bodies) => {
            const outcomes = await queue.sendEach(bodies);
            return outcomes.map(() => outcomes[0] ?? 'unavailable');
          },
        },
        flow,
      ),
    ),
  },
];
