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

describe('the first refresh of an hour', () => {
  it('counts for a meter whose backfill went by before the hour had fold progress', async () => {
    const usageLog = new InMemoryUsageLog();
    const totals = new InMemoryUsageTotals();
    const catalogs = inMemoryMeterCatalogs();
    await catalogs.append('acme', { version: 1, meters: [aMeter()] });
    const key = { tenant: 'acme', shard: 0, minute };
    await new UsageLogWriter(usageLog).append(key, [anIdentifiedEvent()]);
    const later = aMeter({ key: 'later', sinceVersion: 2 });
    const touched = inMemoryQueue();
    let isDefined = false;
    const putProgress = totals.putProgress.bind(totals);
    totals.putProgress = async (...put) => {
      if (!isDefined) {
        isDefined = true;
        await catalogs.append('acme', { version: 2, meters: [aMeter(), later] });
        const position = backfillPositionFrom(backfillBody('acme', later));
        await continueBackfill({ totals, touched, backfill: inMemoryQueue() }, position);
      }
      return putProgress(...put);
    };

    const ports = { usageLog, totals, catalogs };
    await refreshHour(ports, { ...hour, coverage: new Map([[minute, 1]]) });
    for (const body of touched.bodies) await refreshHour(ports, touchedHourFrom(body));

    const partition = partitionOf(anIdentifiedEvent().event.subject);
    const stored = await totals.read({ tenant: 'acme', partition, hour: hour.hour });
    expect(stored?.value.tallies.map(({ meter }) => meter).sort()).toEqual(['later', 'views']);
  });
});
