import { describe, expect, it } from '@jest/globals';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { minuteOf, partitionOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import type { Rollups } from '../../core/metering/rollups/ports.ts';
import { touchedHourBody } from '../../core/metering/totals/touched.ts';
import { monthOfHour } from '../../core/metering/utc-month.ts';
import { totalUsage } from '../../functions/total-usage/total-usage.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent } from '../fixtures/usage-events.ts';

const { day: DAY, hour: HOUR } = millisecondsPer;
const subject = 'reader-1';
const partition = partitionOf(subject);
/** The hour of a day in which the partition of that subject has its turn. */
const turn = partition % 24;
const today = Date.UTC(2026, 9, 12) + turn * HOUR;
const month = monthOfHour(Math.floor(today / HOUR));

/** The function over stores of its own, at a time that can be set. */
async function aFunction(rollups: Rollups = new InMemoryRollups()) {
  const clock = { at: today };
  const usageLog = new InMemoryUsageLog();
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters: [aMeter()] });
  const writer = new UsageLogWriter(usageLog);
  const now = () => timestampOf(clock.at);
  const totals = new InMemoryUsageTotals();
  const total = totalUsage({ usageLog, catalogs, totals, rollups, clock: { now } });
  let events = 0;
  /** An event comes, and the function is told. */
  const use = async (time: number) => {
    events += 1;
    const minute = minuteOf(timestampOf(time));
    const event = anIdentifiedEvent({
      id: `event-${events}`,
      subject,
      occurredAt: timestampOf(time),
    });
    await writer.append({ tenant: 'acme', shard: 0, minute }, [event]);
    const hour = Math.floor(minute / 60);
    const touched = { tenant: 'acme', shard: 0, hour, coverage: new Map([[minute, 1]]) };
    const Records = [{ body: touchedHourBody(touched) } as SQSRecord];
    return total({ Records } as SQSEvent);
  };
  const marks = () =>
    rollups.listMarks({ tenant: 'acme', month, first: 0, last: 63, limit: 10 }, 'strong');
  const head = async () =>
    (
      await rollups.readHeads(
        { tenant: 'acme', month, first: partition, last: partition },
        'strong',
      )
    ).get(partition)?.value;
  return { clock, use, marks, head };
}

/** Twelve hours with usage are worth a compaction. */
async function aDayOfUsage({ use }: Awaited<ReturnType<typeof aFunction>>): Promise<void> {
  for (let hour = 1; hour <= 12; hour += 1) await use(today - 3 * DAY + hour * HOUR);
}

describe('TotalUsage', () => {
  it('rolls a partition up in its turn, a day after days were settled, and takes marks away', async () => {
    const one = await aFunction();
    await aDayOfUsage(one);
    expect(await one.head()).toBeUndefined();
    expect((await one.marks()).length).toBeGreaterThan(0);

    one.clock.at += DAY;
    await one.use(one.clock.at);

    expect((await one.head())?.days).toBe(11);
    expect(await one.marks()).toEqual([]);
  });

  it('marks late usage of a day that is settled, and nothing of today', async () => {
    const one = await aFunction();
    await one.use(today);

    await one.use(today - HOUR);
    expect(await one.marks()).toEqual([]);

    const late = today - 2 * DAY;
    await one.use(late);
    expect(await one.marks()).toEqual([{ partition, hour: Math.floor(late / HOUR), revision: 1 }]);
  });

  it('has one turn an hour, and rolls nothing up in those of others', async () => {
    const one = await aFunction();
    await aDayOfUsage(one);

    one.clock.at += DAY + HOUR;
    await one.use(one.clock.at);

    expect(await one.head()).toBeUndefined();
  });

  it('lets the messages of a turn that failed come again, and then goes on', async () => {
    const rollups = new InMemoryRollups();
    const one = await aFunction(rollups);
    await aDayOfUsage(one);
    rollups.listChunks = () => Promise.reject(new Error('no answer'));

    one.clock.at += DAY;
    const [first] = await one.use(one.clock.at);
    const [again] = await one.use(one.clock.at + 60_000);

    expect(first).toEqual({ status: 'rejected', reason: new Error('no answer') });
    expect(again?.status).toBe('fulfilled');
  });
});
