import { beforeEach, describe, expect, it } from '@jest/globals';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { hourOfMinute, minuteOf, partitionOf } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { quantityOf } from '../../../core/metering/tally.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, occurredAt } from '../../fixtures/usage-events.ts';

const tenant = 'acme';
const minute = minuteOf(occurredAt);
const hour = { tenant, shard: 0, hour: hourOfMinute(minute) };
const subject = 'reader-1';
const partition = partitionOf(subject);

describe('totals that are lost behind their progress', () => {
  let totals: InMemoryUsageTotals;
  let usageLog: InMemoryUsageLog;
  let lost: string[];
  let use: (at: number) => Promise<void>;

  beforeEach(async () => {
    usageLog = new InMemoryUsageLog();
    totals = new InMemoryUsageTotals();
    lost = [];
    const catalogs = inMemoryMeterCatalogs();
    await catalogs.append(tenant, { version: 1, meters: [aMeter()] });
    const writer = new UsageLogWriter(usageLog);
    let events = 0;
    use = async (at) => {
      events += 1;
      const event = { id: `${events}`, subject, occurredAt: timestampOf(at * 60_000) };
      const key = { tenant, shard: 0, minute: at };
      const { blocks } = await writer.append(key, [anIdentifiedEvent(event)]);
      const onLost = (one: string) => lost.push(one);
      const ports = { usageLog, totals, catalogs, onLost };
      await refreshHour(ports, { ...hour, coverage: new Map([[at, blocks]]) });
    };
    for (let event = 0; event < 200; event += 1) await use(minute + (event % 3));
  });

  const views = async (): Promise<string> => {
    const { value } = (await totals.read({ tenant, partition, hour: hour.hour })) ?? {};
    const window = { start: timestampOf(0), end: timestampOf(1) };
    const [one] = value?.tallies ?? [];
    return one?.tally === undefined ? '' : decimalText(quantityOf(one.tally, window));
  };

  it('are folded again with the next event: 201, and not 1, and it is told', async () => {
    totals.lose((of) => of === 'totals');

    await use(minute);

    expect(await views()).toBe('201');
    expect(lost).toEqual([
      expect.stringMatching(/^a projection is lost: totals of acme, partition \d+, hour \d+/),
    ]);
  });

  it('are folded again with the next event where the progress is lost, too', async () => {
    totals.lose(() => true);

    await use(minute + 1);

    expect(await views()).toBe('201');
  });

  it('are the same to the byte as if nothing had been lost', async () => {
    const before = totals.snapshot();
    totals.lose((of) => of === 'progress');
    await use(minute);
    const after = totals.snapshot();
    totals.lose(() => true);
    await use(minute + 2);

    expect(before).not.toBe(after);
    expect(await views()).toBe('202');
  });

  it('are not missed where a partition has its first event, nor folded from the first block for it', async () => {
    const whole = usageLog.readHour.bind(usageLog);
    let wholeReads = 0;
    usageLog.readHour = (of) => {
      wholeReads += 1;
      return whole(of);
    };
    const stored = totals.items().length;
    const other = Array.from({ length: 9 }, (_, index) => `reader-${index + 2}`).find(
      (one) => partitionOf(one) !== partition,
    );
    await new UsageLogWriter(usageLog).append({ tenant, shard: 0, minute: minute + 9 }, [
      anIdentifiedEvent({
        id: 'other',
        subject: other ?? '',
        occurredAt: timestampOf((minute + 9) * 60_000),
      }),
    ]);
    await use(minute + 9);

    expect(totals.items()).toHaveLength(stored + 1);
    expect(lost).toEqual([]);
    expect(wholeReads).toBe(0);
  });
});
