import { beforeEach, describe, expect, it } from '@jest/globals';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  hourOfMinute,
  logKeyOf,
  minuteOf,
  partitionOf,
} from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import { quantityOf } from '../../../core/metering/tally.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, occurredAt } from '../../fixtures/usage-events.ts';

const epochs = [{ from: timestampOf(0), shards: 1 }];
const minute = minuteOf(occurredAt);
const hour = { tenant: 'acme', shard: 0, hour: hourOfMinute(minute) };

let usageLog: InMemoryUsageLog;
let totals: InMemoryUsageTotals;
let catalogs: ReturnType<typeof inMemoryMeterCatalogs>;

beforeEach(async () => {
  usageLog = new InMemoryUsageLog();
  totals = new InMemoryUsageTotals();
  catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters: [aMeter()] });
});

const ports = () => ({ usageLog, totals, catalogs });
const refresh = (blocks: number) =>
  refreshHour(ports(), { ...hour, coverage: new Map([[minute, blocks]]) });

async function happened(...events: Partial<UsageEvent>[]): Promise<void> {
  const identified = events.map((event) => anIdentifiedEvent(event));
  const key = logKeyOf('acme', identified[0]?.event ?? anIdentifiedEvent().event, epochs);
  await new UsageLogWriter(usageLog).append(key, identified);
}

async function usage(subject: string, meter = 'views'): Promise<Record<number, string>> {
  const partition = partitionOf(subject);
  const stored = await totals.read({ tenant: 'acme', partition, hour: hour.hour });
  const window = { start: timestampOf(0), end: timestampOf(1) };
  return Object.fromEntries(
    (stored?.value.tallies ?? [])
      .filter((tally) => tally.subject === subject && tally.meter === meter)
      .map(({ slot, tally }) => [
        slot,
        tally === undefined ? 'none' : decimalText(quantityOf(tally, window)),
      ]),
  );
}

describe('refreshing an hour', () => {
  it('counts what the log holds, by subject and quarter hour', async () => {
    await happened({ id: 'a' }, { id: 'b' }, { id: 'c', subject: 'reader-2' });

    await refresh(1);

    expect(await usage('reader-1')).toEqual({ 0: '2' });
    expect(await usage('reader-2')).toEqual({ 0: '1' });
  });

  it('adds only the blocks that came since', async () => {
    await happened({ id: 'a' });
    await refresh(1);
    await happened({ id: 'b' });
    await refresh(2);

    expect(await usage('reader-1')).toEqual({ 0: '2' });
  });

  it('does nothing when what is announced is covered', async () => {
    await happened({ id: 'a' });
    await refresh(1);
    const before = totals.items();

    await refresh(1);

    expect(totals.items()).toEqual(before);
  });

  it('counts nothing twice when it died before it put the fold progress', async () => {
    await happened({ id: 'a' });
    const dying = new InMemoryUsageTotals();
    totals = dying;
    const putProgress = dying.putProgress.bind(dying);
    dying.putProgress = () => Promise.reject(new Error('died'));
    await expect(refresh(1)).rejects.toThrow('died');
    dying.putProgress = putProgress;

    await refresh(1);

    expect(await usage('reader-1')).toEqual({ 0: '1' });
  });

  it('counts nothing twice when two refreshes race', async () => {
    await happened({ id: 'a' }, { id: 'b', subject: 'reader-2' });
    await happened({ id: 'c' });

    await Promise.all([refresh(1), refresh(2), refresh(2)]);

    expect(await usage('reader-1')).toEqual({ 0: '2' });
    expect(await usage('reader-2')).toEqual({ 0: '1' });
  });

  it('reads again, strongly, until it has all that was announced', async () => {
    await happened({ id: 'a' });
    const read = usageLog.read.bind(usageLog);
    const stale = Object.assign(usageLog, {
      read: (...[key, after, consistency]: Parameters<typeof read> | [never, never, string]) =>
        consistency === 'strong' ? read(key, after) : Promise.resolve({ blocks: [], more: false }),
    });
    usageLog = stale;

    await refresh(1);

    expect(await usage('reader-1')).toEqual({ 0: '1' });
  });

  it('fails, to be tried again, when the log has less than was announced', async () => {
    await happened({ id: 'a' });

    await expect(refresh(2)).rejects.toThrow('has the 2 blocks announced');
  });

  it('counts for a meter that came later what the log already holds', async () => {
    await happened({ id: 'a', data: '{"bytes":5}' });
    await refresh(1);
    const bytes: Meter = aMeter({
      key: 'bytes',
      aggregation: 'sum',
      value: 'bytes',
      sinceVersion: 2,
    });
    await catalogs.append('acme', { version: 2, meters: [aMeter(), bytes] });

    await refreshHour(ports(), { ...hour, coverage: new Map() });

    expect(await usage('reader-1', 'bytes')).toEqual({ 0: '5' });
    expect(await usage('reader-1')).toEqual({ 0: '1' });
  });

  it('shows events that a meter cannot read', async () => {
    await catalogs.append('acme', {
      version: 2,
      meters: [aMeter({ aggregation: 'sum', value: 'bytes' })],
    });
    await happened({ id: 'a', data: '{"bytes":"many"}' }, { id: 'b', data: '{"bytes":2}' });

    await refresh(1);

    const partition = partitionOf('reader-1');
    const stored = await totals.read({ tenant: 'acme', partition, hour: hour.hour });
    expect(stored?.value.tallies).toMatchObject([{ unreadable: 1, tally: { kind: 'sum' } }]);
  });

  it('makes from the first block what it made block by block', async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      await happened({ id, subject: `reader-${id}` }, { id: `${id}2` });
      await refresh(usageLog.blocksOf({ tenant: 'acme', shard: 0, minute }).length);
    }
    const grown = await talliesIn(totals);

    totals = new InMemoryUsageTotals();
    await refresh(4);

    expect(await talliesIn(totals)).toEqual(grown);
    expect(await usage('reader-1')).toEqual({ 0: '4' });
  });
});

/** The tallies of every partition. Coverage may differ: a partition without events in a block need not know of it. */
const talliesIn = async (kept: InMemoryUsageTotals) =>
  new Map(
    await Promise.all(
      kept
        .items()
        .map(async ({ key }) => [key.partition, (await kept.read(key))?.value.tallies] as const),
    ),
  );
