import type { EachQueue } from '../../core/kernel/queue.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { type EventSink, queueSink, type SinkFlow } from '../../core/metering/intake/event-sink.ts';
import { sharedSends } from '../../core/metering/intake/shared-sends.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import { compactMonth } from '../../core/metering/rollups/compact.ts';
import { dropSalts } from '../../core/payers/erase-usage.ts';
import { aggregateUsage } from '../../functions/aggregate-usage/aggregate-usage.ts';
import { backfillMeters } from '../../functions/backfill-meters/backfill-meters.ts';
import { ingestEvents } from '../../functions/ingest-events/ingest-events.ts';
import { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import { serveCatalog } from '../../functions/serve-catalog/serve-catalog.ts';
import { totalUsage } from '../../functions/total-usage/total-usage.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import type { BatchHandler, Functions, Ports } from './run-context.ts';
import type { Scenario } from './scenario.ts';

/** The functions that are deployed, wired as their handlers wire them. */
export const realFunctions: Functions = {
  ingest: (ports, scenario) =>
    ingestWith(
      scenario.hasFront
        ? frontSink(ports.eachEvents, ports)
        : queueSink(ports.queues.events, ports),
      ports,
      scenario,
    ),

  aggregate: ({ usageLog, ...ports }, scenario) =>
    aggregateWith(new UsageLogWriter(usageLog, scenario.identitiesKeptMax), ports, scenario),

  total: totalUsage,

  compact: (ports) => (key, rollable) => compactMonth(ports, key, rollable, anythingIsWorthIt),

  backfill: ({ totals, queues }) =>
    backfillMeters({ totals, touched: queues.touched, backfill: queues.backfill }),

  catalog: ({ catalogs, totals, queues }) =>
    serveCatalog(catalogPorts({ catalogs, totals, backfill: queues.backfill })),

  erase: (salts, tenant, subject) =>
    dropSalts({ salts }, { tenant, clear: [subject], isDry: false }),

  review: ({ queues, ...ports }) => reviewQuarantine({ ...ports, events: queues.events }),
};

/** Runs have few hours. */
const anythingIsWorthIt = { newHours: 1, daysPerNewDay: 31, bucketsPerMark: 8 };

/** Shared sends as the front has them, but small, so that little traffic fills them. */
export const frontSink = (queue: EachQueue, flow: SinkFlow): EventSink =>
  sharedSends(
    queue,
    {
      eventsMax: 12,
      charactersMax: 10_000,
      tenantsMax: 2,
      sendsMax: 1,
      waitingEventsMax: 24,
    },
    flow,
  );

/** Ingest with a sink of one's own. */
export const ingestWith = (
  sink: EventSink,
  { clock }: Pick<Ports, 'clock'>,
  { maxAgeMs }: Pick<Scenario, 'maxAgeMs'>,
): ReturnType<Functions['ingest']> =>
  ingestEvents({ sink, clock, limits: { maxAge: maxAgeMs / 1000, maxLead: 300 } });

/** The aggregator with a writer of one's own. */
export const aggregateWith = (
  writer: UsageLogWriter,
  { quarantine, queues, clock, onSettled, salts, random }: Omit<Ports, 'usageLog'>,
  { epochs, reachMs, hasPseudonyms }: Scenario,
): BatchHandler =>
  aggregateUsage({
    writer,
    quarantine,
    touched: queues.touched,
    clock,
    epochs,
    logReachSeconds: reachMs / 1000,
    onQuarantined: () => undefined,
    onSettled,
    ...(hasPseudonyms
      ? {
          pseudonyms: new Pseudonyms({
            ...{ salts, random, clock },
            owners: { claimed: async () => new Set(), owned: async () => new Set() },
            from: timestampOf(0),
          }),
        }
      : {}),
  });
