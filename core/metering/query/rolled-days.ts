import { inParallel } from '../../kernel/in-parallel.ts';
import type { Consistency } from '../../kernel/log.ts';
import { millisecondsPer, type Period, timestampOf } from '../../kernel/timestamp.ts';
import type { DayTally } from '../rollups/day-fold.ts';
import type { RollupHead, RollupKey, RollupReads } from '../rollups/ports.ts';
import { chunkOf, dayTalliesFrom, sumsIndex } from '../rollups/rollup-bytes.ts';
import { firstDayOf, hoursPerDay, monthOfDay } from '../utc-month.ts';
import type { UsageQuestion } from './usage-query-question.ts';
import type { UsageRows } from './usage-query-rows.ts';

/** With more, so much changes that the hours are read. */
const MARKS_MAX = 1_000;
const PARTITIONS_AT_ONCE = 64;
const ATTEMPTS_MAX = 3;
/** To list subjects day by day, chunks of a whole month are worth reading for so many days of it. */
const DAYS_WORTH_IT = 8;

/**
 * What was added of days, and so is not to be read from their hours: of a partition, each day with the subjects left.
 */
export type RolledDays = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<string>>>;

/** The partitions that are asked for, and which of their subjects; undefined for all. */
export type SubjectsAsked = ReadonlyMap<number, ReadonlySet<string> | undefined>;

/** Whether an answer is the same from sums over all subjects. */
const isOfAll = ({ subjects, cutsOf, grouping }: UsageQuestion): boolean =>
  subjects === undefined && cutsOf === undefined && !grouping.subject && !grouping.customer;

/** Whether days' tallies can be added to windows of these units: the days that lie in one of them. */
const isByDays = ({ unit, meter }: UsageQuestion): boolean =>
  unit !== 'hour' && unit !== 'quarter_hour' && meter.aggregation !== 'unique_count';

/** UTC days (since 1970) that lie whole within one window, where a question can be answered from days at all. */
export function daysInWindows(question: UsageQuestion, windows: readonly Period[]): number[] {
  if (!isByDays(question)) return [];
  const days: number[] = [];
  for (const { start, end } of windows) {
    const last = Math.floor(end / millisecondsPer.day);
    for (let day = Math.ceil(start / millisecondsPer.day); day < last; day += 1) days.push(day);
  }
  const isListed = question.subjects === undefined && !isOfAll(question);
  return isListed && days.length < DAYS_WORTH_IT ? [] : days;
}

/**
 * Adds what is rolled up of these days, and says what that was. Marks are read before chunks, as they are put before
 * a change and taken away after a compaction: where there is none, the chunks read after have all changes up to then.
 * Days with a mark are left to be read from their hours, and of other days the subjects that are asked for a part of
 * it only.
 */
export async function addRolledDays(
  rollups: RollupReads,
  question: UsageQuestion,
  { days, asked }: { readonly days: readonly number[]; readonly asked: SubjectsAsked },
  rows: UsageRows,
): Promise<RolledDays> {
  const added = new Map<number, ReadonlyMap<number, ReadonlySet<string>>>();
  for (const [month, wanted] of Map.groupBy(days, monthOfDay)) {
    const read = await readMonth(rollups, question, { month, days: wanted, asked });
    for (const one of read) {
      const before = added.get(one.partition) ?? [];
      added.set(one.partition, new Map([...before, ...addPartition(question, one, rows)]));
    }
  }
  return added;
}

/** Adds the days of a partition that are open, and says of which subjects a part of a day is left. */
function addPartition(
  question: UsageQuestion,
  { days, tallies }: RolledPartition,
  rows: UsageRows,
): ReadonlyMap<number, Set<string>> {
  const left = new Map(days.map((day) => [day, new Set<string>()]));
  for (const tally of tallies) {
    const day = left.get(tally.day);
    if (day !== undefined) addDay(question, tally, day, rows);
  }
  return left;
}

