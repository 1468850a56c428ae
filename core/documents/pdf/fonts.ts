import { create, type Font } from 'fontkit';
import { fontFiles } from './font-paths.ts';
import { Layouts } from './layouts.ts';

/**
 * Hands out a font file by its path below `node_modules`, one of `fontPaths`, the same bytes each time.
 */
export type ReadFont = (path: string) => Uint8Array;

export type Weight = 'regular' | 'semibold';

/** One font file. */
export interface Face {
  readonly path: string;
  readonly font: Font;
  readonly layouts: Layouts;
  /** Whether it is drawn heavier than it is, because its family is here in one weight only. */
  readonly isThickened: boolean;
}

/** Which font file has a character. Files are read when first asked for, and kept. */
export interface FontBook {
  faceOf(character: string, weight: Weight): Face | undefined;
  /** Before each document: or what one document met would show in the bytes of the next. */
  forgetGlyphs(): void;
}

const { regular, semibold, chinese, korean } = fontFiles;

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
    const latin = weight === 'semibold' ? semibold : regular;
    const isHangul = /\p{Script=Hangul}/u.test(character);
    const order = isHangul ? [latin, korean, chinese] : [latin, chinese, korean];
    const path = order.find((one) => openedAt(one).font.hasGlyphForCodePoint(codePoint));
    if (path === undefined) return undefined;
    const isThickened = weight === 'semibold' && path !== latin;
    return { path, ...openedAt(path), isThickened };
  };
  const faces = new Map<string, Face | undefined>();
  return {
    faceOf(character, weight) {
      const key = `${weight} ${character}`;
      if (!faces.has(key)) faces.set(key, find(character, weight));
      return faces.get(key);
    },
    forgetGlyphs() {
      for (const { layouts } of opened.values()) layouts.forgetGlyphs();
    },
  };
}

type Opened = Pick<Face, 'font' | 'layouts'>;

function openedFrom(bytes: Uint8Array): Opened {
  const font = create(bufferOf(bytes)) as Font;
  return { font, layouts: new Layouts(font) };
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
