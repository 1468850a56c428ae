import { queueSink } from '../../../core/metering/intake/event-sink.ts';
import { frontSink, ingestWith } from '../functions.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What can go wrong in the measure of the flow alone: every event is counted right. */
export const flowBugs: readonly PlantedBug[] = [
  {
    name: 'measured-before-the-send',
    says: 'events are measured as accepted when they are sent, and not when the queue has them',
    functions: () => ({
      ingest: (ports, scenario) => {
        const flow = { clock: ports.clock, onAccepted: () => undefined };
        const sink = scenario.hasFront
          ? frontSink(ports.eachEvents, flow)
          : queueSink(ports.queues.events, flow);
        const measured = {
          send: (...[tenant, events]: Parameters<typeof sink.send>) => {
            const acceptedMinute = Math.floor(ports.clock.now() / 60_000);
            ports.onAccepted({ acceptedMinute, events: events.length });
            return sink.send(tenant, events);
          },
        };
        return ingestWith(measured, ports, scenario);
      },
    }),
  },
  {
    name: 'quarantined-unmeasured',
    says: 'what goes to quarantine is in no measure of what was settled',
    functions: (real) => ({
      aggregate: (ports, scenario) =>
        real.aggregate(
          {
            ...ports,
            onSettled: (settled) => {
              ports.onSettled({ ...settled, quarantined: 0 });
            },
          },
          scenario,
        ),
    }),
  },
];
