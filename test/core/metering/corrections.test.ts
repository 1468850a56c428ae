import { beforeEach, describe, expect, it } from '@jest/globals';
import { recountHours } from '../../../core/billing/run/reconcile.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  type CorrectionKind,
  correctionEvent,
} from '../../../core/metering/corrections/correction-entry.ts';
import {
  hourOfMinute,
  logKeyOf,
  minuteOf,
  partitionOf,
} from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { aggregations } from '../../../core/metering/meter.ts';
import { quantityOf } from '../../../core/metering/tally.ts';
import { rebuildHour, refreshHour } from '../../../core/metering/totals/refresh.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';

const epochs = [{ from: timestampOf(0), shards: 1 }];
const minute = minuteOf(occurredAt);
const hour = { tenant: 'acme', shard: 0, hour: hourOfMinute(minute) };
/** One meter of each aggregation, over `n`. */
const meters = aggregations.map((aggregation) =>
  aMeter({ key: aggregation, aggregation, value: 'n' }),
);

let usageLog: InMemoryUsageLog;
let totals: InMemoryUsageTotals;
let catalogs: ReturnType<typeof inMemoryMeterCatalogs>;
let writer: UsageLogWriter;

beforeEach(async () => {
  usageLog = new InMemoryUsageLog();
  totals = new InMemoryUsageTotals();
  writer = new UsageLogWriter(usageLog);
  catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters });
});

const ports = () => ({ usageLog, totals, catalogs });

async function append(...events: readonly UsageEvent[]): Promise<void> {
  const [first = aUsageEvent()] = events;
  await writer.append(logKeyOf('acme', first, epochs), events.map(anIdentifiedEvent));
}

const used = (id: string, n: number, fields: Partial<UsageEvent> = {}): UsageEvent =>
  aUsageEvent({ id, data: JSON.stringify({ n }), ...fields });

const correct = (
  target: UsageEvent,
  kind: CorrectionKind,
  fields: { readonly correction?: string; readonly n?: number } = {},
): UsageEvent => {
  const { correction = 'c1', n } = fields;
  const amendment = { type: 'view', data: JSON.stringify({ n }) };
  return correctionEvent(target, {
    ...{ kind, correction, by: 'key-1', why: 'a bot' },
    of: { source: target.source, id: target.id },
    ...(kind === 'amend' ? { amendment } : {}),
  });
};

const refresh = () =>
  refreshHour(ports(), {
    ...hour,
    coverage: new Map([[minute, usageLog.blocksOf({ tenant: 'acme', shard: 0, minute }).length]]),
  });

/** What each meter has of a subject, in the hour of the events. */
async function counted(subject = 'reader-1'): Promise<Record<string, string>> {
  const partition = partitionOf(subject);
  const stored = await totals.read({ tenant: 'acme', partition, hour: hour.hour });
  const window = { start: timestampOf(0), end: timestampOf(occurredAt + 1) };
  return Object.fromEntries(
    (stored?.value.tallies ?? [])
      .filter((tally) => tally.subject === subject)
      .map(({ meter, tally }) => [
        meter,
        tally === undefined ? 'none' : decimalText(quantityOf(tally, window)),
      ]),
  );
}

const drift = () =>
  recountHours({ ...ports(), usageHours: usageLog, shardEpochs: epochs }, 'acme', {
    from: hour.hour,
    to: hour.hour + 1,
  });