function addDay(
  { cutsOf, isAskedFor, dimensionValues }: UsageQuestion,
  tally: DayTally,
  left: Set<string>,
  rows: UsageRows,
): void {
  const { subject, day, dimensions } = tally;
  const start = timestampOf(day * millisecondsPer.day);
  const end = start + millisecondsPer.day;
  if (cutsOf?.(subject).some((cut) => start < cut && cut < end) === true) left.add(subject);
  else if (!isAskedFor(subject, start)) return;
  else if ([...dimensionValues].every(([place, value]) => dimensions[place] === value)) {
    rows.add(start, tally);
  }
}

interface MonthAsked {
  readonly month: number;
  readonly days: readonly number[];
  readonly asked: SubjectsAsked;
}

interface RolledPartition {
  readonly partition: number;
  readonly days: readonly number[];
  readonly tallies: readonly DayTally[];
}

async function readMonth(
  rollups: RollupReads,
  question: UsageQuestion,
  { month, days, asked }: MonthAsked,
): Promise<readonly RolledPartition[]> {
  const { tenant } = question;
  const places = [...asked.keys()];
  const ends = { first: Math.min(...places), last: Math.max(...places) };
  const range = { tenant, month, ...ends };
  const marks = await rollups.listMarks({ ...range, limit: MARKS_MAX }, 'eventual');
  if (marks.length === MARKS_MAX) return [];
  const marked = new Set(
    marks.map(({ partition, hour }) => placeOf(partition, Math.floor(hour / hoursPerDay))),
  );
  let left: readonly number[] = places;
  const read: RolledPartition[] = [];
  for (let attempt = 0; attempt < ATTEMPTS_MAX && left.length > 0; attempt += 1) {
    // A chunk that the head names, and that is gone, was dropped after a newer head was put.
    const consistency: Consistency = attempt === 0 ? 'eventual' : 'strong';
    const heads = await rollups.readHeads(range, consistency);
    const found = await inParallel(PARTITIONS_AT_ONCE, left, async (partition) => {
      const head = heads.get(partition)?.value;
      const until = firstDayOf(month) + (head?.days ?? 0);
      const isOpen = (day: number) => day < until && !marked.has(placeOf(partition, day));
      const usable = isUsable(question, head) ? days.filter(isOpen) : [];
      if (head === undefined || usable.length === 0) return { partition, days: [], tallies: [] };
      const tallies = await readTallies(rollups, question, {
        place: { tenant, month, partition },
        head,
        subjects: asked.get(partition),
      });
      return { partition, days: usable, tallies };
    });
    left = found.filter(({ tallies }) => tallies === undefined).map(({ partition }) => partition);
    for (const { tallies, ...one } of found)
      if (tallies !== undefined) read.push({ ...one, tallies });
  }
  return read;
}

const placeOf = (partition: number, day: number): string => `${partition} ${day}`;

const isUsable = ({ meter }: UsageQuestion, head: RollupHead | undefined): boolean =>
  head !== undefined && head.catalogVersion >= meter.sinceVersion;

/** Undefined where a chunk is gone. */
async function readTallies(
  rollups: RollupReads,
  question: UsageQuestion,
  {
    place,
    head: { generation, buckets },
    subjects,
  }: {
    readonly place: RollupKey;
    readonly head: RollupHead;
    readonly subjects: ReadonlySet<string> | undefined;
  },
): Promise<readonly DayTally[] | undefined> {
  const indexes = chunksOf(question, subjects, buckets);
  const chunks = await Promise.all(
    Array.from(indexes, (index) => rollups.readChunk({ ...place, generation, index })),
  );
  const found = chunks.filter((bytes) => bytes !== undefined);
  if (found.length < chunks.length) return undefined;
  const wanted = { meter: question.meter.key, subjects };
  return found.flatMap((bytes) => dayTalliesFrom(bytes, wanted));
}

function chunksOf(
  question: UsageQuestion,
  subjects: ReadonlySet<string> | undefined,
  buckets: number,
): ReadonlySet<number> {
  if (isOfAll(question) && buckets > 1) return new Set([sumsIndex]);
  if (subjects !== undefined) {
    return new Set(Array.from(subjects, (subject) => chunkOf(subject, buckets)));
  }
  return new Set(Array.from({ length: buckets }, (_, index) => index + 1));
}
