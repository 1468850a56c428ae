import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { wordsFromLeft } from '../../../core/documents/pdf/writing-order.ts';
import { aBuyer, anInvoice } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { fileOf } from './pdf-file.ts';
import { pagesOf } from './pdf-text.ts';

const wordsOf = (text: string, base?: 'ltr') => wordsFromLeft(text, base).map((word) => word.text);

describe('the order of words', () => {
  it.each([
    ['all from the left', 'abc def', ['abc', ' ', 'def']],
    ['all from the right', 'שלום עולם', ['עולם', ' ', 'שלום']],
    [
      'within what is read from the left',
      'Firma שלום עולם GmbH',
      ['Firma', ' ', 'עולם', ' ', 'שלום', ' ', 'GmbH'],
    ],
    ['numbers', 'שלום 12.5 עולם', ['עולם', ' ', '12.5', ' ', 'שלום']],
    ['brackets', 'חברה (ישראל)', ['(ישראל)', ' ', 'חברה']],
    ['Latin within what is read from the right', 'שלום abc def', ['abc', ' ', 'def', ' ', 'שלום']],
  ])('%s', (_, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('begins at the left where it is told to', () => {
    expect(wordsOf('שלום · VAT 1', 'ltr')[0]).toBe('שלום');
    expect(wordsOf('שלום · VAT 1')[0]).toBe('VAT');
  });

  it('loses nothing and adds nothing', () => {
    const some = fc.constantFrom(
      'a',
      'ß',
      'ש',
      'ם',
      'ب',
      'ت\u200c',
      '1',
      '۲',
      '(',
      ')',
      '.',
      ' ',
      '𝕏',
      '株',
    );

    fc.assert(
      fc.property(fc.array(some, { maxLength: 20 }), (characters) => {
        const text = characters.join('');

        expect(Array.from(wordsOf(text).join('')).toSorted()).toEqual(Array.from(text).toSorted());
      }),
    );
  });
});

const named = (name: string) => anInvoice({ buyer: { ...aBuyer, name } });
/** The name as its glyphs stand on the page, from the left. */
async function drawn(name: string): Promise<string> {
  const [page] = pagesOf(await documentPdf(named(name), installedFonts));
  const texts = page?.texts ?? [];
  return texts.slice(texts.indexOf('BILLED TO') + 1, texts.indexOf('Keizersgracht 100')).join('');
}

describe('a name that is read from the right', () => {
  it.each([
    ['שלום עולם', 'םלוע םולש'],
    ['Firma שלום GmbH', 'Firma םולש GmbH'],
    ['חברה (ישראל) 123', '123 (לארשי) הרבח'],
    ['דוגמה בע"מ', 'מ"עב המגוד'],
    ['۱۲۳ سلام', 'مالس ۱۲۳'],
  ])('stands so on the page: %s', async (name, glyphs) => {
    expect(await drawn(name)).toBe(glyphs);
  });

  it('has real glyphs, with vowels and joined letters', async () => {
    const name = 'مُحَمَّد شָׁלוֹם لا می\u200cخواهم';
    const pages = pagesOf(await documentPdf(named(name), installedFonts));

    expect(pages.some(({ hasMissingGlyphs }) => hasMissingGlyphs)).toBe(false);
    expect(pages.flatMap(({ texts }) => texts).join('')).not.toContain('\ufffd');
  });

  it('joins its letters, and not where it says so', () => {
    const font = installedFonts.faceOf('ب', 'regular')?.font;
    const glyphs = (text: string) => font?.layout(text).glyphs.map(({ id }) => id) ?? [];
    const runs = (text: string) =>
      installedFonts.runsOf(text, 'regular').runs.map((run) => run.text);

    expect(glyphs('ببب')).not.toEqual([...glyphs('ب'), ...glyphs('ب'), ...glyphs('ب')]);
    expect(runs('ب\u200cب')).toEqual(['ب\u200cب']);
    expect(runs('a\u200cb')).toEqual(['ab']);
  });

  it.each([
    ['brackets', 'א(ב)', ['(', 'ב', ')', 'א']],
    ['digits of Persian', '۱۲', ['۱', '۲']],
  ])('is cut where a font does not turn it round: %s', (_, text, runs) => {
    expect(installedFonts.runsOf(text, 'regular').runs.map((run) => run.text)).toEqual(runs);
  });

  it('is read aloud as it was written', async () => {
    const { objects } = await fileOf(named('שלום שירות'));
    const tags = [...objects.values()].map(({ dictionary }) => dictionary);

    const spans = tags.filter((tag) => tag.includes('/S /Span'));
    const read = spans.map((span) => /\/ActualText <feff([0-9a-f]+)>/.exec(span)?.[1] ?? '');
    expect(read.map((hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le'))).toEqual([
      'שלום שירות',
    ]);
  });

  it('cannot turn what stands beside it', async () => {
    expect(await drawn('\u202eabc \u2067def')).toBe('abc def');
  });
});
