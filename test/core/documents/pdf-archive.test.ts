import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import { logoFrom } from '../../../core/documents/logo/kept-logo.ts';
import { type Picture, pictureIn } from '../../../core/documents/logo/picture.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import {
  aBuyer,
  aCreditNote,
  aLine,
  anInvoice,
  aStatement,
  figures,
  standardRate,
} from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { type File, fileOf } from './pdf-file.ts';
import { placesOf, reference } from './pdf-objects.ts';
import { pagesOf } from './pdf-text.ts';
import { aJpeg } from './some-pictures.ts';

/** As sRGB2014.icc comes with pdfkit, which has it from the International Color Consortium. */
const profile = readFileSync(
  new URL('../../../node_modules/pdfkit/js/data/sRGB_IEC61966_2_1.icc', import.meta.url),
);

const name = 'Müller & Søn <株式会社> "x"';
const lines = Array.from({ length: 90 }, (_, index) =>
  aLine({ id: `${index + 1}`, dimensions: { region: 'eu' }, exactAmount: '12.304217' }),
);

const logo = pictureIn(logoFrom(aJpeg).bytes);

const cases: readonly (readonly [string, DocumentContent, Picture?])[] = [
  ['an invoice with a logo', anInvoice(), logo],
  ['an invoice', anInvoice({ buyer: { ...aBuyer, name }, seller: { ...aBuyer, name } })],
  ['an invoice of several pages', anInvoice(figures(lines, standardRate))],
  ['a credit note', aCreditNote()],
  ['a statement without lines', aStatement({ lines: [] })],
  [
    'an invoice with a page to pay at',
    anInvoice({ paymentLink: 'https://shop.example/pay?invoice=F-2026-0042' }),
  ],
  ['a draft', anInvoice({ status: 'draft', number: null, issuedAt: null, issueDate: null })],
];

const pagesIn = ({ objects }: File): string[] =>
  [...objects.values()]
    .map(({ dictionary }) => dictionary)
    .filter((dictionary) => /\/Type \/Page\b(?!s)/.test(dictionary));

