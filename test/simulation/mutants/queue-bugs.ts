import type { Queue } from '../../../core/kernel/queue.ts';
import { logKeyText } from '../../../core/metering/log/log-key.ts';
import { touchedHourBody, touchedHourFrom } from '../../../core/metering/totals/touched.ts';
import type { Functions, Ports } from '../run-context.ts';
import type { QueueName } from '../stores.ts';
import type { PlantedBug } from './planted-bug.ts';

/** A queue that is believed to have taken everything. */
const trusted = (queue: Queue): Queue => ({
  send: async (bodies) => {
    await queue.send(bodies);
    return 'sent';
  },
});

const withQueue = (ports: Ports, name: QueueName, queue: Queue): Ports => ({
  ...ports,
  queues: { ...ports.queues, [name]: queue },
});

/** What can go wrong around the queues. */
export const queueBugs: readonly PlantedBug[] = [
  {
    name: 'acknowledged-before-the-commit',
    says: 'messages are deleted before their events are in a log',
    acknowledgement: 'everything, first',
  },
  {
    name: 'deleted-on-partial-failure',
    says: 'when some messages of a batch fail, all of them are deleted',
    acknowledgement: 'everything',
  },
  {
    name: 'accepted-before-queued',
    says: 'ingest answers 202 though the queue did not take all',
    functions: (real) => ({
      ingest: (ports, scenario) =>
        real.ingest(withQueue(ports, 'events', trusted(ports.queues.events)), scenario),
    }),
  },
  {
    name: 'announcement-lost',
    says: 'the aggregator is content though the touched queue did not take its announcement',
    functions: (real) => ({
      aggregate: (ports, scenario) =>
        real.aggregate(withQueue(ports, 'touched', trusted(ports.queues.touched)), scenario),
    }),
  },
  {
    name: 'duplicates-not-announced',
    says: 'a log is announced only by the invocation that appended to it',
    functions: announcingOnlyAppends,
  },
  {
    name: 'backfill-lost',
    says: 'a backfill is content though the touched queue did not take its announcements',
    functions: (real) => ({
      backfill: (ports) =>
        real.backfill(withQueue(ports, 'touched', trusted(ports.queues.touched))),
    }),
  },
  {
    name: 'conflict-forgotten',
    says: 'an event whose identity is taken is dropped without a word',
    functions: (real) => ({
      aggregate: (ports, scenario) =>
        real.aggregate(
          { ...ports, quarantine: { ...ports.quarantine, put: () => Promise.resolve('put') } },
          scenario,
        ),
    }),
  },
];

function announcingOnlyAppends(real: Functions): Partial<Functions> {
  return {
    aggregate: (ports, scenario) => {
      const appended = new Set<string>();
      const { usageLog, queues } = ports;
      const log: Ports['usageLog'] = {
        read: (...read) => usageLog.read(...read),
        readHour: (hour) => usageLog.readHour(hour),
        append: async (key, block) => {
          const outcome = await usageLog.append(key, block);
          if (outcome === 'put') appended.add(logKeyText(key));
          return outcome;
        },
      };
      const touched: Queue = {
        send: async (bodies) => {
          const kept = bodies.flatMap((body) => {
            const hour = touchedHourFrom(body);
            const coverage = [...hour.coverage].filter(([minute]) =>
              appended.has(logKeyText({ ...hour, minute })),
            );
            return coverage.length === 0
              ? []
              : [touchedHourBody({ ...hour, coverage: new Map(coverage) })];
          });
          appended.clear();
          return kept.length === 0 ? 'sent' : queues.touched.send(kept);
        },
      };
      return real.aggregate({ ...withQueue(ports, 'touched', touched), usageLog: log }, scenario);
    },
  };
}
