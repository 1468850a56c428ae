import { describe, expect, it } from '@jest/globals';
import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import { keepLogo } from '../../../core/documents/logo/keep-logo.ts';
import { logoFrom } from '../../../core/documents/logo/kept-logo.ts';
import { type Picture, pictureIn } from '../../../core/documents/logo/picture.ts';
import { picturesIn } from '../../../core/documents/logo/pictures.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { pdfFromFonts } from '../../../functions/adapters/pdf-from-fonts.ts';
import { inMemoryLogos } from '../../fakes/logos.ts';
import { aCreditNote, aLine, anInvoice, aStatement, figures, standardRate } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { objectsOf, reference } from './pdf-objects.ts';
import { aJpeg, aPng } from './some-pictures.ts';

const picture = (sent: Uint8Array): Picture => pictureIn(logoFrom(sent).bytes);
const png = picture(aPng([3, 1], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]));
const jpeg = picture(aJpeg);
const wide: Picture = { ...png, width: 2_000, height: 100 };
const high: Picture = { ...png, width: 100, height: 2_000 };

const drawn = async (logo: Picture, document: DocumentContent = anInvoice()) =>
  objectsOf(await documentPdf(document, installedFonts, logo));

const contentOf = (objects: Awaited<ReturnType<typeof drawn>>): string =>
  [...objects.values()].map(({ stream }) => stream).find((one) => one.includes('/Logo Do')) ?? '';

/** Width and height that it is drawn at, in points. */
function drawnAt(content: string): number[] {
  const [, width, height] =
    /([\d.]+) 0 0 -([\d.]+) [\d.]+ [\d.]+ cm\n\/Logo Do/.exec(content) ?? [];
  return [Number(width), Number(height)];
}

describe('the logo of a PDF', () => {
  it.each([
    ['an invoice', anInvoice()],
    ['a credit note', aCreditNote()],
    ['a statement', aStatement()],
    [
      'an invoice of many pages',
      anInvoice(
        figures(
          Array.from({ length: 90 }, () => aLine()),
          standardRate,
        ),
      ),
    ],
  ])('stands once on %s, as a figure that says whose it is', async (_, document) => {
    const objects = await drawn(png, document);

    const figures = [...objects.values()].filter(({ dictionary }) =>
      dictionary.includes('/S /Figure'),
    );
    const images = [...objects.values()].filter(({ dictionary }) =>
      dictionary.includes('/Subtype /Image'),
    );
    expect(images).toHaveLength(1);
    expect(figures).toHaveLength(1);
    const hex = /\/Alt <feff([0-9a-f]+)>/.exec(figures[0]?.dictionary ?? '')?.[1] ?? '';
    expect(Buffer.from(hex, 'hex').swap16().toString('utf16le')).toBe(
      'Logo of Magazin Verlag GmbH',
    );
    expect(contentOf(objects)).toMatch(/\/Figure <<\/MCID \d+>> BDC[^B]*\/Logo Do\nQ\nEMC/);
  });

  it('has the bytes that are kept, and says no more of its colors than the file’s profile does', async () => {
    for (const [logo, filter] of [
      [png, /\/Filter \/FlateDecode\n\/DecodeParms <<\n\/Predictor 15\n\/Colors 3\n/],
      [jpeg, /\/Filter \/DCTDecode\n/],
    ] as const) {
      const bytes = Buffer.from(await documentPdf(anInvoice(), installedFonts, logo));
      const file = bytes.toString('latin1');
      const dictionary = /<<\n\/Type \/XObject\n[\s\S]*?>>\nstream\n/.exec(file)?.[0] ?? '';

      expect(dictionary).toMatch(filter);
      expect(dictionary).toContain('/ColorSpace /DeviceRGB');
      expect(dictionary).not.toMatch(/Interpolate|Alternates|OPI|SMask|Mask/);
      expect(bytes.includes(Buffer.from(logo.bytes))).toBe(true);
    }
    const gray = await drawn({ ...jpeg, samples: 1 });
    expect([...gray.values()].some(({ dictionary }) => dictionary.includes('/DeviceGray'))).toBe(
      true,
    );
  });

  it.each([
    ['wide', wide, [180, 9]],
    ['high', high, [2.4, 48]],
    ['small', jpeg, [12, 6]],
  ] as const)(
    'keeps its proportion, and is no larger than it is sharp: %s',
    async (_, logo, size) => {
      expect(drawnAt(contentOf(await drawn(logo)))).toEqual(size);
    },
  );

  it('is in a file that is the same whenever it is drawn', async () => {
    const [one, other] = [0, 1].map(() => documentPdf(anInvoice(), installedFonts, png));

    expect(await one).toEqual(await other);
  });

  it('leaves page and picture to who reads them by the resources of the page', async () => {
    const objects = await drawn(png);
    const page = [...objects.values()].find(({ dictionary }) =>
      /\/Type \/Page\b(?!s)/.test(dictionary),
    );
    const resources = objects.get(reference(page?.dictionary ?? '', 'Resources'))?.dictionary ?? '';

    expect(objects.get(reference(resources, 'Logo'))?.dictionary).toContain('/Subtype /Image');
  });
});

describe('a document that names a logo', () => {
  it('is drawn with it, of its own tenant', async () => {
    const logos = inMemoryLogos();
    const { sha256: logo } = await keepLogo(logos, 'acme', aJpeg);
    const pictureOf = picturesIn(logos);

    expect(await pictureOf('acme', logo)).toMatchObject({ width: 16, packing: 'jpeg' });
    expect(await pictureOf('acme', undefined)).toBeUndefined();
    await expect(pictureOf('other', logo)).rejects.toThrow('put the picture again');
  });

  it('is not drawn without it', async () => {
    const { drawPdf } = pdfFromFonts('nowhere', inMemoryLogos());

    await expect(drawPdf(anInvoice({ logo: 'a'.repeat(64) }), 'acme')).rejects.toThrow();
  });
});
