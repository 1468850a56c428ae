import { sha256 } from '../../kernel/digest.ts';
import { storedObjectFrom } from '../../kernel/stored.ts';
import { tallyOrNone } from '../totals/tally-json.ts';
import type { CountedTally } from '../totals/totals.ts';
import { chunkBytes, type DayJson, type SeriesJson, type SumJson } from './chunk-json.ts';
import { DayFold, type DayTally, daysAsOne } from './day-fold.ts';
import type { RollupHead, SettledDays } from './ports.ts';

const VERSION = 1;
/** Unpacked, of a chunk: packed it is some 3 KB, which one read unit brings. */
const CHUNK_CHARACTERS = 12_000;
const BUCKETS_MAX = 4_096;
/** Sums over all subjects stand under this name in the chunk of their own. */
const SUMS = '';

/** The chunk of sums, where there is one. */
export const sumsIndex = 0;

/** Which chunk has a subject. */
export const chunkOf = (subject: string, buckets: number): number =>
  1 + (sha256(subject).readUInt32BE(1) % buckets);

/** A month's tallies in chunks, by index; the same bytes for the same tallies, in whatever order they come. */
export function rollupChunks(tallies: readonly DayTally[]): {
  readonly buckets: number;
  readonly chunks: ReadonlyMap<number, Uint8Array>;
} {
  const meters = [...new Set(tallies.map(({ meter }) => meter))].sort();
  const bySubject = Map.groupBy(tallies, ({ subject }) => subject);
  const texts = new Map<string, string>();
  for (const subject of [...bySubject.keys()].sort()) {
    const series = seriesOf(bySubject.get(subject) ?? [], meters);
    texts.set(subject, JSON.stringify([subject, series]));
  }
  const characters = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  let buckets = 1;
  while (characters > buckets * CHUNK_CHARACTERS && buckets < BUCKETS_MAX) buckets *= 2;
  const byIndex = Map.groupBy(texts.keys(), (subject) => chunkOf(subject, buckets));
  const chunks = new Map(
    [...byIndex].map(([index, subjects]) => [
      index,
      chunkBytes(
        meters,
        subjects.map((subject) => texts.get(subject) ?? ''),
      ),
    ]),
  );
  // Where one chunk has all, sums are as soon made as read.
  if (buckets > 1) chunks.set(sumsIndex, sumsChunk(tallies, meters));
  return { buckets, chunks };
}

function sumsChunk(tallies: readonly DayTally[], meters: readonly string[]): Uint8Array {
  const fold = new DayFold();
  for (const tally of tallies) fold.add(tally.day, { ...tally, subject: SUMS });
  return chunkBytes(meters, [JSON.stringify([SUMS, seriesOf(fold.tallies(), meters)])]);
}

function seriesOf(tallies: readonly DayTally[], meters: readonly string[]): readonly SeriesJson[] {
  const series = Map.groupBy(tallies, ({ meter, dimensions }) =>
    JSON.stringify([meters.indexOf(meter), dimensions]),
  );
  return [...series.keys()].sort().map((key): SeriesJson => {
    const [meter, dimensions] = JSON.parse(key) as [number, (string | null)[]];
    const days = (series.get(key) ?? []).toSorted((a, b) => a.day - b.day);
    const json = days.map(dayJson);
    return days.length === 1
      ? [meter, dimensions, json]
      : [meter, dimensions, json, sumJson(daysAsOne(days))];
  });
}

const dayJson = ({ day, ...counted }: DayTally): DayJson => [day, ...sumJson(counted)];

function sumJson({ tally, unreadable, rounded }: CountedTally): SumJson {
  const one = [tallyOrNone(tally), unreadable] as const;
  return rounded === undefined ? one : [...one, [tallyOrNone(rounded.tally), rounded.events]];
}

/** A head as JSON text. */
export const rollupHeadText = ({ days, catalogVersion, generation, buckets }: RollupHead): string =>
  JSON.stringify({ version: VERSION, days, catalogVersion, generation, buckets });

/** The reverse of `rollupHeadText`. Throws `InvariantViolation` for what is none. */
export function rollupHeadFrom(text: string): RollupHead {
  const head = storedObjectFrom(text, 'the head of a rollup');
  head.version(VERSION);
  return {
    days: head.integer('days'),
    catalogVersion: head.integer('catalogVersion'),
    generation: head.integer('generation'),
    buckets: head.integer('buckets'),
  };
}

/** Which days are settled, as JSON text. */
export const settledDaysText = ({ before, was, since }: SettledDays): string =>
  JSON.stringify({ version: VERSION, before, was, since });

/** The reverse of `settledDaysText`. Throws `InvariantViolation` for what is none. */
export function settledDaysFrom(text: string): SettledDays {
  const settled = storedObjectFrom(text, 'which days are settled');
  settled.version(VERSION);
  return {
    before: settled.integer('before'),
    was: settled.integer('was'),
    since: settled.integer('since'),
  };
}
