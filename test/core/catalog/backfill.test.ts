import { describe, expect, it } from '@jest/globals';
import {
  type BackfillPosition,
  backfillBody,
  backfillPositionFrom,
  continueBackfill,
} from '../../../core/catalog/backfill.ts';
import { touchedHourFrom } from '../../../core/metering/totals/touched.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter } from '../../fixtures/usage-events.ts';

interface Hour {
  readonly shard: number;
  readonly hour: number;
  readonly catalogVersion: number;
}

/** Totals that have fold progress only; of tens of thousands, the fake of everything would sort all for each page. */
class ProgressOnly extends InMemoryUsageTotals {
  readonly #byShard: ReadonlyMap<number, readonly Hour[]>;

  constructor(hours: readonly Hour[]) {
    super();
    this.#byShard = Map.groupBy(hours, ({ shard }) => shard);
  }

  override async listProgress({ tenant, shard, after, limit }: Page) {
    const hours = tenant === 'acme' ? (this.#byShard.get(shard) ?? []) : [];
    return hours
      .filter(({ hour }) => hour > after)
      .slice(0, limit)
      .map(({ hour, catalogVersion }) => ({ hour, catalogVersion, revision: 1 }));
  }
}

type Page = Parameters<InMemoryUsageTotals['listProgress']>[0];

function aBackfill(hours: readonly Hour[]) {
  const totals = new ProgressOnly(hours);
  const touched = inMemoryQueue();
  const backfill = inMemoryQueue();
  const step = (position: BackfillPosition) =>
    continueBackfill({ totals, touched, backfill }, position);
  const first = backfillPositionFrom(backfillBody('acme', aMeter({ sinceVersion: 3 })));
  return {
    touched,
    backfill,
    step,
    first,
    /** Works off the first message and all that it leads to; how many there were. */
    run: async (from: BackfillPosition = first): Promise<number> => {
      await step(from);
      let done = 0;
      while (done < backfill.bodies.length) {
        const body = backfill.bodies[done] ?? '';
        done += 1;
        await step(backfillPositionFrom(body));
      }
      return done + 1;
    },
    announced: () =>
      touched.bodies.map(touchedHourFrom).map(({ tenant, shard, hour, coverage }) => {
        // Of tens of thousands, `expect` would take most of the time.
        if (tenant !== 'acme' || coverage.size > 0) throw new Error(`announced: ${tenant} ${hour}`);
        return [shard, hour];
      }),
  };
}

const manyHours = (shard: number, count: number): Hour[] =>
  Array.from({ length: count }, (_, hour) => ({ shard, hour: 490_000 + hour, catalogVersion: 2 }));

describe('a backfill', () => {
  it('announces the hours of all shards folded under an older catalog, and no others', async () => {
    const { run, announced } = aBackfill([
      { shard: 0, hour: 7, catalogVersion: 2 },
      { shard: 0, hour: 8, catalogVersion: 3 },
      { shard: 5, hour: 7, catalogVersion: 0 },
      { shard: 63, hour: 9, catalogVersion: 2 },
      { shard: 63, hour: 10, catalogVersion: 4 },
    ]);

    await run();

    expect(announced()).toEqual([
      [0, 7],
      [5, 7],
      [63, 9],
    ]);
  });

  it('goes on by a message to itself, and misses and repeats no hour', async () => {
    const hours = [...manyHours(0, 60_000), ...manyHours(2, 501)];
    const { run, announced } = aBackfill(hours);

    const messages = await run();

    expect(messages).toBeGreaterThan(1);
    expect(messages).toBeLessThan(10);
    expect(announced()).toEqual(hours.map(({ shard, hour }) => [shard, hour]));
  });

  it('reads no more than the shards when there is no usage', async () => {
    const { run, announced } = aBackfill([]);

    expect(await run()).toBe(1);
    expect(announced()).toEqual([]);
  });

  it('fails, to be tried again, when a queue does not take its messages', async () => {
    const { step, first, touched } = aBackfill(manyHours(0, 3));
    touched.fail();

    await expect(step(first)).rejects.toThrow('queue');
  });

  it('does not end when it cannot say where it goes on', async () => {
    const { step, first, backfill } = aBackfill(manyHours(0, 60_000));
    backfill.fail();

    await expect(step(first)).rejects.toThrow('queue');
  });

  it('announces the same again when its message is delivered twice', async () => {
    const { step, first, announced } = aBackfill(manyHours(1, 2));

    await step(first);
    await step(first);

    expect(announced()).toEqual([
      [1, 490_000],
      [1, 490_001],
      [1, 490_000],
      [1, 490_001],
    ]);
  });
});
