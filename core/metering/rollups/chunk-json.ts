import { invariant } from '../../kernel/invariant.ts';
import { packedText, unpackedText } from '../../kernel/packed.ts';
import type { TallyJson } from '../totals/tally-json.ts';

const VERSION = 1;
const QUALITY = 4;
/** One subject can have many dimension values. */
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;

/** Day, tally, unreadable, and where something was rounded, what. */
export type DayJson = readonly [number, TallyJson | 0, number, (readonly [TallyJson | 0, number])?];
/** Tally, unreadable, and where something was rounded, what. */
export type SumJson = readonly [TallyJson | 0, number, (readonly [TallyJson | 0, number])?];
/** Index of meter, dimensions, days, and where there are several, what they come to. */
export type SeriesJson = readonly [
  number,
  readonly (string | null)[],
  readonly DayJson[],
  SumJson?,
];
export type SubjectJson = readonly [string, readonly SeriesJson[]];

export interface ChunkJson {
  readonly meters: readonly string[];
  readonly subjects: readonly SubjectJson[];
}

/**
 * Each subject has a line of its own, and no other line break is in the text, as JSON has none within texts: so those
 * few that are wanted can be read without all others. A chunk of before was one line.
 */
export const beforeLines = ',"subjects":[\n';

/** A chunk of these meters, from the lines of its subjects: each a `SubjectJson` as text. */
export const chunkBytes = (meters: readonly string[], lines: readonly string[]): Uint8Array => {
  const text = `{"meters":${JSON.stringify(meters)}${beforeLines}${lines.join(',\n')}\n]}`;
  return Buffer.concat([Buffer.of(VERSION), packedText(text, QUALITY)]);
};

/** The JSON that was packed. */
export function chunkText(bytes: Uint8Array): string {
  invariant(bytes[0] === VERSION, `a chunk of a rollup of version ${VERSION}, got ${bytes[0]}`);
  return unpackedText(bytes.subarray(1), UNPACKED_BYTES_MAX);
}
