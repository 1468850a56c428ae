import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { day, dayStart, ExportWorld, eventAt, later, meters, tenant } from './an-export-world.ts';

const minutesOf = (count: number, step = 1): readonly UsageEvent[] =>
  Array.from({ length: count }, (_, index) => eventAt(index * step));

const atHour = (hour: number) => timestampOf(dayStart + hour * 3_600_000);

describe('usage as files', () => {
  it('puts a day of a small tenant as one file, with what its totals say', async () => {
    const world = await new ExportWorld().start();
    await world.use(...minutesOf(20, 60));
    await world.use(
      eventAt(61, { subject: 'reader-2', data: '{"bytes":0.000000000001,"reader":"x"}' }),
    );

    const names = await world.export();

    expect(names).toStrictEqual([`date=${day}/hour=all/part-000001-000021.parquet`]);
    expect(await world.exported()).toStrictEqual(await world.totalled());
    expect((await world.exported()).get('bytes')).toBe('24000.000000000001');
  });

  it('writes nothing the second time', async () => {
    const world = await new ExportWorld().start();
    await world.use(...minutesOf(5));
    await world.export();
    const { puts } = world.files;

    const names = await world.export();

    expect(names).toStrictEqual([]);
    expect(world.files.puts).toBe(puts);
  });

  it('adds one file for an event that is late, and no row twice', async () => {
    const world = await new ExportWorld().start();
    await world.use(...minutesOf(5));
    await world.export();
    await world.use(eventAt(2, { subject: 'late', id: 'late' }));

    const names = await world.export();

    expect(names).toStrictEqual([`date=${day}/hour=all/part-000006-000006.parquet`]);
    expect(await world.exported()).toStrictEqual(await world.totalled());
    const rows = await world.rows();
    const firsts = rows.filter(({ nth }) => nth === 1).map(({ id }) => id);
    expect(firsts).toHaveLength(6);
    expect(new Set(firsts).size).toBe(6);
  });

  it('gives a large hour files of its own as soon as it is sealed, and waits with small ones for their day', async () => {
    const world = await new ExportWorld().start();
    for (let n = 0; n < 130; n += 1) await world.use(eventAt(n % 60, { id: `large-${n}` }));
    await world.use(eventAt(125));
    world.now = timestampOf(atHour(3) - 1);

    const early = await world.export();
    world.now = atHour(3);
    const sealed = await world.export();
    world.now = atHour(26);
    const whole = await world.export();

    expect(early).toStrictEqual([]);
    expect(sealed).toStrictEqual([`date=${day}/hour=00/part-000001-000130.parquet`]);
    expect(whole).toStrictEqual([`date=${day}/hour=all/part-000001-000001.parquet`]);
    expect(await world.exported()).toStrictEqual(await world.totalled());
  });

  it('adds rows of a meter that came later, and counts what was before it as its totals do', async () => {
    const world = await new ExportWorld().start();
    await world.use(...minutesOf(3), eventAt(10, { type: 'other', id: 'nobody-counts' }));
    await world.export();
    await world.catalogs.append(tenant, { version: 2, meters: [...meters, later] });
    for (const { shard, minute } of world.usageLog.keys()) await world.fold(shard, minute);

    const names = await world.export();

    expect(names).toHaveLength(1);
    expect(await world.exported()).toStrictEqual(await world.totalled());
    expect((await world.exported()).get('later')).toBe('3600');
    const rows = await world.rows();
    expect(rows.filter(({ nth }) => nth === 1)).toHaveLength(4);
    expect(rows.filter(({ meter }) => meter === 'later').map(({ nth }) => nth)).toStrictEqual([
      4, 4, 4,
    ]);
    expect(rows.filter(({ id }) => id === 'nobody-counts')).toMatchObject([
      { meter: null, nth: 1 },
    ]);
  });

  it('says of an event who sent it, what it says, and what it counts as', async () => {
    const world = await new ExportWorld().start();
    await world.use(eventAt(1, { data: '{"bytes":12.5,"path":"/a","reader":"x"}' }));
    await world.export();

    const rows = await world.rows();

    const event = { time: new Date(dayStart + 90_500), subject: 'reader-1', type: 'view' };
    const sent = { source: 'urn:magazine', id: 'event-1-' };
    expect(rows).toMatchObject([
      { ...event, ...sent, meter: 'views', quantity: 10n ** 12n, nth: 1, dimensions: {} },
      {
        ...event,
        meter: 'bytes',
        quantity: 12_500_000_000_000n,
        nth: 2,
        dimensions: { path: '/a' },
      },
      { ...event, meter: 'readers', aggregation: 'unique_count', quantity: null, nth: 3 },
    ]);
    expect(rows.map(({ data }) => data)).toStrictEqual([
      ...['{"bytes":12.5,"path":"/a","reader":"x"}', null, null],
    ]);
  });

  it('adds up to totals, however events come and exports are made', async () => {
    const use = fc.record({
      minute: fc.integer({ min: 0, max: 1_439 }),
      subject: fc.constantFrom('a', 'b', 'c', 'd'),
      bytes: fc.integer({ min: 1, max: 10 ** 9 }),
      exports: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(use, { minLength: 1, maxLength: 25 }), async (uses) => {
        const world = await new ExportWorld().start();
        for (const [index, { minute, subject, bytes, exports }] of uses.entries()) {
          const data = JSON.stringify({ bytes: bytes / 1_000, reader: subject });
          await world.use(eventAt(minute, { id: String(index), subject, data }));
          if (exports) await world.export();
        }
        await world.export();

        expect(await world.exported()).toStrictEqual(await world.totalled());
      }),
      { numRuns: 15 },
    );
  });
});
