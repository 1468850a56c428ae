import type { Picture } from '../logo/picture.ts';
import type { FontBook } from './fonts.ts';
import { type Pen, penOn, type Style } from './pen.ts';
import type { Artifact, Box, LinkArea, TaggedPdf } from './tagged-pdf.ts';
import type { Tag, TagKind, TagText } from './tags.ts';
import type { Texts } from './texts/texts.ts';

/** A4, in points. */
export const page = { width: 595.28, height: 841.89 } as const;
const margin = { left: 48, right: 48, top: 56, bottom: 58 } as const;
export const edge = { left: margin.left, right: page.width - margin.right } as const;

const colors = {
  ink: '#16202c',
  quiet: '#5d6875',
  rule: '#d5dae0',
  panel: '#f3f6f5',
  accent: '#0b5d4e',
} as const;

export const styles = {
  title: { size: 22, weight: 'semibold', color: colors.accent },
  figure: { size: 18, weight: 'semibold', color: colors.ink },
  name: { size: 11, weight: 'semibold', color: colors.ink },
  strong: { size: 8.5, weight: 'semibold', color: colors.ink },
  body: { size: 8.5, weight: 'regular', color: colors.ink },
  quiet: { size: 8, weight: 'regular', color: colors.quiet },
  small: { size: 7, weight: 'regular', color: colors.quiet },
  label: { size: 7, weight: 'semibold', color: colors.quiet },
  stamp: { size: 110, weight: 'semibold', color: '#eceff1' },
} as const satisfies Record<string, Style>;

/** Line height for a size. */
export const leading = ({ size }: Style): number => size * 1.42;

/** From the top of a line of text to its baseline. */
export const ascent = ({ size }: Style): number => size * 1.07;

/** A horizontal slice of the flow, never broken between pages. */
export interface Strip {
  readonly height: number;
  /** Not the last on its page, unless the next is taller than one. */
  readonly keepsWithNext?: boolean;
  draw(top: number): void;
}

/** Strips one below the other, over as many pages as they need; each page is drawn on once. */
export interface Sheet {
  readonly pen: Pen;
  /** What it says beside the document's own words. */
  readonly texts: Texts;
  /** A new piece of the document, read after those that there are; in another, if it is of one. */
  tag(kind: TagKind, parent?: Tag, details?: TagText): Tag;
  /** Whatever is written meanwhile is the tag's, or is not read. Nothing is written outside of it. */
  as(tag: Tag | Artifact, draw: () => void): void;
  /** A rectangle that leads somewhere, and is of the tag. */
  leadTo(tag: Tag, area: LinkArea): void;
  /** Puts a strip below the last one, on a new page where it does not fit. */
  flow(strips: readonly Strip[]): void;
  /** From here on each new page begins with these, until there are others. */
  repeat(strips: readonly Strip[]): void;
  hairline(y: number, from?: number, to?: number): void;
  accentLine(y: number, from: number, to: number): void;
  /** Squares of ink where `rows` say so. */
  pattern(
    rows: readonly (readonly boolean[])[],
    box: { readonly x: number; readonly y: number; readonly size: number },
  ): void;
  /** All of it in the box, whatever its own proportion. */
  picture(picture: Picture, box: Box): void;
  panel(box: Box): void;
  /** Draws on every page, when all of them are there. */
  onEachPage(draw: (place: { number: number; count: number }) => void): void;
}

const bottom = page.height - margin.bottom;

/** `stamp` is written large behind everything, on each page. */
export function sheetOf(
  pdf: TaggedPdf,
  fonts: FontBook,
  { texts, stamp }: { readonly texts: Texts; readonly stamp: string | undefined },
): Sheet {
  const pen = penOn(pdf, fonts);
  let y = 0;
  let repeated: readonly Strip[] = [];
  const put = (strip: Strip) => {
    strip.draw(y);
    y += strip.height;
  };
  const turnPage = () => {
    pdf.turnPage();
    if (stamp !== undefined) pdf.drawAside('Pagination', () => stampOn(pdf, pen, stamp));
    y = margin.top;
    for (const strip of repeated) put(strip);
  };
  const line = (color: string, width: number) => (at: number, from: number, to: number) => {
    pdf.drawAside('Layout', () => {
      pdf.lineWidth(width).strokeColor(color).moveTo(from, at).lineTo(to, at).stroke();
    });
  };
  turnPage();
  return {
    pen,
    texts,
    tag: (kind, parent = pdf.tags.root, details = {}) => pdf.tags.add(kind, parent, details),
    as(tag, draw) {
      if (typeof tag === 'string') pdf.drawAside(tag, draw);
      else pdf.draw(tag, draw);
    },
    leadTo: (tag, area) => pdf.leadTo(tag, area),
    flow(strips) {
      for (const [index, strip] of strips.entries()) {
        if (y + heightKept(strips, index) > bottom) turnPage();
        put(strip);
      }
    },
    repeat(strips) {
      repeated = strips;
    },
    hairline: (at, from = edge.left, to = edge.right) => line(colors.rule, 0.5)(at, from, to),
    accentLine: line(colors.accent, 1),
    pattern: (rows, box) => drawPattern(pdf, rows, box),
    picture: (picture, box) => pdf.picture(picture, box),
    panel({ x, y: top, width, height }) {
      pdf.drawAside('Layout', () => {
        pdf.roundedRect(x, top, width, height, 4).fillColor(colors.panel).fill();
      });
    },
    onEachPage(draw) {
      const { start, count } = pdf.bufferedPageRange();
      for (let index = 0; index < count; index += 1) {
        pdf.switchToPage(start + index);
        draw({ number: index + 1, count });
      }
    },
  };
}

function drawPattern(
  pdf: TaggedPdf,
  rows: readonly (readonly boolean[])[],
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): void {
  const side = size / rows.length;
  for (const [row, cells] of rows.entries()) {
    // What stands side by side is one rectangle: there is no seam for a camera to see.
    for (const { index, 0: run } of cells
      .map((cell) => (cell ? '1' : '0'))
      .join('')
      .matchAll(/1+/g)) {
      pdf.rect(x + index * side, y + row * side, run.length * side, side);
    }
  }
  pdf.fillColor(colors.ink).fill();
}

/** Of the strip and those it must not be parted from. */
function heightKept(strips: readonly Strip[], from: number): number {
  let height = 0;
  for (const strip of strips.slice(from)) {
    height += strip.height;
    if (strip.keepsWithNext !== true) break;
  }
  return height;
}

function stampOn(pdf: TaggedPdf, pen: Pen, stamp: string): void {
  const centre = { x: page.width / 2, y: page.height / 2 };
  pdf.save().rotate(-52, { origin: [centre.x, centre.y] });
  const x = centre.x - pen.widthOf(stamp, styles.stamp) / 2;
  pen.write(stamp, { x, baseline: centre.y + styles.stamp.size / 3 }, styles.stamp);
  pdf.restore();
}

/** A strip of nothing. */
export const space = (height: number): Strip => ({ height, draw: () => undefined });

/** A text, wrapped, as one strip a line, which is of one tag. */
export const paragraph = (
  sheet: Sheet,
  text: string,
  {
    x,
    width,
    style,
    tag,
  }: { readonly x: number; readonly width: number; readonly style: Style; readonly tag: Tag },
): Strip[] =>
  sheet.pen.wrapped(text, width, style).map((line) => ({
    height: leading(style),
    draw(top) {
      sheet.as(tag, () => sheet.pen.write(line, { x, baseline: top + ascent(style) }, style));
    },
  }));
