import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import { packedText, unpackedText } from '../../kernel/packed.ts';
import { storedObjectFrom } from '../../kernel/stored.ts';
import { roundedFrom, type TallyJson, tallyOrNone, tallyOrNoneFrom } from '../totals/tally-json.ts';
import type { CountedTally } from '../totals/totals.ts';
import { DayFold, type DayTally } from './day-fold.ts';
import type { RollupHead, SettledDays } from './ports.ts';

const VERSION = 1;
const QUALITY = 4;
/** Unpacked, of a chunk: packed it is some 3 KB, which one read unit brings. */
const CHUNK_CHARACTERS = 12_000;
const BUCKETS_MAX = 4_096;
/** One subject can have many dimension values. */
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;

/** Day, tally, unreadable, and where something was rounded, what. */
type DayJson = readonly [number, TallyJson | 0, number, (readonly [TallyJson | 0, number])?];
/** Tally, unreadable, and where something was rounded, what. */
type SumJson = readonly [TallyJson | 0, number, (readonly [TallyJson | 0, number])?];
/** Index of meter, dimensions, days, and where there are several, what they come to. */
type SeriesJson = readonly [number, readonly (string | null)[], readonly DayJson[], SumJson?];
type SubjectJson = readonly [string, readonly SeriesJson[]];

interface ChunkJson {
  readonly meters: readonly string[];
  readonly subjects: readonly SubjectJson[];
}

/** What one meter counted of one subject in a month, for one combination of dimension values. */
export interface RolledSeries extends Pick<DayTally, 'subject' | 'meter' | 'dimensions'> {
  /** Each day that has any. */
  days(): readonly DayTally[];
  /** All those days as one. */
  sum(): CountedTally;
}

/** What is asked for of a chunk; undefined for all meters, or all subjects. */
export interface SeriesWanted {
  readonly meter: string | undefined;
  readonly subjects: ReadonlySet<string> | undefined;
}

/** Sums over all subjects stand under this name in the chunk of their own. */
const SUMS = '';

/**
 * Each subject has a line of its own, and no other line break is in the text, as JSON has none within texts: so those
 * few that are wanted can be read without all others. A chunk of before was one line.
 */
const BEFORE_LINES = ',"subjects":[\n';

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

const chunkBytes = (meters: readonly string[], subjects: readonly string[]): Uint8Array => {
  const text = `{"meters":${JSON.stringify(meters)}${BEFORE_LINES}${subjects.join(',\n')}\n]}`;
  return Buffer.concat([Buffer.of(VERSION), packedText(text, QUALITY)]);
};

function seriesOf(tallies: readonly DayTally[], meters: readonly string[]): readonly SeriesJson[] {
  const series = Map.groupBy(tallies, ({ meter, dimensions }) =>
    JSON.stringify([meters.indexOf(meter), dimensions]),
  );
  return [...series.keys()].sort().map((key): SeriesJson => {
    const [meter, dimensions] = JSON.parse(key) as [number, (string | null)[]];
    const days = (series.get(key) ?? []).toSorted((a, b) => a.day - b.day);
    const [first] = days;
    const json = days.map(dayJson);
    return first === undefined || days.length === 1
      ? [meter, dimensions, json]
      : [meter, dimensions, json, sumJson(days, first)];
  });
}

function sumJson(days: readonly DayTally[], first: DayTally): SumJson {
  const [, ...sum] = dayJson({ ...summed(days, first), day: first.day });
  return sum;
}

/** Days of one series as one. */
function summed(days: readonly DayTally[], first: DayTally): CountedTally {
  const fold = new DayFold();
  for (const one of days) fold.add(first.day, one);
  return fold.tallies()[0] ?? first;
}

function dayJson({ day, tally, unreadable, rounded }: DayTally): DayJson {
  const one = [day, tallyOrNone(tally), unreadable] as const;
  return rounded === undefined ? one : [...one, [tallyOrNone(rounded.tally), rounded.events]];
}

/** The tallies of a chunk. */
export const dayTalliesFrom = (bytes: Uint8Array): DayTally[] =>
  seriesIn(bytes, { meter: undefined, subjects: undefined }).flatMap((one) => one.days());

/** What is wanted of a chunk. Tallies are made of it when they are asked for. */
export function seriesIn(
  bytes: Uint8Array,
  { meter, subjects }: SeriesWanted,
): readonly RolledSeries[] {
  invariant(bytes[0] === VERSION, `a chunk of a rollup of version ${VERSION}, got ${bytes[0]}`);
  const json = chunkFrom(unpackedText(bytes.subarray(1), UNPACKED_BYTES_MAX), subjects);
  const meterIndex = meter === undefined ? undefined : json.meters.indexOf(meter);
  return json.subjects
    .filter(([subject]) => subjects?.has(subject) ?? true)
    .flatMap(([subject, series]) =>
      series
        .filter(([index]) => meterIndex === undefined || index === meterIndex)
        .map((one) => seriesFrom(json, subject, one)),
    );
}

/** A chunk's JSON, with the subjects that are wanted at least. */
function chunkFrom(text: string, subjects: ReadonlySet<string> | undefined): ChunkJson {
  const before = text.indexOf(BEFORE_LINES);
  if (subjects === undefined || before === -1) return JSON.parse(text) as ChunkJson;
  const { meters } = JSON.parse(`${text.slice(0, before)}}`) as Pick<ChunkJson, 'meters'>;
  const lines = Array.from(subjects, (subject) => lineOf(text, subject)).filter(
    (line) => line !== undefined,
  );
  return { meters, subjects: JSON.parse(`[${lines.join(',')}]`) as ChunkJson['subjects'] };
}

/** Undefined where a subject has none. */
function lineOf(text: string, subject: string): string | undefined {
  const start = text.indexOf(`\n[${JSON.stringify(subject)},`);
  if (start === -1) return undefined;
  const line = text.slice(start + 1, text.indexOf('\n', start + 1));
  return line.endsWith(',') ? line.slice(0, -1) : line;
}

function seriesFrom(
  { meters }: ChunkJson,
  subject: string,
  [index, dimensions, json, sum]: SeriesJson,
): RolledSeries {
  const meter = meters[index];
  invariant(meter !== undefined, 'a series of a chunk names a meter of it');
  const place = { subject, meter, dimensions };
  const days = () => json.map(([day, ...one]) => ({ ...place, day, ...countedFrom(one) }));
  const addedUp = (): CountedTally => {
    const all = days();
    const [first] = all;
    invariant(first !== undefined, 'a series of a chunk has a day');
    return summed(all, first);
  };
  return {
    ...place,
    days,
    // Chunks of before have no sums.
    sum: () => (sum === undefined ? addedUp() : { ...place, ...countedFrom(sum) }),
  };
}

const countedFrom = ([tally, unreadable, rounded]: SumJson) => ({
  tally: tallyOrNoneFrom(tally),
  ...(rounded === undefined ? {} : { rounded: roundedFrom(rounded) }),
  unreadable,
});

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
