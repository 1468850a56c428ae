import type { Font, Glyph, GlyphRun } from 'fontkit';
import { remembered } from './remembered.ts';

/** The glyphs that a font has met, by their number: each says the text that it was first met for. */
type Glyphs = Record<number, Glyph>;

/** What a font makes of a text that it meets before any other. */
interface Layout {
  readonly text: string;
  readonly run: GlyphRun;
  readonly met: readonly Glyph[];
  /** In thousandths of the size. */
  readonly advance: number;
}

/** Names and numbers come once; words come again and again. */
const TEXTS_MAX = 10_000;

/**
 * Keeps the layouts of a font between documents, as laying text out is most of the work of drawing one.
 *
 * Why a document is the same bytes whatever was drawn before: fontkit keeps a glyph with the text it was first met for,
 * and that text is in a document's bytes. So a layout is kept with all glyphs that it met where nothing had been met
 * before it. It stands for the one that would be made now only if each of these is new to the document, or was met for
 * the same text in it. If one is not, as with two characters that share a glyph, the text is laid out anew.
 */
export class Layouts {
  readonly #font: Font;
  readonly #layOut: (text: string) => GlyphRun;
  readonly #layoutOf: (text: string) => Layout = remembered(
    TEXTS_MAX,
    (text) => this.#composed(text) ?? this.#laidOutAlone(text),
  );
  readonly #wordsOf = remembered(TEXTS_MAX, (text) => wordsIn(text).map(this.#layoutOf));
  /** By number and text: the same glyph is one object, wherever it was met. */
  readonly #glyphs = new Map<string, Glyph>();
  /** Those whose glyphs the document has met, for the same text each. */
  #standing = new Set<Layout>();

  /** From here on, who lays out text with the font is handed what is kept. */
  constructor(font: Font) {
    this.#font = font;
    const original = font.layout.bind(font);
    this.#layOut = (text) => original(text);
    font.layout = (text, features, ...others) =>
      features === undefined ? this.#run(text) : original(text, features, ...others);
  }

  /** Before each document. */
  forgetGlyphs(): void {
    this.#setMet({});
    this.#standing = new Set();
  }

  /** How far a text goes, in thousandths of the size: what pdfkit comes to, which lays out word by word. */
  advanceOf(text: string): number {
    let sum = 0;
    for (const word of this.#wordsOf(text)) {
      sum += this.#stands(word) ? word.advance : advanceOf(this.#font, this.#layOut(word.text));
    }
    return sum;
  }

  /** Whoever is handed it may change its positions. */
  #run(text: string): GlyphRun {
    const layout = this.#layoutOf(text);
    if (!this.#stands(layout)) return this.#layOut(text);
    const { run, advance } = layout;
    const positions = run.positions.map((position) => ({ ...position }));
    return { ...run, glyphs: [...run.glyphs], positions, advanceWidth: advance };
  }

  /**
   * A number from its pairs of characters: most texts that come once are numbers. These fonts only kern what stands in
   * one, and kern by pairs; a test compares it with what fontkit makes of the whole.
   */
  #composed(text: string): Layout | undefined {
    if (!LONG_NUMBER.test(text)) return undefined;
    const pairs = Array.from(text.slice(1), (after, index) =>
      this.#layoutOf(text.charAt(index) + after),
    );
    const [first, last] = [pairs.at(0), pairs.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    if (pairs.some(({ run }) => run.glyphs.length !== 2)) return undefined;
    const glyphs = [...pairs.map(({ run }) => run.glyphs.slice(0, 1)), last.run.glyphs.slice(1)];
    const positions = [
      ...pairs.map(({ run }) => run.positions.slice(0, 1)),
      last.run.positions.slice(1),
    ];
    const run = { ...first.run, glyphs: glyphs.flat(), positions: positions.flat() };
    const met = [...new Set(pairs.flatMap((pair) => pair.met))];
    return { text, run, met, advance: advanceOf(this.#font, run) };
  }

  #laidOutAlone(text: string): Layout {
    const before = this.#met();
    this.#setMet({});
    try {
      const run = this.#layOut(text);
      run.glyphs = run.glyphs.map((glyph) => this.#one(glyph));
      const met = Object.values(this.#met()).map((glyph) => this.#one(glyph));
      return { text, run, met, advance: advanceOf(this.#font, run) };
    } finally {
      this.#setMet(before);
    }
  }

  /** Notes down what a layout meets; false where a glyph of it was met for another text. */
  #stands(layout: Layout): boolean {
    if (this.#standing.has(layout)) return true;
    const before = this.#met();
    if (!layout.met.every((glyph) => isSame(before[glyph.id], glyph))) return false;
    for (const glyph of layout.met) before[glyph.id] ??= glyph;
    this.#standing.add(layout);
    return true;
  }

  #one(glyph: Glyph): Glyph {
    const key = `${glyph.id} ${glyph.codePoints.join()}`;
    const one = this.#glyphs.get(key) ?? glyph;
    this.#glyphs.set(key, one);
    return one;
  }

  /** A member that fontkit does not tell of. */
  #met(): Glyphs {
    return Reflect.get(this.#font, '_glyphs') as Glyphs;
  }

  #setMet(glyphs: Glyphs): void {
    Reflect.set(this.#font, '_glyphs', glyphs);
  }
}

const LONG_NUMBER = /^(?=...)[0-9.,]+ ?$/;

/** Each word has the space behind it. */
const wordsIn = (text: string): readonly string[] => text.match(/[^ \t]*[ \t]|[^ \t]+$/g) ?? [];

const advanceOf = ({ unitsPerEm }: Font, { positions }: GlyphRun): number => {
  const scale = 1000 / unitsPerEm;
  return positions.reduce((sum, { xAdvance }) => sum + xAdvance * scale, 0);
};

const isSame = (before: Glyph | undefined, glyph: Glyph): boolean =>
  before === undefined || before === glyph || before.codePoints.join() === glyph.codePoints.join();
