import { objectsOf, type PdfObject, reference } from './pdf-objects.ts';

/** What a page shows, one text for each time the pen was set down, in the order of drawing. */
export interface PageText {
  readonly texts: readonly string[];
  /** Whether a glyph is used that stands for "no such character" in its font. */
  readonly hasMissingGlyphs: boolean;
}

/** Reads the text back out of a PDF as pdfkit writes it, by the tables that a reader's search and copy use. */
export function pagesOf(pdf: Uint8Array): PageText[] {
  const objects = objectsOf(pdf);
  const fonts = fontsOf(objects);
  return [...objects.values()]
    .filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary))
    .map(({ dictionary }) => {
      const contents = objects.get(reference(dictionary, 'Contents'));
      return pageText(contents?.stream ?? '', fonts);
    });
}

/** All pages as one text, words as far apart as they were drawn. */
export const textOf = (pdf: Uint8Array): string =>
  pagesOf(pdf)
    .flatMap(({ texts }) => texts)
    .join('\n');

/**
 * A PDF without what depends on how its streams are compressed, which another zlib does otherwise: their bytes, and
 * where objects stand in the file.
 */
export function uncompressed(pdf: Uint8Array): string {
  return (
    [...objectsOf(pdf)]
      // What is embedded is not drawn; it has tests of its own.
      .filter(([, { dictionary }]) => !dictionary.includes('/Type /EmbeddedFile'))
      .map(([id, { dictionary, stream }]) => {
        const isTable = dictionary.includes('/Type /XRef');
        return `${id}\n${dictionary.replace(/\/Length \d+/, '/Length')}\n${isTable ? '' : stream}`;
      })
      .join('\n')
  );
}

/** By resource name, glyph number to text. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): Map<string, string[]> {
  const fonts = new Map<string, string[]>();
  for (const { dictionary } of objects.values()) {
    for (const [, name = '', id = ''] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = objects.get(reference(objects.get(id)?.dictionary ?? '', 'ToUnicode'));
      fonts.set(name, unicodeFrom(map?.stream ?? ''));
    }
  }
  return fonts;
}

const unicodeFrom = (cmap: string): string[] =>
  [...cmap.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[(.*?)\]/g)].flatMap(([, entries = '']) =>
    [...entries.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) =>
      Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  );

function pageText(content: string, fonts: ReadonlyMap<string, string[]>): PageText {
  const texts: string[] = [];
  let hasMissingGlyphs = false;
  for (const [, block = ''] of content.matchAll(/BT\n([\s\S]*?)ET/g)) {
    const font = fonts.get(/\/(F\d+) [\d.]+ Tf/.exec(block)?.[1] ?? '') ?? [];
    const glyphs = [...block.matchAll(/<([0-9a-f]+)>/g)]
      .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      .map((hex) => Number.parseInt(hex, 16));
    hasMissingGlyphs ||= glyphs.includes(0);
    texts.push(glyphs.map((glyph) => font[glyph] ?? '').join(''));
  }
  return { texts, hasMissingGlyphs };
}
