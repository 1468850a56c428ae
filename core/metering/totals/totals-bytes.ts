import { invariant } from '../../kernel/invariant.ts';
import { packedText, unpackedText } from '../../kernel/packed.ts';
import { storedObjectFrom } from '../../kernel/stored.ts';
import { partitions } from '../log/log-key.ts';
import { coverageFrom, coverageJson } from './coverage.ts';
import type { FoldProgress, TalliesWanted } from './ports.ts';
import { roundedFrom, type TallyJson, tallyOrNone, tallyOrNoneFrom } from './tally-json.ts';
import type { HourTotals, SlotTally } from './totals.ts';

const VERSION = 1;
/** As it is kept and put over often: 4 is within a few per cent of 9, in a tenth of the time. */
const QUALITY = 4;
/** An hour of distinct values, in chunks, is the largest that we keep. */
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;

/** Rows in columns; a subject is written once for a run of its rows. */
interface TotalsJson {
  readonly catalogVersion: number;
  readonly coverage: readonly (readonly [minute: number, blocks: number])[];
  readonly meters: readonly string[];
  readonly subjects: readonly string[];
  /** Index of subject, index of meter, slot, dimensions, tally, unreadable, and where something was rounded, what. */
  readonly rows: readonly (readonly [
    number,
    number,
    number,
    readonly (string | null)[],
    TallyJson | 0,
    number,
    (readonly [TallyJson | 0, number])?,
  ])[];
}

/** Totals as a version byte and Brotli-compressed JSON, the same bytes for the same totals. */
export const totalsBytes = (totals: HourTotals): Uint8Array =>
  Buffer.concat([Buffer.of(VERSION), packedText(textOfTotals(totals), QUALITY)]);

/** What `totalsBytes` packs, which takes longest: two totals have the same text where they have the same bytes. */
export function textOfTotals(totals: HourTotals): string {
  const tallies = totals.tallies.toSorted(bySubjectMeterSlot);
  const subjects = [...new Set(tallies.map(({ subject }) => subject))];
  const meters = [...new Set(tallies.map(({ meter }) => meter))];
  const subjectIndex = indexOf(subjects);
  const meterIndex = indexOf(meters);
  const json: TotalsJson = {
    catalogVersion: totals.catalogVersion,
    coverage: coverageJson(totals.coverage),
    meters,
    subjects,
    rows: tallies.map(({ subject, meter, slot, dimensions, tally, unreadable, rounded }) => {
      const places = [subjectIndex.get(subject) ?? 0, meterIndex.get(meter) ?? 0, slot] as const;
      const row = [...places, dimensions, tallyOrNone(tally), unreadable] as const;
      return rounded === undefined ? row : [...row, [tallyOrNone(rounded.tally), rounded.events]];
    }),
  };
  return JSON.stringify(json);
}

/** The reverse of `totalsBytes`, with all tallies. */
export function totalsFrom(bytes: Uint8Array): HourTotals {
  const json = JSON.parse(totalsText(bytes)) as TotalsJson;
  return {
    catalogVersion: json.catalogVersion,
    coverage: new Map(json.coverage),
    tallies: json.rows.map((row) => slotFrom(json, row)),
  };
}

/** Few names are looked for in the text first: most hours have none of them. */
const NAMES_LOOKED_FOR_MAX = 4;

/** Only these tallies of what `totalsBytes` made. */
export function talliesFrom(
  bytes: Uint8Array,
  { meter, subjects }: TalliesWanted,
): readonly SlotTally[] {
  const text = totalsText(bytes);
  if (subjects !== undefined && subjects.size <= NAMES_LOOKED_FOR_MAX) {
    if (![...subjects].some((subject) => text.includes(JSON.stringify(subject)))) return [];
  }
  const json = JSON.parse(text) as TotalsJson;
  const meterIndex = json.meters.indexOf(meter);
  if (meterIndex === -1) return [];
  const isWanted = json.subjects.map((subject) => subjects?.has(subject) ?? true);
  const rows = json.rows.filter((row) => row[1] === meterIndex && isWanted[row[0]] === true);
  return rows.map((row) => slotFrom(json, row));
}

function totalsText(bytes: Uint8Array): string {
  invariant(bytes[0] === VERSION, `totals of version ${VERSION}, got ${bytes[0]}`);
  return unpackedText(bytes.subarray(1), UNPACKED_BYTES_MAX);
}

const slotFrom = (
  { subjects, meters }: TotalsJson,
  [subject, meter, slot, dimensions, tally, unreadable, rounded]: TotalsJson['rows'][number],
): SlotTally => ({
  subject: at(subjects, subject),
  meter: at(meters, meter),
  slot: slot as SlotTally['slot'],
  dimensions,
  tally: tallyOrNoneFrom(tally),
  ...(rounded === undefined ? {} : { rounded: roundedFrom(rounded) }),
  unreadable,
});

/** Version 1 of fold progress, which says no version, has the same members. */
const PROGRESS_VERSION = 2;

/** Fold progress as JSON text. */
export const foldProgressText = ({
  catalogVersion,
  coverage,
  partitions: folded,
}: FoldProgress): string =>
  JSON.stringify({
    version: PROGRESS_VERSION,
    catalogVersion,
    coverage: coverageJson(coverage),
    ...(folded === undefined ? {} : { partitions: bitsOf(folded) }),
  });

/** The reverse of `foldProgressText`, of either version. Throws `InvariantViolation` for what is none. */
export function foldProgressFrom(text: string): FoldProgress {
  const progress = storedObjectFrom(text, 'fold progress');
  progress.version(PROGRESS_VERSION);
  return {
    catalogVersion: progress.integer('catalogVersion'),
    coverage: coverageFrom(progress.value('coverage'), 'fold progress'),
    ...(progress.has('partitions')
      ? { partitions: partitionsIn(progress.text('partitions')) }
      : {}),
  };
}

/** Partitions as the bits of a number, in hexadecimal digits. */
const bitsOf = (some: ReadonlySet<number>): string =>
  [...some].reduce((bits, partition) => bits | (1n << BigInt(partition)), 0n).toString(16);

function partitionsIn(text: string): ReadonlySet<number> {
  invariant(/^[0-9a-f]{1,16}$/.test(text), `partitions are 64 bits in hexadecimal, got ${text}`);
  const bits = BigInt(`0x${text}`);
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  return new Set(all.filter((partition) => (bits & (1n << BigInt(partition))) !== 0n));
}

function bySubjectMeterSlot(a: SlotTally, b: SlotTally): number {
  const left = sortKey(a);
  const right = sortKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

const sortKey = ({ subject, meter, slot, dimensions }: SlotTally): string =>
  JSON.stringify([subject, meter, dimensions, slot]);

const indexOf = (texts: readonly string[]): Map<string, number> =>
  new Map(texts.map((text, index) => [text, index]));

function at(texts: readonly string[], index: number): string {
  const text = texts[index];
  invariant(text !== undefined, 'a row names a subject and a meter of its totals');
  return text;
}
