import { backfillPositionFrom } from '../../core/catalog/backfill.ts';
import { eventMessageFrom } from '../../core/metering/event-message.ts';
import { touchedHourFrom } from '../../core/metering/totals.ts';
import { UsageLogWriter } from '../../core/metering/usage-log.ts';
import { aggregateUsage } from '../../functions/aggregate-usage/aggregate-usage.ts';
import { backfillMeters } from '../../functions/backfill-meters/backfill-meters.ts';
import { ingestEvents } from '../../functions/ingest-events/ingest-events.ts';
import { forEachRecord, forWholeBatch } from '../../functions/middleware/process-batch.ts';
import { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import { serveCatalog } from '../../functions/serve-catalog/serve-catalog.ts';
import { totalUsage } from '../../functions/total-usage/total-usage.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import type { BatchHandler } from './event-source.ts';
import type { Ports } from './ports.ts';
import type { Scenario } from './scenario.ts';

/** The functions' cold starts: each is called once per sandbox, and what it returns once per invocation. */
export interface Functions {
  readonly ingest: (ports: Ports, scenario: Scenario) => ReturnType<typeof ingestEvents>;
  readonly aggregate: (ports: Ports, scenario: Scenario) => BatchHandler;
  readonly total: (ports: Ports) => BatchHandler;
  readonly backfill: (ports: Ports) => BatchHandler;
  readonly catalog: (ports: Ports) => ReturnType<typeof serveCatalog>;
  readonly review: (ports: Ports) => ReturnType<typeof reviewQuarantine>;
}

/** The functions that are deployed, wired as their handlers wire them. */
export const realFunctions: Functions = {
  ingest: ({ queues, clock }, { maxAgeMs }) =>
    ingestEvents({
      queue: queues.events,
      clock,
      limits: { maxAge: maxAgeMs / 1000, maxLead: 300 },
    }),

  aggregate: ({ usageLog, ...ports }, scenario) =>
    aggregateWith(new UsageLogWriter(usageLog, scenario.identitiesKeptMax), ports, scenario),

  total: (ports) => forWholeBatch(touchedHourFrom, totalUsage(ports)),

  backfill: ({ totals, queues }) => {
    const backfill = backfillMeters({ totals, touched: queues.touched, backfill: queues.backfill });
    return forEachRecord(({ body }) => backfill(backfillPositionFrom(body)));
  },

  catalog: ({ catalogs, totals, queues }) =>
    serveCatalog({ catalogs, totals, backfill: queues.backfill, customers: inMemoryCustomers() }),

  review: ({ quarantine, queues }) => reviewQuarantine({ quarantine, events: queues.events }),
};

/** The aggregator with a writer of one's own. */
export const aggregateWith = (
  writer: UsageLogWriter,
  { quarantine, queues, clock }: Omit<Ports, 'usageLog'>,
  { epochs, reachMs }: Scenario,
): BatchHandler =>
  forWholeBatch(
    eventMessageFrom,
    aggregateUsage({
      writer,
      quarantine,
      touched: queues.touched,
      clock,
      epochs,
      logReachSeconds: reachMs / 1000,
      onQuarantined: () => undefined,
    }),
  );
