import type { Face, Weight } from './face.ts';
import type { FontBook } from './fonts.ts';
import type { Run, Runs } from './runs.ts';
import type { TaggedPdf } from './tagged-pdf.ts';

export interface Style {
  /** Points. */
  readonly size: number;
  readonly weight: Weight;
  readonly color: string;
}

/** Where a text begins, or ends when written to the left: points from the top left corner of the page. */
interface Spot {
  readonly x: number;
  readonly baseline: number;
}

/** Writes text of any script, changing fonts where it has to. */
export interface Pen {
  widthOf(text: string, style: Style): number;
  write(text: string, spot: Spot, style: Style): void;
  /** Ends at `spot.x`. */
  writeLeftOf(text: string, spot: Spot, style: Style): void;
  /**
   * Lines of at most `width`, broken between words, between Chinese or Japanese characters, or where nothing else
   * helps.
   */
  wrapped(text: string, width: number, style: Style): string[];
  /** Whether a character has been written for which there is no font. */
  hasReplaced(): boolean;
}

export function penOn(pdf: TaggedPdf, fonts: FontBook): Pen {
  let replaced = false;
  const registered = new Set<string>();
  /** Fonts stand in a document in the order in which they are met, also where text is only measured. */
  const meet = ({ path, font }: Face) => {
    if (registered.has(path)) return;
    // pdfkit takes an opened font as well as bytes, and its types do not know.
    pdf.registerFont(path, font as unknown as Uint8Array).font(path);
    registered.add(path);
  };
  const cut = (text: string, weight: Weight): Runs => {
    const runs = fonts.runsOf(text, weight);
    replaced ||= runs.hasReplaced;
    return runs;
  };
  const runWidth = ({ face, text }: Run, size: number): number => {
    meet(face);
    return face.layouts.advanceOf(text) * (size / 1000);
  };
  const widthOf: Pen['widthOf'] = (text, { size, weight }) =>
    cut(text, weight).runs.reduce((sum, run) => sum + runWidth(run, size), 0);
  const draw = (run: Run, { x, baseline }: Spot, { size, color }: Style) => {
    pdf
      .font(run.face.path)
      .fontSize(size)
      .fillColor(color)
      .strokeColor(color)
      .lineWidth(size * THICKER);
    pdf.text(run.text, x, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      fill: true,
      stroke: run.face.isThickened,
    });
  };
  const write: Pen['write'] = (text, { x, baseline }, style) => {
    pdf.requireMark();
    const { runs, read } = cut(text, style.weight);
    const drawAll = () => {
      let left = x;
      for (const run of runs) {
        const width = runWidth(run, style.size);
        draw(run, { x: left, baseline }, style);
        left += width;
      }
    };
    if (read === undefined) drawAll();
    else pdf.drawAs(read, drawAll);
  };
  return {
    widthOf,
    write,
    writeLeftOf: (text, { x, baseline }, style) =>
      write(text, { x: x - widthOf(text, style), baseline }, style),
    wrapped: (text, width, style) => wrappedBy((part) => widthOf(part, style), text, width),
    hasReplaced: () => replaced,
  };
}

/** Of the size: about what lies between a regular and a semibold stroke. */
const THICKER = 0.028;

/**
 * A word, with spaces in it that do not break, and the white space behind it; or one East Asian character with what may
 * not begin a line.
 */
const UNITS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef][ー々、。，．・：；？！）」』】〉》〕］｝]*|(?:[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]|[\u00a0\u202f])+\s*|\s+/gu;

function wrappedBy(widthOf: (text: string) => number, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const unit of text.match(UNITS) ?? []) {
    if (widthOf((line + unit).trimEnd()) <= width) {
      line += unit;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    const parts = brokenApart(widthOf, unit, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

/** A word that is wider than a line, in parts that are not. */
function brokenApart(widthOf: (text: string) => number, unit: string, width: number): string[] {
  if (widthOf(unit.trimEnd()) <= width) return [unit];
  const parts: string[] = [];
  let part = '';
  for (const character of unit) {
    if (part !== '' && widthOf(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
