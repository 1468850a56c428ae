import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../core/kernel/json.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import { endJob, openJob } from '../../../../core/metering/backfills/jobs.ts';
import type { BackfillBatch, BackfillRecords } from '../../../../core/metering/backfills/ports.ts';
import {
  batchFrom,
  storedBatch,
  storedJob,
} from '../../../../core/metering/backfills/stored-backfill.ts';
import { takeBatch } from '../../../../core/metering/backfills/take-batch.ts';
import { UsageLogWriter } from '../../../../core/metering/log/usage-log.ts';
import { newSalt, pseudonymOf } from '../../../../core/metering/pseudonyms/pseudonym.ts';
import { touchedHourFrom } from '../../../../core/metering/totals/touched.ts';
import { systemRandom } from '../../../../functions/adapters/system-random.ts';
import { aMeter } from '../../../fixtures/usage-events.ts';
import {
  aWorld,
  every,
  logged,
  MINUTES,
  Mortal,
  october,
  type Ports,
  period,
  ports,
  progress,
  send,
  values,
  whole,
} from '../../../support/backfill-world.ts';

const seats = aMeter({
  ...{ key: 'seats', eventType: 'view', aggregation: 'weighted_sum', value: 'n' },
  ...{ opensWith: 'previous', sinceVersion: 2 },
});

