import { inParallel } from '../../kernel/in-parallel.ts';
import type { Consistency } from '../../kernel/log.ts';
import { firstDayOf, hoursPerDay } from '../utc-month.ts';
import { type RolledSeries, seriesIn } from './chunk-series.ts';
import type { RollupHead, RollupKey, RollupReads } from './ports.ts';
import { chunkOf, sumsIndex } from './rollup-bytes.ts';

/** With more, so much changes that the hours are read. */
const MARKS_MAX = 1_000;
const PARTITIONS_AT_ONCE = 64;
const ATTEMPTS_MAX = 3;

/** The partitions that are asked for, and which of their subjects; undefined for all. */
export type SubjectsAsked = ReadonlyMap<number, ReadonlySet<string> | undefined>;

/** What is asked for of a tenant's UTC month (since 1970). */
export interface RolledMonthAsked {
  readonly tenant: string;
  readonly month: number;
  /** Days since 1970, of that month. */
  readonly days: readonly number[];
  readonly asked: SubjectsAsked;
  /** Undefined for all that are rolled up. */
  readonly meter: string | undefined;
  /** That has all meters that are asked for. */
  readonly catalogVersion: number;
  /** Whether sums over all subjects do as well. */
  readonly isOfAll: boolean;
  /** Strong where all is to be known that was folded before the question. */
  readonly consistency: Consistency;
}

/** What is rolled up of a partition's month. */
export interface RolledPartition {
  readonly partition: number;
  /** Those of the days that are asked for of which `series` say all. */
  readonly days: readonly number[];
  /** The days that sums of series are over, where none of them has changed since. */
  readonly summed: { readonly from: number; readonly until: number } | undefined;
  readonly series: readonly RolledSeries[];
}

/**
 * Reads what is rolled up of a month. Marks are read before chunks, as they are put before a change and taken away
 * after a compaction: where there is none, the chunks read after have all changes up to then. Days with a mark are left
 * out.
 */
export async function readRolledMonth(
  rollups: RollupReads,
  question: RolledMonthAsked,
): Promise<readonly RolledPartition[]> {
  const { tenant, month, asked } = question;
  const places = [...asked.keys()];
  const ends = { first: Math.min(...places), last: Math.max(...places) };
  const range = { tenant, month, ...ends };
  const marks = await rollups.listMarks({ ...range, limit: MARKS_MAX }, question.consistency);
  if (marks.length === MARKS_MAX) return [];
  const changed = Map.groupBy(marks, ({ partition }) => partition);
  const marked = (partition: number): ReadonlySet<number> =>
    new Set((changed.get(partition) ?? []).map(({ hour }) => Math.floor(hour / hoursPerDay)));
  let left: readonly number[] = places;
  const read: RolledPartition[] = [];
  for (let attempt = 0; attempt < ATTEMPTS_MAX && left.length > 0; attempt += 1) {
    // A chunk that the head names, and that is gone, was dropped after a newer head was put.
    const heads = await rollups.readHeads(range, attempt === 0 ? 'eventual' : 'strong');
    const found = await inParallel(PARTITIONS_AT_ONCE, left, (partition) =>
      readPartition(rollups, question, {
        partition,
        head: heads.get(partition)?.value,
        marked: marked(partition),
      }),
    );
    left = left.filter((_, index) => found[index] === undefined);
    read.push(...found.filter((one) => one !== undefined));
  }
  return read;
}

/** Undefined where a chunk is gone. */
async function readPartition(
  rollups: RollupReads,
  question: RolledMonthAsked,
  {
    partition,
    head,
    marked,
  }: {
    readonly partition: number;
    readonly head: RollupHead | undefined;
    readonly marked: ReadonlySet<number>;
  },
): Promise<RolledPartition | undefined> {
  const { tenant, month } = question;
  const from = firstDayOf(month);
  const until = from + (head?.days ?? 0);
  const days = question.days.filter((day) => day < until && !marked.has(day));
  const isUsable = head !== undefined && head.catalogVersion >= question.catalogVersion;
  if (!isUsable || days.length === 0) {
    return { partition, days: [], summed: undefined, series: [] };
  }
  const series = await readSeries(rollups, question, { tenant, month, partition }, head);
  const isChanged = [...marked].some((day) => day < until);
  if (series === undefined) return undefined;
  return { partition, days, summed: isChanged ? undefined : { from, until }, series };
}

async function readSeries(
  rollups: RollupReads,
  question: RolledMonthAsked,
  place: RollupKey,
  { generation, buckets }: RollupHead,
): Promise<readonly RolledSeries[] | undefined> {
  const { meter } = question;
  const wanted = [...chunksOf(question, place.partition, buckets)];
  const series = await Promise.all(
    wanted.map(async ([index, subjects]) => {
      const bytes = await rollups.readChunk({ ...place, generation, index });
      return bytes === undefined ? undefined : seriesIn(bytes, { meter, subjects });
    }),
  );
  const found = series.filter((some) => some !== undefined);
  return found.length < series.length ? undefined : found.flat();
}

/** The chunks to read, with the subjects that are wanted of each; undefined for all. */
function chunksOf(
  { isOfAll, asked }: RolledMonthAsked,
  partition: number,
  buckets: number,
): ReadonlyMap<number, ReadonlySet<string> | undefined> {
  if (isOfAll && buckets > 1) return new Map([[sumsIndex, undefined]]);
  const subjects = asked.get(partition);
  if (subjects === undefined) {
    return new Map(Array.from({ length: buckets }, (_, index) => [index + 1, undefined]));
  }
  const byIndex = Map.groupBy(subjects, (subject) => chunkOf(subject, buckets));
  return new Map([...byIndex].map(([index, some]) => [index, new Set(some)]));
}
