import { create, type Font } from 'fontkit';
import type { Face, Weight } from './face.ts';
import { fontFiles } from './font-paths.ts';
import { Layouts } from './layouts.ts';
import { remembered } from './remembered.ts';
import { type Runs, runsOf } from './runs.ts';
import { keepOutlines } from './subsets.ts';

/**
 * Hands out a font file by its path below `fonts/`, one of `fontPaths`, the same bytes each time.
 */
export type ReadFont = (path: string) => Uint8Array;

/** Which font file has a character. Files are read when first asked for, and kept. */
export interface FontBook {
  faceOf(character: string, weight: Weight): Face | undefined;
  /** A text cut where the font has to change. */
  runsOf(text: string, weight: Weight): Runs;
  /** Before each document: or what one document met would show in the bytes of the next. */
  forgetGlyphs(): void;
}

/** Names and numbers come once; labels and words come again and again. */
const TEXTS_MAX = 10_000;

const { chinese, korean, ...alphabets } = fontFiles;

/** What has the letters of a character's own script, before those that have what they have besides. */
function orderFor(character: string, weight: Weight): readonly string[] {
  const isBold = weight === 'semibold';
  const latin = isBold ? alphabets.semibold : alphabets.regular;
  if (/\p{Script_Extensions=Arabic}/u.test(character)) {
    return [isBold ? alphabets.arabicSemibold : alphabets.arabic, latin];
  }
  if (/\p{Script_Extensions=Hebrew}/u.test(character)) {
    return [isBold ? alphabets.hebrewSemibold : alphabets.hebrew, latin];
  }
  if (/\p{Script=Hangul}/u.test(character)) return [latin, korean, chinese];
  return [latin, chinese, korean];
}

/** The fonts that documents are written with, all of one family. */
export function fontBook(read: ReadFont): FontBook {
  const opened = new Map<string, Opened>();
  const openedAt = (path: string): Opened => {
    const one = opened.get(path) ?? openedFrom(read(path));
    opened.set(path, one);
    return one;
  };
  const find = (character: string, weight: Weight): Face | undefined => {
    const codePoint = character.codePointAt(0) ?? 0;
    const path = orderFor(character, weight).find((one) =>
      openedAt(one).font.hasGlyphForCodePoint(codePoint),
    );
    if (path === undefined) return undefined;
    const isThickened = weight === 'semibold' && (path === chinese || path === korean);
    return { path, ...openedAt(path), isThickened };
  };
  const faces = new Map<string, Face | undefined>();
  const faceOf: FontBook['faceOf'] = (character, weight) => {
    const key = `${weight} ${character}`;
    if (!faces.has(key)) faces.set(key, find(character, weight));
    return faces.get(key);
  };
  const runs = {
    regular: remembered(TEXTS_MAX, (text) => runsOf(text, 'regular', faceOf)),
    semibold: remembered(TEXTS_MAX, (text) => runsOf(text, 'semibold', faceOf)),
  } as const satisfies Record<Weight, (text: string) => Runs>;
  return {
    faceOf,
    runsOf: (text, weight) => runs[weight](text),
    forgetGlyphs() {
      for (const { layouts } of opened.values()) layouts.forgetGlyphs();
    },
  };
}

type Opened = Pick<Face, 'font' | 'layouts'>;

function openedFrom(bytes: Uint8Array): Opened {
  const font = create(bufferOf(bytes)) as Font;
  keepOutlines(font);
  return { font, layouts: new Layouts(font) };
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
