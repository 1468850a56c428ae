import { invariant } from '../../../kernel/invariant.ts';
import type { BlockReader, BlockWriter } from './bytes.ts';
import { readNumbers, writeNumbers } from './numbers.ts';

/** How a column of texts is written; part of the stored format. */
const form = { dictionary: 0, list: 1, integers: 2, uuids: 3, hex: 4, sameLength: 5 } as const;

/** So many are looked at before a dictionary is given up for having nearly as many texts as rows. */
const DISTINCT_MIN = 32;
const SAME_LENGTH_MAX = 64;
const HEX_LENGTH_MIN = 16;
const UUID_LENGTH = 36;
const UUID_BYTES = 16;

/**
 * Texts, in whichever form takes few bytes: the distinct ones and which of them each is, or, where most are distinct,
 * numbers, bytes of UUIDs or hexadecimal, letters by their place in the text, or a list. What is read back is the same
 * to the letter, so a form is taken only where it can give every text back.
 */
export function writeTexts(writer: BlockWriter, texts: readonly string[]): void {
  const dictionary = dictionaryOf(texts);
  if (dictionary !== undefined) {
    writer.byte(form.dictionary);
    writer.list([...dictionary.keys()]);
    writeNumbers(
      writer,
      texts.map((text) => dictionary.get(text) ?? 0),
    );
  } else if (texts.every(isInteger)) {
    writer.byte(form.integers);
    writeNumbers(writer, texts.map(Number));
  } else if (!isWrittenInPlanes(writer, texts)) {
    writer.byte(form.list);
    writer.list(texts);
  }
}

/** Each distinct text with its number, like ones beside each other; undefined where most are distinct. */
function dictionaryOf(texts: readonly string[]): ReadonlyMap<string, number> | undefined {
  const distinct = new Set<string>();
  for (const [row, text] of texts.entries()) {
    if (distinct.has(text)) continue;
    distinct.add(text);
    if (distinct.size > DISTINCT_MIN && distinct.size * 4 > (row + 1) * 3) return undefined;
  }
  return new Map([...distinct].sort().map((text, number) => [text, number]));
}

const INTEGER = /^(?:0|[1-9]\d{0,14})$/;
/** Whether the number it is says which digits it is written in. */
const isInteger = (text: string): boolean => text.length <= 15 && INTEGER.test(text);

function isWrittenInPlanes(writer: BlockWriter, texts: readonly string[]): boolean {
  const length = texts[0]?.length ?? 0;
  if (texts.some((text) => text.length !== length)) return false;
  if (length === UUID_LENGTH && texts.every(hasDashesOfUuid)) {
    const hex = texts.map(withoutDashes).join('');
    if (isHex(hex)) {
      writer.byte(form.uuids);
      writePlanes(writer, Buffer.from(hex, 'hex'), { rows: texts.length, width: UUID_BYTES });
      return true;
    }
  }
  const all = texts.join('');
  if (length % 2 === 0 && length >= HEX_LENGTH_MIN && isHex(all)) {
    writer.byte(form.hex);
    writer.count(length / 2);
    writePlanes(writer, Buffer.from(all, 'hex'), { rows: texts.length, width: length / 2 });
    return true;
  }
  if (length > SAME_LENGTH_MAX || !ASCII.test(all)) return false;
  writer.byte(form.sameLength);
  writer.count(length);
  writePlanes(writer, Buffer.from(all, 'latin1'), { rows: texts.length, width: length });
  return true;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what takes one byte.
const ASCII = /^[\x00-\x7f]*$/;
const HEX = /^[0-9a-f]*$/;
const isHex = (text: string): boolean => HEX.test(text);

const DASH = 0x2d;
const hasDashesOfUuid = (text: string): boolean =>
  text.charCodeAt(8) === DASH &&
  text.charCodeAt(13) === DASH &&
  text.charCodeAt(18) === DASH &&
  text.charCodeAt(23) === DASH;

const withoutDashes = (text: string): string =>
  text.slice(0, 8) + text.slice(9, 13) + text.slice(14, 18) + text.slice(19, 23) + text.slice(24);

interface Shape {
  readonly rows: number;
  readonly width: number;
}

/** The first byte of every row, then the second of every row, and so on. */
function writePlanes(writer: BlockWriter, bytes: Uint8Array, { rows, width }: Shape): void {
  const run = writer.run(rows * width);
  for (let row = 0, from = 0; row < rows; row += 1) {
    for (let plane = row; plane < run.length; plane += rows, from += 1)
      run[plane] = bytes[from] ?? 0;
  }
}

function readPlanes(reader: BlockReader, { rows, width }: Shape): Buffer {
  const run = reader.run(rows * width);
  const bytes = Buffer.allocUnsafe(run.length);
  for (let row = 0, to = 0; row < rows; row += 1) {
    for (let plane = row; plane < run.length; plane += rows, to += 1) bytes[to] = run[plane] ?? 0;
  }
  return bytes;
}

type ReadTexts = (reader: BlockReader, rows: number) => readonly string[];

/** By the form that is written. */
const readers: Readonly<Record<number, ReadTexts>> = {
  [form.dictionary]: (reader, rows) => {
    const distinct = reader.list();
    return readNumbers(reader, rows).map((number) => textAt(distinct, number));
  },
  [form.list]: (reader, rows) => {
    const texts = reader.list();
    invariant(texts.length === rows, 'a column of texts has one for each row');
    return texts;
  },
  [form.integers]: (reader, rows) => readNumbers(reader, rows).map(String),
  [form.uuids]: (reader, rows) => hexRows(reader, { rows, width: UUID_BYTES }).map(withDashes),
  [form.hex]: (reader, rows) => hexRows(reader, { rows, width: reader.count() }),
  [form.sameLength]: (reader, rows) => {
    const width = reader.count();
    const all = readPlanes(reader, { rows, width }).toString('latin1');
    return Array.from({ length: rows }, (_, row) => all.slice(row * width, (row + 1) * width));
  },
};

/** As many texts as were written. */
export function readTexts(reader: BlockReader, rows: number): readonly string[] {
  const written = reader.byte();
  const read = readers[written];
  invariant(read !== undefined, `a form of texts that is known, got ${written}`);
  return read(reader, rows);
}

function textAt(distinct: readonly string[], number: number): string {
  const text = distinct[number];
  invariant(text !== undefined, 'a column of texts names those it has');
  return text;
}

function hexRows(reader: BlockReader, shape: Shape): string[] {
  const all = readPlanes(reader, shape).toString('hex');
  const length = shape.width * 2;
  return Array.from({ length: shape.rows }, (_, row) =>
    all.slice(row * length, (row + 1) * length),
  );
}

const withDashes = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