describe.each(cases)('as a file to be kept (PDF/A-3b), %s', (_, document, picture) => {
  const made = fileOf(document, picture);

  it('begins with its version and a comment of bytes that are no text', async () => {
    const { bytes } = await made;

    expect(Buffer.from(bytes.subarray(0, 15)).toString('hex')).toBe(
      `${Buffer.from('%PDF-1.7\n').toString('hex')}25ffffffff0a`,
    );
  });

  it('has an object where its table says that one is, and is named, and not encrypted', async () => {
    const { bytes, objects } = await made;
    const file = Buffer.from(bytes).toString('latin1');

    const [none, ...places] = placesOf(bytes);

    expect(none).toBeUndefined();
    expect(places).toHaveLength(objects.size);
    for (const [index, place] of places.entries()) {
      const id = String(index + 1);
      if (typeof place === 'number') {
        expect(file.slice(place).startsWith(`${id} 0 obj\n`)).toBe(true);
      } else {
        const stream = objects.get(String(place?.[0]))?.stream ?? '';
        expect(stream.split(' ').at((place?.[1] ?? 0) * 2)).toBe(id);
      }
    }
    expect(file).toMatch(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/);
    expect(file).not.toContain('/Encrypt');
  });

  it('says what its colours mean, and has no others', async () => {
    const { objects, catalog } = await made;

    const intent = objects.get(/\/OutputIntents \[(\d+) 0 R\]/.exec(catalog)?.[1] ?? '');
    const stored = objects.get(reference(intent?.dictionary ?? '', 'DestOutputProfile'));

    expect(intent?.dictionary).toMatch(/\/S \/GTS_PDFA1[\s\S]*\(sRGB IEC61966-2.1\)/);
    expect(stored?.dictionary).toContain('/N 3');
    expect(Buffer.from(stored?.stream ?? '', 'latin1').equals(profile)).toBe(true);
    for (const [, space = ''] of [...objects.values()].flatMap(({ stream, dictionary }) =>
      dictionary.includes('/Length1') ? [] : [...stream.matchAll(/^\/(\w+) cs$/gim)],
    )) {
      expect(space).toBe('DeviceRGB');
    }
  });

  it('says of itself in XMP, unpacked, what its own dictionary says', async () => {
    const { objects, catalog, metadata } = await made;
    const stream = objects.get(reference(catalog, 'Metadata'))?.dictionary ?? '';
    const escaped = document.seller.name
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');

    expect(stream).toMatch(/\/Type \/Metadata\n\/Subtype \/XML/);
    expect(stream).not.toContain('/Filter');
    expect(metadata).toMatch(/^<\?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"\?>/);
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(metadata).toContain(`<rdf:li>${escaped}</rdf:li>`);
    const date = document.issuedAt ?? document.period.end;
    expect(metadata).toContain(`<xmp:CreateDate>${date}</xmp:CreateDate>`);
    expect([...objects.values()].map(({ dictionary }) => dictionary)).toContain(
      `(D:${date.replace(/[-:T]/g, '')})`,
    );
  });

  it('brings all its fonts, with the glyphs that it shows and their widths', async () => {
    const { bytes, objects } = await made;
    const fonts = [...objects.values()].filter(({ dictionary }) =>
      dictionary.includes('/Subtype /Type0'),
    );

    expect(fonts.length).toBeGreaterThan(0);
    for (const { dictionary } of fonts) {
      expect(dictionary).toContain('/Encoding /Identity-H');
      expect(objects.get(reference(dictionary, 'ToUnicode'))?.stream).toContain('beginbfrange');
      const inner = objects.get(
        /\/DescendantFonts \[(\d+)/.exec(dictionary)?.[1] ?? '',
      )?.dictionary;
      expect(inner).toContain('/CIDToGIDMap /Identity');
      const descriptor = objects.get(reference(inner ?? '', 'FontDescriptor'))?.dictionary ?? '';
      const program = objects.get(reference(descriptor, 'FontFile2'))?.stream ?? '';
      const widths = (/\/W \[0 \[(.*?)\]\]/.exec(inner ?? '')?.[1] ?? '').split(' ').map(Number);
      // What follows are glyphs that others are made of.
      expect(widthsIn(program).slice(0, widths.length)).toEqual(widths);
    }
    expect(pagesOf(bytes).some(({ hasMissingGlyphs }) => hasMissingGlyphs)).toBe(false);
  });

  it('has nothing that runs, plays, shines through or lies elsewhere', async () => {
    const { objects } = await made;

    const dictionaries = [...objects.values()].map(({ dictionary }) => dictionary).join('\n');
    expect(dictionaries).not.toMatch(
      /\/(JavaScript|JS|AA|OpenAction|Launch|Movie|Sound|RichMedia|SMask|CA|ca|BM|ExtGState|HTP|LZWDecode|Crypt|FFilter|XFA|NeedAppearances|OCProperties|Alternates|OPI|Interpolate)\b/,
    );
  });

  it('has no annotations but links, which are printed as they are shown, and lead to pages of the web', async () => {
    const { objects } = await made;

    for (const { dictionary } of objects.values()) {
      for (const action of dictionary.match(/\/S \/(URI|GoTo|Named|Submit|Hide|Thread|Set)\w*/g) ??
        [])
        expect(action).toBe('/S /URI');
      if (!dictionary.includes('/Type /Annot')) continue;
      expect(dictionary).toContain('/Subtype /Link');
      expect(dictionary).toMatch(/\/F 4\n/);
      expect(dictionary).toMatch(/\/URI \(https:/);
      expect(dictionary).not.toMatch(/\/(AP|C|IC|CA)\b/);
    }
  });
});

/** Advance widths of a font program by glyph, in thousandths. */
function widthsIn(program: string): number[] {
  const bytes = Buffer.from(program, 'latin1');
  const tables = new Map<string, number>();
  for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
    const at = 12 + index * 16;
    tables.set(bytes.toString('latin1', at, at + 4), bytes.readUInt32BE(at + 8));
  }
  const unitsPerEm = bytes.readUInt16BE((tables.get('head') ?? 0) + 18);
  const count = bytes.readUInt16BE((tables.get('hhea') ?? 0) + 34);
  const start = tables.get('hmtx') ?? 0;
  return Array.from(
    { length: count },
    (__, index) => (bytes.readUInt16BE(start + index * 4) * 1000) / unitsPerEm,
  );
}

describe.each(cases)('to who has it read aloud, %s', (_, document, picture) => {
  const made = fileOf(document, picture);

  it('says its language and title, and that it is tagged', async () => {
    const { catalog, objects } = await made;

    expect(catalog).toContain('/Lang (en)');
    expect(catalog).toMatch(/\/MarkInfo <<\n\/Marked true\n>>/);
    expect(objects.get(reference(catalog, 'ViewerPreferences'))?.dictionary).toContain(
      '/DisplayDocTitle true',
    );
  });

  it('has all that is drawn marked, either to be read or as what is not', async () => {
    const file = await made;

    for (const page of pagesIn(file)) {
      const content = file.objects.get(reference(page, 'Contents'))?.stream ?? '';
      const marks = content.replace(/ BDC\n[\s\S]*?\nEMC\n/g, ' BDC\nEMC\n');
      expect(marks).toContain('BDC\nEMC\n');
      expect(marks).not.toMatch(/^(BT|[fFBbSs]\*?|Do|sh)$/m);
      expect(content.match(/ BDC$/gm)).toHaveLength(content.match(/^EMC$/gm)?.length ?? 0);
    }
  });

  it('leads from each mark to its tag, and from each tag to its marks', async () => {
    const file = await made;
    const root = file.objects.get(reference(file.catalog, 'StructTreeRoot'))?.dictionary ?? '';
    const marks = file.objects.get(reference(root, 'ParentTree'))?.dictionary ?? '';

    const pages = pagesIn(file);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`/StructParents ${index}`);
      expect(page).toContain('/Tabs /S');
      const content = file.objects.get(reference(page, 'Contents'))?.stream ?? '';
      const numbers = [...content.matchAll(/\/(\w+) <<\/MCID (\d+)>> BDC/g)];
      const tags = (new RegExp(`${index} \\[([^\\]]*)\\]`).exec(marks)?.[1] ?? '').match(
        /\d+(?= 0 R)/g,
      );
      expect(numbers.map(([, , number]) => Number(number))).toEqual(numbers.map((__, at) => at));
      expect(tags).toHaveLength(numbers.length);
      for (const [, role = '', number = ''] of numbers) {
        const tag = file.objects.get(tags?.[Number(number)] ?? '')?.dictionary ?? '';
        expect(tag).toContain(`/S /${role} `);
        expect(tag).toMatch(new RegExp(`/K \\[(.* )?${number}[ \\]]|/MCID ${number}>>`));
      }
    }
  });
});

describe('a table that goes on', () => {
  it('is one table, whose headings are read once', async () => {
    const { objects } = await fileOf(anInvoice(figures(lines, standardRate)));
    const tags = [...objects.values()].map(({ dictionary }) => dictionary);

    expect(tags.filter((tag) => tag.includes('/Scope /Column'))).toHaveLength(5);
    expect(tags.filter((tag) => tag.includes('/S /Table '))).toHaveLength(3);
    expect(tags.filter((tag) => tag.includes('/S /H1 '))).toHaveLength(1);
  });
});

describe('a document of very many lines', () => {
  it('grows by less than the like of a tag for each cell', async () => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => aLine({ id: `${index + 1}` }));

    const pdf = await documentPdf(anInvoice(figures(thousand, standardRate)), installedFonts);

    expect(pdf.length).toBeLessThan(300_000);
  });
});
