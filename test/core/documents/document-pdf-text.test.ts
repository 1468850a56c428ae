import { describe, expect, it } from '@jest/globals';
import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { aBuyer, aLine, anInvoice, figures, standardRate } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { pagesOf, textOf } from './pdf-text.ts';

const pdfOf = (document: DocumentContent) => documentPdf(document, installedFonts);
const shown = async (document: DocumentContent) => textOf(await pdfOf(document));

describe('names in any script', () => {
  it.each([
    ['Latin', 'Łódź Ünïcødé Nhà xuất bản Đường ș ğ'],
    ['Greek', 'Ελληνικά Παραδείγματα Α.Ε. ᾳ'],
    ['Cyrillic', 'ООО «Пример», Україна Ђорђе'],
    ['Japanese', '株式会社サンプルひらがな々ー㈱髙﨑'],
    ['simplified Chinese', '上海示例信息技术有限公司'],
    ['traditional Chinese', '臺灣範例股份有限公司龜'],
    ['Korean', '주식회사예시삼성힣'],
    ['all together', 'Müller 株式会社 Ελλάς Пример 한국'],
  ])('are written with real glyphs: %s', async (_, name) => {
    const pages = pagesOf(await pdfOf(anInvoice({ buyer: { ...aBuyer, name } })));

    const drawn = pages.flatMap(({ texts }) => texts).join('');
    expect(drawn.replaceAll(' ', '')).toContain(name.replaceAll(' ', '').normalize('NFC'));
    expect(pages.some(({ hasMissingGlyphs }) => hasMissingGlyphs)).toBe(false);
    expect(drawn).not.toContain('\ufffd');
  });

  it('show what has no font as a sign that is explained, never as nothing', async () => {
    const text = await shown(anInvoice({ buyer: { ...aBuyer, name: 'ร้าน Shop 🦊' } }));

    expect(text).toMatch(/\ufffd+ Shop \ufffd/);
    expect(text).toContain('\ufffd stands for a character that this page has no font for.');
  });

  it('drop what would turn the direction of writing or is not seen', async () => {
    const text = await shown(
      anInvoice({ buyer: { ...aBuyer, name: 'A\u202eB\u200bC\u0007D\nE' } }),
    );

    expect(text).toContain('ABC D E');
  });
});

describe('what is too long for its place', () => {
  it('goes on below: a word without end, a figure with all its places', async () => {
    const description = 'x'.repeat(300);
    const quantity = '123456789012345678901234.123456789012';

    const text = await shown(anInvoice(figures([aLine({ description, quantity })], standardRate)));

    const pieces = text.split('\n');
    const wordPieces = pieces.filter((piece) => /^x+$/.test(piece));
    expect(wordPieces.length).toBeGreaterThan(2);
    expect(wordPieces.join('')).toBe(description);
    const figurePieces = pieces.filter((piece) => /^[\d,.]+$/.test(piece) && piece !== '0.0123');
    expect(figurePieces.length).toBeGreaterThan(2);
    expect(figurePieces.join(' ').replace(' 12.30', '').replaceAll(' ', '')).toContain(
      '123,456,789,012,345,678,901,234.123456789012',
    );
  });

  it('is cut off where a party fills the page, with a sign that it was', async () => {
    const address = { lines: Array.from({ length: 60 }, (_, i) => `Line ${i}`), country: 'NL' };

    const text = await shown(anInvoice({ buyer: { ...aBuyer, address } }));

    expect(text.split('\n')).toContain('…');
    expect(text).toContain('Total EUR');
  });
});

describe('the price of one', () => {
  it('is there of a fee, which is what it comes to, and of tiers it is not', async () => {
    const { unitPrice: _, ...line } = aLine({ quantity: '1', exactAmount: '9.5', amount: '9.50' });
    const fee = anInvoice(figures([{ ...line, kind: 'fee' }], standardRate));
    const tiers = anInvoice(figures([line], standardRate));

    const priced = async (document: DocumentContent) =>
      (await shown(document)).split('\n').filter((text) => text === '9.50').length;

    expect(await priced(fee)).toBe((await priced(tiers)) + 1);
  });
});
