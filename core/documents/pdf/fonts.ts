import { create, type Font } from 'fontkit';
import { invariant } from '../../kernel/invariant.ts';
import { sfntFrom } from './sfnt.ts';

/**
 * Hands out a file of a font package by its path below `node_modules`, the same bytes each time; see `docs/documents.md` for
 * which files there are.
 */
export type ReadFont = (path: string) => Uint8Array;

export type Weight = 'regular' | 'semibold';

/** One font file. */
export interface Face {
  readonly path: string;
  readonly font: Font;
  /** Whether it is drawn heavier than it is, because its family comes in one weight only. */
  readonly isThickened: boolean;
}

/** Which font file has a character. Files are read when first asked for, and kept. */
export interface FontBook {
  faceOf(character: string, weight: Weight): Face | undefined;
}

const latin: Readonly<Record<Weight, string>> = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  semibold: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
};

/** A family cut into slices of some hundred characters each, of which a document needs a few. */
interface Slice {
  readonly path: string;
  readonly ranges: readonly (readonly [number, number])[];
}

const families = { chinese: 'noto-sans-sc', korean: 'noto-sans-kr' } as const;

/** Latin, Greek and Cyrillic in two weights; Chinese, Japanese and Korean in one. */
export function fontBook(read: ReadFont): FontBook {
  const fonts = remembered((path: string) => create(sfntFrom(read(path))) as Font);
  const slices = remembered((family: string) =>
    slicesFrom(family, new TextDecoder().decode(read(`@fontsource/${family}/unicode.json`))),
  );
  const sliceOf = (codePoint: number, family: string): Face | undefined => {
    for (const { path, ranges } of slices(family)) {
      if (!ranges.some(([first, last]) => codePoint >= first && codePoint <= last)) continue;
      const font = fonts(path);
      if (font.hasGlyphForCodePoint(codePoint)) return { path, font, isThickened: false };
    }
    return undefined;
  };
  const find = (character: string, weight: Weight): Face | undefined => {
    const codePoint = character.codePointAt(0) ?? 0;
    const path = latin[weight];
    const font = fonts(path);
    if (font.hasGlyphForCodePoint(codePoint)) return { path, font, isThickened: false };
    const order = /\p{Script=Hangul}/u.test(character)
      ? [families.korean, families.chinese]
      : [families.chinese, families.korean];
    const face = sliceOf(codePoint, order[0] ?? '') ?? sliceOf(codePoint, order[1] ?? '');
    return face === undefined ? undefined : { ...face, isThickened: weight === 'semibold' };
  };
  const faces = new Map<string, Face | undefined>();
  return {
    faceOf(character, weight) {
      const key = `${weight} ${character}`;
      if (!faces.has(key)) faces.set(key, find(character, weight));
      return faces.get(key);
    },
  };
}

function remembered<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const before = made.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** The numbered slices of a family; those with names are Latin and the like, which we have. */
function slicesFrom(family: string, json: string): Slice[] {
  const listed: unknown = JSON.parse(json);
  invariant(
    typeof listed === 'object' && listed !== null,
    `list the slices of ${family} as a JSON object, got ${json.slice(0, 100)}`,
  );
  return Object.entries(listed).flatMap(([name, ranges]: [string, unknown]) => {
    const number = /^\[(\d+)\]$/.exec(name)?.[1];
    if (number === undefined || typeof ranges !== 'string') return [];
    const path = `@fontsource/${family}/files/${family}-${number}-400-normal.woff`;
    return [{ path, ranges: ranges.split(',').map(rangeFrom) }];
  });
}

/** `U+4e00` or `U+4e00-4e0f`. */
function rangeFrom(text: string): readonly [number, number] {
  const [first = '', last = first] = text.trim().replace('U+', '').split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}
