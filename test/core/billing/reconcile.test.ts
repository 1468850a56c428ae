import { describe, expect, it } from '@jest/globals';
import { type RecountPorts, recountHours } from '../../../core/billing/run/reconcile.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitionOf } from '../../../core/metering/log/log-key.ts';
import type { UsageTotals } from '../../../core/metering/totals/ports.ts';
import { someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { type SomeBilling, setUp, someBilling, use } from '../../support/some-billing.ts';

const hourOf = (text: string): number => (timestampFrom(text) ?? 0) / 3_600_000;
const from = hourOf('2026-01-01T00:00:00Z');
const january = { from, to: hourOf('2026-02-01T00:00:00Z') };

const viewed = (time: string, subject = 'app-1') =>
  aUsageEvent({
    id: `${time} ${subject}`,
    subject,
    occurredAt: timestampFrom(time) ?? timestampOf(Number.NaN),
  });

async function aMonth() {
  const billing = someBilling();
  await setUp(billing, { settings: someSettings(), plans: {}, customers: [] });
  await use(billing, [
    viewed('2026-01-01T00:00:00Z'),
    viewed('2026-01-14T10:00:00Z'),
    viewed('2026-01-14T10:30:00Z', 'app-2'),
    viewed('2026-01-31T23:59:59Z'),
  ]);
  return billing;
}

const recountOf = ({ rating, usageHours }: SomeBilling): RecountPorts => ({
  ...rating,
  usageHours,
});

const driftIn = async (...asked: Parameters<typeof recountHours>) =>
  (await recountHours(...asked)).drift;

/** Totals that are read so; nothing else of them is asked for. */
const readBy = (totals: UsageTotals, reads: Pick<UsageTotals, 'read' | 'readRange'>): UsageTotals =>
  Object.assign(Object.create(totals) as UsageTotals, reads);

describe('the recount of a month', () => {
  it('finds nothing where every hour’s totals are what its log comes to, by a query a partition and no get', async () => {
    const { rating, usageHours } = await aMonth();
    const asked = { ranges: 0, gets: 0 };
    const counting: RecountPorts = {
      ...rating,
      usageHours,
      totals: readBy(rating.totals, {
        readRange: (range) => {
          asked.ranges += 1;
          return rating.totals.readRange(range);
        },
        read: (key) => {
          asked.gets += 1;
          return rating.totals.read(key);
        },
      }),
    };

    expect(await driftIn(counting, 'acme', january)).toBeUndefined();
    expect(asked).toEqual({ ranges: 64, gets: 0 });
  });

  it.each(['2026-01-01T00:00:30Z', '2026-01-20T07:00:00Z', '2026-01-31T23:00:00Z'])(
    'finds the hour of an event at %s that is in the log and in no totals',
    async (time) => {
      const billing = await aMonth();
      await use(billing, [viewed(time, 'late')], { counted: false });

      const drift = await driftIn(recountOf(billing), 'acme', january);

      expect(drift?.hour).toBe(Math.floor(hourOf(time)));
      expect(drift?.detail).toContain(`partition ${partitionOf('late')}`);
    },
  );

  it('finds totals of an hour that no log has', async () => {
    const billing = await aMonth();
    const { rating } = billing;
    const partition = partitionOf('app-1');
    const stored = await rating.totals.read({ tenant: 'acme', partition, hour: from });
    if (stored === undefined) throw new Error('there is a view in that hour');
    const forged = { tenant: 'acme', partition, hour: from + 5 };
    await rating.totals.put(forged, { ...stored, revision: 1 });

    expect(await driftIn(recountOf(billing), 'acme', january)).toMatchObject({ hour: from + 5 });
  });

  it('looks no further than it is asked to', async () => {
    const billing = await aMonth();
    await use(billing, [viewed('2026-01-20T07:00:00Z', 'late')], { counted: false });
    const hour = hourOf('2026-01-20T07:00:00Z');

    expect(await driftIn(recountOf(billing), 'acme', { from, to: hour })).toBeUndefined();
    expect(
      await driftIn(recountOf(billing), 'acme', { from: hour + 1, to: january.to }),
    ).toBeUndefined();
  });

  it('goes through a quiet month at once', async () => {
    const billing = await aMonth();

    expect(await recountHours(recountOf(billing), 'acme', january)).toEqual({
      drift: undefined,
      next: january.to,
    });
  });

  it('ends when it has read enough, and goes on from there to what all of it is', async () => {
    const billing = await aMonth();
    await use(billing, [viewed('2026-01-20T07:00:00Z', 'late')], { counted: false });
    const ends: number[] = [];
    let drift: Awaited<ReturnType<typeof driftIn>>;
    for (let next = from; drift === undefined && next < january.to; ) {
      const range = { from: next, to: january.to, enough: 1_000 };
      ({ drift, next } = await recountHours(recountOf(billing), 'acme', range));
      ends.push(next);
    }

    expect(ends.length).toBeGreaterThan(2);
    expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
    expect(drift?.hour).toBe(hourOf('2026-01-20T07:00:00Z'));
    expect(ends.at(-1)).toBe(hourOf('2026-01-20T08:00:00Z'));
  });

  it('is content with an hour that lags when it is read ahead, and no longer when it is reached', async () => {
    const { rating, usageHours } = await aMonth();
    const lagging: RecountPorts = {
      ...rating,
      usageHours,
      totals: readBy(rating.totals, {
        async *readRange() {
          // As if every total had come a moment after it was asked for.
        },
        read: (key) => rating.totals.read(key),
      }),
    };

    expect(await driftIn(lagging, 'acme', january)).toBeUndefined();
  });
});
