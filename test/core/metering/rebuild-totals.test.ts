import { beforeEach, describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitionOf } from '../../../core/metering/log/log-key.ts';
import { firstTotalsPlace, rebuildTotals } from '../../../core/metering/totals/rebuild-totals.ts';
import { monthOfHour } from '../../../core/metering/utc-month.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { RolledTenant, tenant, today } from '../../support/rolled-tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the rebuild of totals', () => {
  let one: RolledTenant;
  let events: number;
  const use = (at: number, subject: string) => {
    events += 1;
    const data = JSON.stringify({ n: events, section: 'news' });
    const occurredAt = timestampOf(at);
    return one.use(aUsageEvent({ id: `${events}`, subject, occurredAt, data }));
  };
  const rebuild = async (between?: () => Promise<void>) => {
    let mended = 0;
    let place: Parameters<typeof rebuildTotals>[2] | undefined = firstTotalsPlace;
    while (place !== undefined) {
      const step: Awaited<ReturnType<typeof rebuildTotals>> = await rebuildTotals(
        one.rebuildPorts,
        tenant,
        place,
      );
      mended += step.mended;
      place = step.next;
      await between?.();
    }
    return mended;
  };

  beforeEach(async () => {
    one = await new RolledTenant().start();
    events = 0;
    await one.rollUp();
    one.now += 2 * HOUR;
    for (const subject of ['a', 'b', 'c', 'd']) {
      for (let day = 1; day <= 40; day += 13) await use(today - day * DAY, subject);
    }
    await one.rollUp();
  });

  it('puts nothing where nothing is wrong', async () => {
    const before = one.totals.snapshot();

    expect(await rebuild()).toBe(0);
    expect(one.totals.snapshot()).toBe(before);
  });

  it('makes all totals and their progress again, to the byte, from the log alone', async () => {
    const before = one.totals.snapshot();
    one.totals.lose(() => true);

    await rebuild();

    expect(one.totals.snapshot()).toBe(before);
  });

  it('puts right totals that are not what the log comes to', async () => {
    const before = one.totals.snapshot();
    const key = one.totals.items()[0]?.key ?? { tenant, partition: 0, hour: 0 };
    const stored = await one.totals.read(key);
    if (stored === undefined) throw new Error('there are totals');
    const value = { ...stored.value, tallies: stored.value.tallies.slice(1) };
    await one.totals.put(key, { revision: stored.revision + 1, value });

    expect(await rebuild()).toBe(1);
    expect(one.totals.snapshot()).toBe(before);
  });

  it('puts over totals that cannot be read', async () => {
    const before = one.totals.snapshot();
    const key = one.totals.items()[0]?.key ?? { tenant, partition: 0, hour: 0 };
    const revision = one.totals.revisionOf(key);
    one.totals.damage(key, Uint8Array.of(1, 2, 3));

    expect(await rebuild()).toBe(1);
    expect(one.totals.snapshot()).toBe(before);
    expect(one.totals.revisionOf(key)).toBe(revision + 1);
  });

  it('puts over fold progress that cannot be read', async () => {
    const before = one.totals.snapshot();
    const key = one.totals.progress()[0]?.key ?? { tenant, shard: 0, hour: 0 };
    one.totals.damageProgress(key, '{"version":1,"coverage":');

    expect(await rebuild()).toBe(1);
    expect(one.totals.snapshot()).toBe(before);
  });

  it('goes on while usage comes, and ends with what a fold of the whole log comes to', async () => {
    one.totals.lose(() => true);
    let hours = 0;
    await rebuild(async () => {
      hours += 1;
      if (hours < 6) await use(today - hours * 7 * DAY, 'b');
    });
    const after = one.totals.snapshot();

    one.totals.lose(() => true);
    await rebuild();

    expect(one.totals.snapshot()).toBe(after);
  });

  it('puts items back past every revision there was, so that no revision ever comes twice', async () => {
    const key = one.totals.items()[0]?.key ?? { tenant, partition: 0, hour: 0 };
    one.totals.lose(() => true);

    await rebuild();

    expect(one.totals.revisionOf(key)).toBe(Math.floor(one.now / 1_000));
  });

  it('makes a rollup again that is not what its hours come to', async () => {
    const partition = partitionOf('a');
    const month = monthOfHour(Math.floor((today - 40 * DAY) / HOUR));
    const key = { tenant, month, partition };
    const range = { tenant, month, first: partition, last: partition };
    const head = (await one.rollups.readHeads(range)).get(partition);
    if (head === undefined) throw new Error('the month is rolled up');
    const { generation } = head.value;
    const place = { ...key, generation, index: 1 };
    const right = await one.rollups.readChunk(place);
    await one.rollups.dropChunk(place);
    await one.rollups.putChunk(place, Buffer.from('spoilt'));

    expect(await rebuild()).toBe(1);

    const next = (await one.rollups.readHeads(range)).get(partition)?.value;
    expect(next).toEqual({ ...head.value, generation: generation + 1 });
    const made = await one.rollups.readChunk({ ...place, generation: generation + 1 });
    expect(Buffer.from(made ?? [])).toEqual(Buffer.from(right ?? []));
  });
});
