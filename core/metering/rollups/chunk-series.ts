import { invariant } from '../../kernel/invariant.ts';
import { roundedFrom, tallyOrNoneFrom } from '../totals/tally-json.ts';
import type { CountedTally } from '../totals/totals.ts';
import {
  beforeLines,
  type ChunkJson,
  chunkText,
  type SeriesJson,
  type SubjectJson,
  type SumJson,
} from './chunk-json.ts';
import { type DayTally, daysAsOne } from './day-fold.ts';

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

/** What is wanted of a chunk. Tallies are made of it when they are asked for. */
export function seriesIn(
  bytes: Uint8Array,
  { meter, subjects }: SeriesWanted,
): readonly RolledSeries[] {
  const chunk = chunks.get(bytes) ?? new Chunk(bytes);
  chunks.set(bytes, chunk);
  const all = subjects === undefined ? chunk.all() : [...subjects].flatMap((one) => chunk.of(one));
  return meter === undefined ? all : all.filter((one) => one.meter === meter);
}

/** The tallies of a chunk. */
export const dayTalliesFrom = (bytes: Uint8Array): DayTally[] =>
  new Chunk(bytes).all().flatMap((one) => one.days());

/** Unpacking takes most of the time, and an answer may look at the same bytes twice. */
const chunks = new WeakMap<Uint8Array, Chunk>();

/** A chunk as it is read: no more of it than is asked for. */
class Chunk {
  readonly #text: string;
  readonly #meters: readonly string[];
  readonly #known = new Map<string, readonly RolledSeries[]>();

  constructor(bytes: Uint8Array) {
    this.#text = chunkText(bytes);
    const before = this.#text.indexOf(beforeLines);
    const isOneLine = before === -1;
    const head = isOneLine ? this.#text : `${this.#text.slice(0, before)}}`;
    const { meters, subjects } = JSON.parse(head) as Pick<ChunkJson, 'meters'> & Partial<ChunkJson>;
    this.#meters = meters;
    for (const subject of subjects ?? []) this.#add(subject);
  }

  /** The series of a subject; none where it has none. */
  of(subject: string): readonly RolledSeries[] {
    const known = this.#known.get(subject);
    if (known !== undefined) return known;
    const start = this.#text.indexOf(`\n[${JSON.stringify(subject)},`);
    if (start === -1) return [];
    const line = this.#text.slice(start + 1, this.#text.indexOf('\n', start + 1));
    const json = line.endsWith(',') ? line.slice(0, -1) : line;
    return this.#add(JSON.parse(json) as SubjectJson);
  }

  all(): readonly RolledSeries[] {
    const { subjects } = JSON.parse(this.#text) as ChunkJson;
    return subjects.flatMap((one) => this.#add(one));
  }

  #add([subject, json]: SubjectJson): readonly RolledSeries[] {
    const series = json.map((one) => seriesFrom(this.#meters, subject, one));
    this.#known.set(subject, series);
    return series;
  }
}

function seriesFrom(
  meters: readonly string[],
  subject: string,
  [index, dimensions, json, sum]: SeriesJson,
): RolledSeries {
  const meter = meters[index];
  invariant(meter !== undefined, 'a series of a chunk names a meter of it');
  const place = { subject, meter, dimensions };
  const days = () => json.map(([day, ...one]) => ({ ...place, day, ...countedFrom(one) }));
  let known: CountedTally | undefined;
  return {
    ...place,
    days,
    sum: () => {
      // Chunks of before have no sums, nor does a series of one day.
      known ??= sum === undefined ? daysAsOne(days()) : { ...place, ...countedFrom(sum) };
      return known;
    },
  };
}

const countedFrom = ([tally, unreadable, rounded]: SumJson) => ({
  tally: tallyOrNoneFrom(tally),
  ...(rounded === undefined ? {} : { rounded: roundedFrom(rounded) }),
  unreadable,
});