describe('a batch of a backfill job', () => {
  it('is written once and counted once, wherever its request dies, when it is sent again', async () => {
    for (const dies of ['before', 'after'] as const) {
      for (let calls = 1; ; calls += 1) {
        const world = await aWorld();
        const mortal = new Mortal(calls, dies);
        const dead = await send(ports(world, mortal)).then(
          () => false,
          () => true,
        );
        await send(ports(world));
        const again = await send(ports(world));

        expect(await logged(world)).toEqual(every);
        expect(await progress(world)).toMatchObject({ ...whole, repeated: 0 });
        expect(again.rejected).toMatchObject([{ index: 40, code: 'event.attribute-missing' }]);
        // Whatever the log got, the hour was told of after it.
        expect(world.touched.bodies.length).toBeGreaterThan(0);
        if (!dead) break;
      }
    }
  });

  it('is counted by the log where its request died, and nobody sends it again', async () => {
    for (let calls = 3; calls < 16; calls += 4) {
      const world = await aWorld();
      await send(ports(world, new Mortal(calls, 'after'))).catch(() => undefined);
      const end = () => endJob(ports(world), 'acme', { name: 'old', by: 'key-1', as: 'cancelled' });
      await end();
      const early = await progress(world);
      world.time.now += 5 * 60_000;

      await end();

      const there = (await logged(world)).length;
      expect(early).toMatchObject({ underWay: 41, accepted: 0 });
      expect(await progress(world)).toMatchObject({
        ...{ underWay: 0, accepted: there, repeated: 0, unanswered: 41 - there },
      });
    }
  });

  it('is the same whoever of two at once answers it', async () => {
    const world = await aWorld();

    const both = await Promise.all([send(ports(world)), send(ports(world))]);

    expect(both[0]).toEqual(both[1]);
    expect(await logged(world)).toEqual(every);
    expect(await progress(world)).toMatchObject({ ...whole, repeated: 0 });
  });

  it('repeats what another batch has brought, whatever else it has', async () => {
    const world = await aWorld();
    await send(ports(world), values.slice(0, 30));

    const { counts } = await send(ports(world), values.slice(10));

    expect(counts.months).toEqual([{ month: '2025-10', accepted: 10, repeated: 20 }]);
    expect(await logged(world)).toEqual(every);
  });

  it('is let in by no job that was cancelled before it began', async () => {
    const world = await aWorld();
    const { records } = world;
    let isFirst = true;
    const racing = {
      ...ports(world),
      records: {
        ...records,
        putBatch: async (...args: Parameters<BackfillRecords['putBatch']>) => {
          const outcome = await records.putBatch(...args);
          if (isFirst) {
            isFirst = false;
            await endJob(ports(world), 'acme', { name: 'old', by: 'key-1', as: 'cancelled' });
          }
          return outcome;
        },
      },
    };

    await expect(send(racing)).rejects.toMatchObject({ code: 'backfill.ended' });

    expect(await logged(world)).toEqual([]);
  });

  it('is refused of a level that later months stand on, and not where it is informational', async () => {
    const world = await aWorld();
    await world.catalogs.append('acme', { version: 2, meters: [aMeter(), seats] });
    await openJob(ports(world), 'acme', {
      ...{ name: 'never', period, billing: 'informational', eventsPerSecond: 500 },
      ...{ isDryRun: false, by: 'key-1' },
    });

    const billed = await send(ports(world), values.slice(0, 1));
    const never = { name: 'never', values: values.slice(0, 1) };

    expect(billed.rejected).toMatchObject([{ index: 0, code: 'event.level-settled' }]);
    expect((await takeBatch(ports(world), 'acme', never)).rejected).toEqual([]);
  });

  it('is told of by whoever counts it, where its request died between the log and the telling', async () => {
    const world = await aWorld();
    const dead = { ...ports(world), touched: { send: async () => 'unavailable' as const } };
    await expect(send(dead)).rejects.toMatchObject({ code: 'queue.unavailable' });
    world.time.now += 5 * 60_000;
    const end = (all: Ports) => endJob(all, 'acme', { name: 'old', by: 'key-1', as: 'closed' });

    // What cannot be told is not counted.
    await expect(end(dead)).rejects.toMatchObject({ code: 'queue.unavailable' });
    expect(await progress(world)).toMatchObject({ accepted: 0, underWay: 41 });
    await end(ports(world));

    expect(await progress(world)).toMatchObject({ accepted: 40, underWay: 0, unanswered: 1 });
    const told = world.touched.bodies.map(touchedHourFrom);
    const minutes = told.flatMap(({ shard, coverage }) =>
      [...coverage].map(([minute, blocks]) => [shard, minute, blocks]),
    );
    for (let minute = october / 60_000; minute < october / 60_000 + MINUTES; minute += 1) {
      for (const shard of [0, 1]) {
        const { length } = world.log.blocksOf({ tenant: 'acme', shard, minute });
        if (length > 0) expect(minutes).toContainEqual([shard, minute, length]);
      }
    }
  });

  it('is counted by nobody else while a second request is at it, however old the first is', async () => {
    const world = await aWorld();
    await send(ports(world, new Mortal(2, 'after'))).catch(() => undefined);
    world.time.now += 5 * 60_000;
    const all = ports(world);
    const end = () => endJob(all, 'acme', { name: 'old', by: 'key-1', as: 'cancelled' });
    let early: unknown;
    const writer = () =>
      new UsageLogWriter({
        read: all.usageLog.read,
        append: async (key, block) => {
          if (early === undefined) {
            await end();
            early = await progress(world);
          }
          return all.usageLog.append(key, block);
        },
      });

    await send({ ...all, writer });
    await end();

    expect(early).toMatchObject({ underWay: 41, unanswered: 0 });
    expect(await logged(world)).toEqual(every);
    expect(await progress(world)).toMatchObject({ ...whole, repeated: 0 });
  });

  it('is judged by when it came first: what is in the log is never refused later', async () => {
    const world = await aWorld();
    world.time.now = Date.UTC(2026, 0, 30);
    const dead = { ...ports(world), touched: { send: async () => 'unavailable' as const } };
    await send(dead).catch(() => undefined);
    await world.catalogs.append('acme', { version: 2, meters: [aMeter(), seats] });
    world.time.now = Date.UTC(2026, 2, 1);

    const { counts, rejected } = await send(ports(world));

    expect(counts.months).toEqual([{ month: '2025-10', accepted: 40, repeated: 0 }]);
    expect(rejected).toMatchObject([{ index: 40, code: 'event.attribute-missing' }]);
    expect(world.touched.bodies.length).toBeGreaterThan(0);
  });

  it('is refused ever after what it was refused', async () => {
    const world = await aWorld();
    world.time.now = october + 5 * 60_000;

    const first = await send(ports(world), values.slice(0, 12));
    world.time.now += 60 * 60_000;
    const again = await send(ports(world), values.slice(0, 12));

    expect(first.rejected.length).toBeGreaterThan(0);
    expect(again).toEqual(first);
  });

  it('is taken up again where a version began it that kept nothing of how it judged', async () => {
    const world = await aWorld();
    await send(ports(world, new Mortal(4, 'after'))).catch(() => undefined);
    const { batches } = await world.records.listBatches('acme', 'old', { after: '', limit: 1 });
    const { revision, batch } = batches[0] ?? {};
    const { judged: _, ...old } = storedBatch(batch as BackfillBatch) as BackfillBatch;
    const next = { revision: Number(revision) + 1, batch: batchFrom(String(batch?.digest), old) };
    await world.records.putBatch('acme', 'old', next);

    await send(ports(world));

    expect(next.batch).not.toHaveProperty('judged');
    expect(await progress(world)).toMatchObject({ ...whole, repeated: 0 });
  });

  it('repeats what is there under another name of its subject', async () => {
    const world = await aWorld();
    const [value] = values;
    await send(ports(world), values.slice(0, 1));
    const name = pseudonymOf('acme', 'reader-0', newSalt(systemRandom, 'acme', 'reader-0'));
    const names = new Map([['reader-0', name]]);
    const pseudonyms = {
      isAsked: () => true,
      namesOf: async () => names,
      find: async () => names,
      isDropped: async () => false,
    };
    const sends = (some: readonly JsonValue[]) =>
      takeBatch({ ...ports(world), pseudonyms }, 'acme', { name: 'old', values: some });

    const { counts } = await sends([value ?? null, { id: 'none' }]);
    const other = await sends([{ ...Object(value), data: { says: 'something else' } }]);

    expect(counts).toMatchObject({ months: [{ accepted: 0, repeated: 1 }] });
    expect(other.rejected).toMatchObject([{ index: 0, code: 'event.conflict' }]);
  });

  it('of a dry run is kept within an item, however many months and meters it is of', async () => {
    const world = await aWorld();
    const meters = Array.from({ length: 100 }, (_, index) =>
      aMeter({ key: `meter_${'x'.repeat(40)}_${index}`, eventType: 'view', sinceVersion: 2 }),
    );
    await world.catalogs.append('acme', { version: 2, meters });
    const long = { start: timestampOf(Date.UTC(2016, 6)), end: timestampOf(Date.UTC(2026, 2)) };
    await openJob(ports(world), 'acme', {
      ...{ name: 'try', period: long, billing: 'adjust', eventsPerSecond: 500 },
      ...{ isDryRun: true, by: 'key-1' },
    });
    const sent = Array.from({ length: 116 }, (_, month) => ({
      ...{ source: 'urn:old', id: `m${month}`, type: 'view', subject: 'reader' },
      time: new Date(Date.UTC(2016, 6 + month, 3)).toISOString(),
    }));

    const dry = (some: readonly JsonValue[]) =>
      takeBatch(ports(world), 'acme', { name: 'try', values: some });
    await dry(sent.slice(3));
    await dry(sent.slice(0, 58).map((one) => ({ ...one, id: `${one.id}-again` })));
    const { job } = await endJob(ports(world), 'acme', { name: 'try', by: 'key-1', as: 'closed' });

    expect(Buffer.byteLength(JSON.stringify(storedJob(job)))).toBeLessThan(200_000);
    const additions = job.summed?.additions ?? [];
    const months = ['2016-07', '2016-08', '2016-09', '2016-10', '2016-11'];
    expect(additions.map(({ month, events }) => `${month} ${events}`)).toEqual(
      months.flatMap((month, age) => Array<string>(100).fill(`${month} ${age < 3 ? 1 : 2}`)),
    );
    expect(job.summed?.months.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(113 + 58);
  });

  it('gets in beside small ones, however large it is', async () => {
    const world = await aWorld();
    const slow = { name: 'slow', period, billing: 'adjust', eventsPerSecond: 1 } as const;
    await openJob(ports(world), 'acme', { ...slow, isDryRun: true, by: 'key-1' });
    const sends = (some: readonly JsonValue[]) =>
      takeBatch(ports(world), 'acme', { name: 'slow', values: some });
    const large = Array.from({ length: 1_000 }, (_, index) => ({ id: `large-${index}` }));
    await sends([{ id: 'small' }]);

    expect((await sends(large)).rejected).toHaveLength(1_000);
    const fast = sends([{ id: 'another' }]);

    await expect(fast).rejects.toMatchObject({ extensions: { retryAfter: 1 } });
  });
});