describe('a correction', () => {
  it('takes an event out of every aggregation, as if it had never come', async () => {
    const [ten, four] = [used('a', 10), used('b', 4)];
    await append(ten, four);
    await refresh();
    await append(correct(ten, 'void'));

    await refresh();

    expect(await counted()).toMatchObject({
      ...{ count: '1', sum: '4', min: '4', max: '4', latest: '4', unique_count: '1' },
    });
  });

  it('leaves no row where nothing else was counted', async () => {
    const only = used('a', 10);
    await append(only, used('b', 1, { subject: 'reader-2' }));
    await refresh();
    await append(correct(only, 'void'));

    await refresh();

    expect(await counted()).toEqual({});
    expect(await counted('reader-2')).toMatchObject({ count: '1', sum: '1' });
  });

  it('takes out what came in the same refresh', async () => {
    const ten = used('a', 10);
    await append(ten, used('b', 4));
    await append(correct(ten, 'void'));

    await refresh();

    expect(await counted()).toMatchObject({ count: '1', sum: '4' });
  });

  it('takes out no event of the same identity in another minute', async () => {
    const later = timestampOf(occurredAt + 60_000);
    const [first, again] = [used('a', 10), used('a', 10, { occurredAt: later })];
    await append(first);
    await append(again);
    await append(correct(again, 'void'));

    await refreshHour(ports(), { ...hour, coverage: new Map([[minute + 1, 2]]) });
    await refresh();

    expect(await counted()).toMatchObject({ count: '1', sum: '10' });
  });

  it('puts other content in the place of an event, at its time', async () => {
    const ten = used('a', 10);
    await append(ten, used('b', 4));
    await refresh();
    await append(correct(ten, 'amend', { n: 3 }));

    await refresh();

    expect(await counted()).toMatchObject({ count: '2', sum: '7', max: '4', min: '3' });
  });

  it('is taken back: what it took out counts again', async () => {
    const [ten, four] = [used('a', 10), used('b', 4)];
    await append(ten, four);
    await append(correct(ten, 'void'), correct(four, 'amend', { n: 1 }));
    await refresh();
    await append(correct(ten, 'restore'), correct(four, 'restore'));

    await refresh();

    expect(await counted()).toMatchObject({ count: '2', sum: '14', max: '10' });
  });

  it('of what another has corrected does nothing, until that one is taken back', async () => {
    const ten = used('a', 10);
    await append(ten);
    await append(correct(ten, 'amend', { n: 3 }));
    await append(correct(ten, 'amend', { n: 5, correction: 'c2' }));
    await refresh();
    const before = await counted();
    await append(correct(ten, 'restore'));

    await refresh();

    expect(before).toMatchObject({ count: '1', sum: '3' });
    expect(await counted()).toMatchObject({ count: '1', sum: '5' });
  });

  it('corrects what an amendment put there', async () => {
    const ten = used('a', 10);
    const amendment = correct(ten, 'amend', { n: 3 });
    await append(ten, used('b', 4));
    await append(amendment);
    await append(correct(amendment, 'void', { correction: 'c2' }));

    await refresh();

    expect(await counted()).toMatchObject({ count: '1', sum: '4' });
  });

  it('counts what comes after it, and a repeat of what it took out not again', async () => {
    const ten = used('a', 10);
    await append(ten);
    await append(correct(ten, 'void'));
    await refresh();
    await append(ten, used('c', 2));

    await refresh();

    expect(await counted()).toMatchObject({ count: '1', sum: '2' });
  });

  it('is found by a recount, and by a rebuild from the log alone, to the byte', async () => {
    const [ten, four] = [used('a', 10), used('b', 4)];
    await append(ten, four);
    await refresh();
    await append(correct(ten, 'void'));
    const missing = await drift();

    await refresh();
    const { mended } = await rebuildHour(ports(), hour, { repair: totals, revision: 1_000 });

    expect(missing.drift).toBeDefined();
    expect(await drift()).toMatchObject({ drift: undefined });
    expect(mended).toBe(0);
  });

  it('counts once when refreshes race, and one of them dies before it is done', async () => {
    const ten = used('a', 10);
    await append(ten, used('b', 4));
    await refresh();
    await append(correct(ten, 'void'));
    const putProgress = totals.putProgress.bind(totals);
    totals.putProgress = () => Promise.reject(new Error('died'));
    await expect(refresh()).rejects.toThrow('died');
    totals.putProgress = putProgress;
    await append(used('c', 2));

    await Promise.all([refresh(), refresh(), refresh()]);

    expect(await counted()).toMatchObject({ count: '2', sum: '6' });
    expect(await drift()).toMatchObject({ drift: undefined });
  });
});
