import { describe, expect, it } from '@jest/globals';
import {
  backfillBody,
  backfillPositionFrom,
  continueBackfill,
} from '../../../core/catalog/backfill.ts';
import { hourOfMinute, minuteOf, partitionOf } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { touchedHourFrom } from '../../../core/metering/totals/touched.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, occurredAt } from '../../fixtures/usage-events.ts';

const minute = minuteOf(occurredAt);
const hour = { tenant: 'acme', shard: 0, hour: hourOfMinute(minute) };

/** Totals that do something once, just before the first fold progress is put. */
class Interrupted extends InMemoryUsageTotals {
  #interrupt: (() => Promise<void>) | undefined;

  constructor(interrupt: () => Promise<void>) {
    super();
    this.#interrupt = interrupt;
  }

  override async putProgress(...put: Parameters<InMemoryUsageTotals['putProgress']>) {
    const interrupt = this.#interrupt;
    this.#interrupt = undefined;
    await interrupt?.();
    return super.putProgress(...put);
  }
}

describe('a meter that is created while an hour is folded for the first time', () => {
  it('counts that hour, though its backfill was over before the hour had fold progress', async () => {
    const usageLog = new InMemoryUsageLog();
    const catalogs = inMemoryMeterCatalogs();
    const touched = inMemoryQueue();
    const late = aMeter({ key: 'late', sinceVersion: 1 });
    const totals: InMemoryUsageTotals = new Interrupted(async () => {
      await catalogs.append('acme', { version: 1, meters: [late] });
      const position = backfillPositionFrom(backfillBody('acme', late));
      await continueBackfill({ totals, touched, backfill: inMemoryQueue() }, position);
    });
    const ports = { usageLog, totals, catalogs };
    await new UsageLogWriter(usageLog).append({ tenant: 'acme', shard: 0, minute }, [
      anIdentifiedEvent(),
    ]);

    await refreshHour(ports, { ...hour, coverage: new Map([[minute, 1]]) });
    for (const body of touched.bodies) await refreshHour(ports, touchedHourFrom(body));

    const partition = partitionOf(anIdentifiedEvent().event.subject);
    const stored = await totals.read({ tenant: 'acme', partition, hour: hour.hour });
    expect(stored?.value.tallies).toMatchObject([{ meter: 'late', tally: { count: 1n } }]);
  });
});
