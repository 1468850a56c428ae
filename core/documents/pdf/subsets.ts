import type { Font } from 'fontkit';

interface Metrics {
  readonly advance: number;
  readonly bearing: number;
}

/** What fontkit makes the embedded part of a TrueType font from; its types do not tell of it. */
interface Subset {
  offset: number;
  readonly glyf: Uint8Array[];
  readonly loca: { readonly offsets: number[] };
  readonly hmtx: { readonly metrics: Metrics[] };
  _addGlyph(id: number): number;
}

/**
 * Keeps the outlines of glyphs between documents. Only those that are made of no other glyphs: these are the same bytes
 * in every subset, while the others name theirs by their numbers in it.
 */
export function keepOutlines(font: Font): void {
  const kept = new Map<number, { readonly bytes: Uint8Array; readonly metrics: Metrics }>();
  const original = font.createSubset.bind(font);
  font.createSubset = () => {
    const made = original();
    const subset = made as unknown as Subset;
    const add = subset._addGlyph.bind(subset);
    subset._addGlyph = (id) => {
      const { glyf, loca, hmtx } = subset;
      const known = kept.get(id);
      if (known === undefined) {
        const index = add(id);
        const [bytes, metrics] = [glyf.at(-1), hmtx.metrics.at(-1)];
        if (bytes !== undefined && metrics !== undefined && isSimple(bytes)) {
          kept.set(id, { bytes, metrics });
        }
        return index;
      }
      glyf.push(known.bytes);
      loca.offsets.push(subset.offset);
      hmtx.metrics.push(known.metrics);
      subset.offset += known.bytes.length;
      return glyf.length - 1;
    };
    return made;
  };
}

/** An outline begins with the number of its contours, negative where it is of other glyphs; a space has none. */
const isSimple = (bytes: Uint8Array): boolean => bytes.length === 0 || (bytes.at(0) ?? 0) < 0x80;
