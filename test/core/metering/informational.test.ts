import { describe, expect, it } from '@jest/globals';
import { recountHours } from '../../../core/billing/run/reconcile.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { BackfillStamp } from '../../../core/metering/backfills/backfill-stamp.ts';
import { correctionEvent } from '../../../core/metering/corrections/correction-entry.ts';
import { fits } from '../../../core/metering/corrections/selection.ts';
import {
  hourOfMinute,
  logKeyOf,
  minuteOf,
  partitionOf,
} from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { aggregations } from '../../../core/metering/meter.ts';
import { quantityOf } from '../../../core/metering/tally.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { isSameContent, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';

const epochs = [{ from: timestampOf(0), shards: 1 }];
const minute = minuteOf(occurredAt);
const stamp: BackfillStamp = { job: 'older', batch: '00', billing: 'informational' };
const used = (id: string, n: number, backfill?: BackfillStamp): UsageEvent =>
  aUsageEvent({ id, data: JSON.stringify({ n }), ...(backfill === undefined ? {} : { backfill }) });
const meters = aggregations.map((aggregation) =>
  aMeter({ key: aggregation, aggregation, value: 'n' }),
);

/** A minute whose events are put one append after the other, and folded each time. */
async function aMinute() {
  const [usageLog, totals] = [new InMemoryUsageLog(), new InMemoryUsageTotals()];
  const writer = new UsageLogWriter(usageLog);
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters });
  const hour = hourOfMinute(minute);
  const ports = { usageLog, totals, catalogs };
  const append = async (...events: readonly UsageEvent[]) => {
    const key = logKeyOf('acme', aUsageEvent(), epochs);
    const appended = await writer.append(key, events.map(anIdentifiedEvent));
    const coverage = new Map([[minute, appended.blocks]]);
    await refreshHour(ports, { tenant: 'acme', shard: 0, hour, coverage });
    return appended;
  };
  const counted = async () => {
    const partition = partitionOf('reader-1');
    const stored = await totals.read({ tenant: 'acme', partition, hour });
    const window = { start: timestampOf(0), end: timestampOf(occurredAt + 1) };
    return Object.fromEntries(
      (stored?.value.tallies ?? []).map(({ meter, tally }) => [
        meter,
        tally === undefined ? 'none' : decimalText(quantityOf(tally, window)),
      ]),
    );
  };
  const drift = () =>
    recountHours({ ...ports, usageHours: usageLog, shardEpochs: epochs }, 'acme', {
      ...{ from: hour, to: hour + 1 },
    });
  return { append, counted, drift };
}

describe('an informational event', () => {
  it('is counted apart by every meter, and by none as usage', async () => {
    const { append, counted, drift } = await aMinute();
    await append(used('a', 10));
    const before = await counted();

    await append(used('b', 4, stamp), used('c', 5, stamp));

    const after = await counted();
    expect(after).toMatchObject(before);
    expect(after).toMatchObject({
      ...{ '~count': '2', '~sum': '9', '~min': '4', '~max': '5', '~unique_count': '2' },
    });
    expect((await drift()).drift).toBeUndefined();
  });

  it('that a correction amends or takes out is corrected apart, too', async () => {
    const { append, counted } = await aMinute();
    const [four, five] = [used('b', 4, stamp), used('c', 5, stamp)];
    await append(used('a', 10), four, five);
    const entry = { correction: 'c1', by: 'key-1', why: 'x' };
    const of = (id: string) => ({ source: four.source, id });

    await append(
      correctionEvent(four, {
        ...{ ...entry, kind: 'amend', of: of('b') },
        amendment: { type: 'view', data: '{"n":7}' },
      }),
      correctionEvent(five, { ...entry, kind: 'void', of: of('c') }),
    );

    expect(await counted()).toMatchObject({ sum: '10', '~sum': '7', '~count': '1' });
  });

  it('is there when it comes again, and is no event that is to be billed', async () => {
    const { append } = await aMinute();
    await append(used('a', 10, stamp));

    const again = await append(used('a', 10, { ...stamp, job: 'another', batch: '01' }));
    const billed = await append(used('a', 10));

    expect(again).toMatchObject({ recorded: 0, duplicates: 1, conflicts: [] });
    expect(billed).toMatchObject({ recorded: 0, duplicates: 0, conflicts: [used('a', 10)] });
  });

  it('that is there as usage already is that usage, which it repeats', () => {
    const adjusted = used('a', 10, { ...stamp, billing: 'adjust' });

    expect(isSameContent(used('a', 10), used('a', 10, stamp))).toBe(true);
    expect(isSameContent(adjusted, used('a', 10, stamp))).toBe(true);
    expect(isSameContent(used('a', 10), adjusted)).toBe(true);
  });
});

describe('a filter by a backfill job', () => {
  const period = { start: timestampOf(0), end: timestampOf(occurredAt + 1) };
  const isOf = (event: UsageEvent, backfill: string, meter = meters[0]) =>
    fits({ period, backfill }, meter, anIdentifiedEvent(event));

  it('takes what the job has written, informational or not, and nothing else', () => {
    expect(isOf(used('a', 1, stamp), 'older')).toBe(true);
    expect(isOf(used('a', 1, { ...stamp, billing: 'adjust' }), 'older')).toBe(true);
    expect(isOf(used('a', 1, stamp), 'old')).toBe(false);
    expect(isOf(used('a', 1), 'older')).toBe(false);
  });
});
