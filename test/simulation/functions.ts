import {
  backfillBody,
  backfillPositionFrom,
  continueBackfill,
} from '../../core/catalog/backfill.ts';
import { defineMeter } from '../../core/catalog/define-meter.ts';
import type { MeterDefinition } from '../../core/catalog/meter-definition.ts';
import { eventMessageFrom } from '../../core/metering/event-message.ts';
import { touchedHourFrom } from '../../core/metering/totals.ts';
import { UsageLogWriter } from '../../core/metering/usage-log.ts';
import { aggregateUsage } from '../../functions/aggregate-usage/aggregate-usage.ts';
import { ingestEvents } from '../../functions/ingest-events/ingest-events.ts';
import type { HttpAnswer, HttpRequest } from '../../functions/middleware/http.ts';
import { forEachRecord, forWholeBatch } from '../../functions/middleware/process-batch.ts';
import { totalUsage } from '../../functions/total-usage/total-usage.ts';
import type { BatchHandler } from './event-source.ts';
import type { Ports } from './ports.ts';
import type { Scenario } from './scenario.ts';

/** A function's cold start: called once per sandbox, and what it returns once per invocation. */
export interface Functions {
  readonly ingest: (
    ports: Ports,
    scenario: Scenario,
  ) => (request: HttpRequest) => Promise<HttpAnswer>;
  readonly aggregate: (ports: Ports, scenario: Scenario) => BatchHandler;
  readonly total: (ports: Ports) => BatchHandler;
  readonly defineMeter: (
    ports: Ports,
  ) => (tenant: string, definition: MeterDefinition) => Promise<void>;
  readonly backfill: (ports: Ports) => BatchHandler;
}

/** The functions that are deployed, wired as their handlers wire them. */
export const realFunctions: Functions = {
  ingest: ({ queues, clock }, { maxAgeMs }) =>
    ingestEvents({
      queue: queues.events,
      clock,
      limits: { maxAge: maxAgeMs / 1000, maxLead: 300 },
    }),

  aggregate: ({ usageLog, quarantine, queues, clock }, { epochs, reachMs, identitiesKeptMax }) =>
    forWholeBatch(
      eventMessageFrom,
      aggregateUsage({
        writer: new UsageLogWriter(usageLog, identitiesKeptMax),
        quarantine,
        touched: queues.touched,
        clock,
        epochs,
        logReachSeconds: reachMs / 1000,
        onQuarantined: () => undefined,
      }),
    ),

  total: (ports) => forWholeBatch(touchedHourFrom, totalUsage(ports)),

  defineMeter:
    ({ catalogs, queues }) =>
    async (tenant, definition) => {
      const { meter } = await defineMeter(catalogs, tenant, definition);
      const outcome = await queues.backfill.send([backfillBody(tenant, meter)]);
      if (outcome === 'unavailable') throw new Error('the backfill queue did not take the start');
    },

  backfill: ({ totals, queues }) =>
    forEachRecord(({ body }) =>
      continueBackfill(
        { totals, touched: queues.touched, backfill: queues.backfill },
        backfillPositionFrom(body),
      ),
    ),
};
