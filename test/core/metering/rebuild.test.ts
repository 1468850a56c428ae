import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { hourOfMinute, minuteOf } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, occurredAt } from '../../fixtures/usage-events.ts';

const first = minuteOf(occurredAt);
const hour = { tenant: 'acme', shard: 0, hour: hourOfMinute(first) };
const inMinute = (offset: number) => timestampOf((first + offset) * 60_000);

describe('totals folded anew from the log', () => {
  it('are to the byte those that were folded bit by bit', async () => {
    const usageLog = new InMemoryUsageLog();
    const catalogs = inMemoryMeterCatalogs();
    await catalogs.append('acme', { version: 1, meters: [aMeter()] });
    const ports = (totals: InMemoryUsageTotals) => ({ usageLog, catalogs, totals });
    const blocks = [
      { at: 0, seq: 1, event: { id: 'not counted by any meter', type: 'other' } },
      { at: 0, seq: 2, event: { id: 'counted', occurredAt: inMinute(0) } },
      { at: 1, seq: 1, event: { id: 'later', subject: 'reader-2', occurredAt: inMinute(1) } },
      { at: 0, seq: 3, event: { id: 'of another', subject: 'reader-3', occurredAt: inMinute(0) } },
    ];
    const writer = new UsageLogWriter(usageLog);
    const kept = new InMemoryUsageTotals();
    for (const { at, seq, event } of blocks) {
      const key = { tenant: 'acme', shard: 0, minute: first + at };
      await writer.append(key, [anIdentifiedEvent(event)]);
      await refreshHour(ports(kept), { ...hour, coverage: new Map([[first + at, seq]]) });
    }

    const rebuilt = new InMemoryUsageTotals();
    const coverage = new Map([
      [first, 3],
      [first + 1, 1],
    ]);
    await refreshHour(ports(rebuilt), { ...hour, coverage });

    expect(bytesOf(rebuilt)).toEqual(bytesOf(kept));
    expect(bytesOf(kept).size).toBe(3);
  });
});

const bytesOf = (totals: InMemoryUsageTotals) =>
  new Map(
    totals
      .items()
      .map(({ key, content }) => [key.partition, Buffer.from(content).toString('base64')]),
  );
