import type { PutOutcome } from '../../../kernel/log.ts';
import type { Mark, RollupReads } from '../../rollups/ports.ts';
import type {
  FoldProgress,
  FoldProgressKey,
  HourlyTallies,
  Revised,
  TotalsKey,
  TotalsRange,
  UsageTotals,
} from '../../totals/ports.ts';
import type { HourTotals } from '../../totals/totals.ts';
import { hoursPerDay, monthOfHour } from '../../utc-month.ts';

const textOf = ({ tenant, hour }: { readonly tenant: string; readonly hour: number }, of: number) =>
  JSON.stringify([tenant, of, hour]);

/** Totals over others: what is put stays in memory, and is read in place of what the others have. */
export class ForeseenTotals implements UsageTotals, HourlyTallies {
  readonly #below: UsageTotals;
  readonly #put = new Map<
    string,
    { readonly key: TotalsKey; readonly next: Revised<HourTotals> }
  >();
  readonly #progress = new Map<string, Revised<FoldProgress>>();

  constructor(below: UsageTotals) {
    this.#below = below;
  }

  /** The hours of partitions that something was put of. */
  get changed(): readonly TotalsKey[] {
    return Array.from(this.#put.values(), ({ key }) => key);
  }

  async read(key: TotalsKey): Promise<Revised<HourTotals> | undefined> {
    return this.#put.get(textOf(key, key.partition))?.next ?? this.#below.read(key);
  }

  async put(key: TotalsKey, next: Revised<HourTotals>): Promise<PutOutcome> {
    this.#put.set(textOf(key, key.partition), { key, next });
    return 'put';
  }

  async *readRange(
    range: TotalsRange,
  ): AsyncGenerator<{ readonly hour: number; readonly totals: HourTotals }> {
    const { tenant, partition, from, to } = range;
    const own = [...this.#put.values()]
      .filter(({ key }) => key.tenant === tenant && key.partition === partition)
      .filter(({ key: { hour } }) => from <= hour && hour < to)
      .map(({ key: { hour }, next }) => ({ hour, totals: next.value }))
      .sort((a, b) => a.hour - b.hour);
    for await (const one of this.#below.readRange(range)) {
      while (own[0] !== undefined && own[0].hour < one.hour) yield* own.splice(0, 1);
      const [instead] = own;
      if (instead?.hour === one.hour) yield* own.splice(0, 1);
      else yield one;
    }
    yield* own;
  }

  async *readTallies(
    range: TotalsRange,
    { meter, subjects }: Parameters<HourlyTallies['readTallies']>[1],
  ): ReturnType<HourlyTallies['readTallies']> extends AsyncIterable<infer Hour>
    ? AsyncGenerator<Hour>
    : never {
    for await (const { hour, totals } of this.readRange(range)) {
      const tallies = totals.tallies.filter(
        (one) => one.meter === meter && subjects?.has(one.subject) !== false,
      );
      if (tallies.length > 0) yield { hour, tallies };
    }
  }

  async readProgress(
    key: FoldProgressKey,
    consistency: Parameters<UsageTotals['readProgress']>[1],
  ): Promise<Revised<FoldProgress> | undefined> {
    return this.#progress.get(textOf(key, key.shard)) ?? this.#below.readProgress(key, consistency);
  }

  async putProgress(key: FoldProgressKey, next: Revised<FoldProgress>): Promise<PutOutcome> {
    this.#progress.set(textOf(key, key.shard), next);
    return 'put';
  }

  /** As the others have it: what is foreseen is never behind them. */
  listProgress(page: Parameters<UsageTotals['listProgress']>[0]) {
    return this.#below.listProgress(page);
  }
}

/** Rollups of which the days of these hours are not read. */
export function foreseenRollups(rollups: RollupReads, changed: readonly TotalsKey[]): RollupReads {
  return {
    readHeads: (range, consistency) => rollups.readHeads(range, consistency),
    readChunk: (place) => rollups.readChunk(place),
    listMarks: async (range, consistency) => {
      const { tenant, month, first, last, limit } = range;
      const own = changed
        .filter((key) => key.tenant === tenant && monthOfHour(key.hour) === month)
        .filter(({ partition }) => first <= partition && partition <= last);
      // One of a day does: a mark is of its whole day.
      const days = new Map(
        own.map(({ partition, hour }): [string, Mark] => [
          `${partition} ${Math.floor(hour / hoursPerDay)}`,
          { partition, hour, revision: 0 },
        ]),
      );
      const marks = await rollups.listMarks(range, consistency);
      return [...days.values(), ...marks].slice(0, limit);
    },
  };
}
