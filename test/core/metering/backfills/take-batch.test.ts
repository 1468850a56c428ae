import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../core/kernel/json.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import { endJob, findJob, openJob, progressOf } from '../../../../core/metering/backfills/jobs.ts';
import type { BackfillRecords } from '../../../../core/metering/backfills/ports.ts';
import { takeBatch } from '../../../../core/metering/backfills/take-batch.ts';
import { entriesIn } from '../../../../core/metering/log/block.ts';
import type { UsageLog } from '../../../../core/metering/log/ports.ts';
import { UsageLogWriter } from '../../../../core/metering/log/usage-log.ts';
import { inMemoryBackfills } from '../../../fakes/backfills.ts';
import { inMemoryMeterCatalogs } from '../../../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../../../fakes/queue.ts';
import { InMemoryUsageLog } from '../../../fakes/usage-log.ts';
import { aMeter } from '../../../fixtures/usage-events.ts';

const october = Date.UTC(2025, 9, 1);
const period = { start: timestampOf(october), end: timestampOf(Date.UTC(2025, 11, 1)) };
const MINUTES = 12;

/** Events of some minutes of October, and one that is no event. */
const values: readonly JsonValue[] = [
  ...Array.from({ length: 40 }, (_, index) => ({
    ...{ source: 'urn:old', id: `e${index}`, type: 'view', subject: `reader-${index % 3}` },
    time: new Date(october + (index % MINUTES) * 60_000).toISOString(),
  })),
  { id: 'none' },
];
const whole = {
  accepted: 40,
  refused: { 'event.attribute-missing': 1 },
  unanswered: 0,
  underWay: 0,
};

/** Dies after so many calls that change anything; its last one was done, or was not. */
class Mortal {
  readonly #dies: 'before' | 'after';
  left: number;

  constructor(calls: number, dies: 'before' | 'after') {
    this.left = calls;
    this.#dies = dies;
  }

  async change<Value>(change: () => Promise<Value>): Promise<Value> {
    if (this.left <= 0) throw new Error('dead');
    this.left -= 1;
    if (this.left > 0) return change();
    if (this.#dies === 'after') await change();
    throw new Error('dead');
  }
}

interface World {
  readonly log: InMemoryUsageLog;
  readonly records: BackfillRecords;
  readonly touched: ReturnType<typeof inMemoryQueue>;
  readonly catalogs: ReturnType<typeof inMemoryMeterCatalogs>;
  readonly time: { now: number };
}

async function aWorld(): Promise<World> {
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters: [aMeter()] });
  const world = { log: new InMemoryUsageLog(), records: inMemoryBackfills(), catalogs };
  const all = { ...world, touched: inMemoryQueue(), time: { now: Date.UTC(2026, 2, 1) } };
  await openJob(ports(all), 'acme', {
    ...{ name: 'old', period, billing: 'adjust', eventsPerSecond: 500, isDryRun: false },
    by: 'key-1',
  });
  return all;
}

function ports(
  { log, records, touched, catalogs, time }: World,
  mortal = new Mortal(1e9, 'after'),
) {
  const usageLog: UsageLog = {
    read: (key, after) => log.read(key, after),
    append: (key, block) => mortal.change(() => log.append(key, block)),
  };
  return {
    usageLog,
    writer: () => new UsageLogWriter(usageLog),
    touched: { send: (bodies: readonly string[]) => mortal.change(() => touched.send(bodies)) },
    records: {
      ...records,
      put: (...args: Parameters<BackfillRecords['put']>) =>
        mortal.change(() => records.put(...args)),
      putBatch: (...args: Parameters<BackfillRecords['putBatch']>) =>
        mortal.change(() => records.putBatch(...args)),
    },
    catalogs,
    clock: { now: () => timestampOf(time.now) },
    shardEpochs: [{ from: timestampOf(0), shards: 2 }],
  };
}

type Ports = ReturnType<typeof ports>;

const send = (all: Ports, some = values) => takeBatch(all, 'acme', { name: 'old', values: some });

const progress = async ({ records }: World) => {
  const { job } = await findJob(records, 'acme', 'old');
  const { months, ...others } = await progressOf(records, 'acme', job);
  const accepted = months.reduce((sum, one) => sum + one.accepted, 0);
  const repeated = months.reduce((sum, one) => sum + one.repeated, 0);
  return { ...others, accepted, repeated };
};

/** What the log has, each event as often as it is there. */
async function logged({ log }: World): Promise<readonly string[]> {
  const found: string[] = [];
  for (let minute = october / 60_000; minute < october / 60_000 + MINUTES; minute += 1) {
    for (const shard of [0, 1]) {
      const blocks = log.blocksOf({ tenant: 'acme', shard, minute });
      found.push(
        ...blocks.flatMap(({ bytes }) => entriesIn('acme', bytes).map(({ event }) => event.id)),
      );
    }
  }
  return found.sort();
}

const every = values
  .slice(0, 40)
  .map((_, index) => `e${index}`)
  .sort();

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
    const seats = aMeter({
      ...{ key: 'seats', eventType: 'view', aggregation: 'weighted_sum', value: 'n' },
      ...{ opensWith: 'previous', sinceVersion: 2 },
    });
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
});
