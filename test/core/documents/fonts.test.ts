import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fontPaths } from '../../../core/documents/pdf/font-paths.ts';
import { fontBook } from '../../../core/documents/pdf/fonts.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { installedFonts, readInstalledFont } from './font-files.ts';

/** Every character of a two-byte encoding whose bytes are in these ranges. */
function charactersOf(
  encoding: string,
  [firstLead, lastLead]: readonly [number, number],
): readonly string[] {
  const decoder = new TextDecoder(encoding);
  const characters: string[] = [];
  for (let lead = firstLead; lead <= lastLead; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (/^\p{L}$/u.test(text)) characters.push(text);
    }
  }
  return characters;
}

describe('the fonts of documents', () => {
  it('are the bytes that they ever were, as their README says', () => {
    const page = readFileSync(new URL('../../../fonts/README.md', import.meta.url), 'utf8');

    expect(fontPaths).toHaveLength(8);
    for (const path of fontPaths) {
      const digest = sha256(readInstalledFont(path)).toString('hex');
      expect(page).toContain(`\`${path.replace('@expo-google-fonts/', '')}\` | \`${digest}\``);
    }
  });

  it.each([
    ['Chinese as used on the mainland', 'gb2312', [0xb0, 0xf7], 6763],
    ['Chinese as used in Taiwan and Hong Kong', 'big5', [0xa4, 0xc5], 3000],
    ['Japanese', 'euc-jp', [0xa4, 0xf4], 6000],
    ['Korean', 'euc-kr', [0xb0, 0xfd], 7000],
  ] as const)('have all characters of %s', (_, encoding, leads, atLeast) => {
    const characters = charactersOf(encoding, leads);

    const missing = characters.filter(
      (character) => installedFonts.faceOf(character.normalize('NFC'), 'regular') === undefined,
    );

    expect(characters.length).toBeGreaterThanOrEqual(atLeast);
    expect(missing).toEqual([]);
  });

  it('are read only when a document needs them, and none but those that are listed', () => {
    const read: string[] = [];
    const fonts = fontBook((path) => {
      read.push(path);
      return readInstalledFont(path);
    });

    fonts.faceOf('a', 'regular');
    expect(read).toHaveLength(1);
    for (const character of ['a', 'ع', 'ש', '한', '🦊']) {
      fonts.faceOf(character, 'semibold');
      fonts.faceOf(character, 'regular');
    }

    expect(read.toSorted()).toEqual(fontPaths.toSorted());
  });

  it('have both weights of Latin, Greek and Cyrillic, and thicken what has one', () => {
    const isThickened = (character: string) =>
      installedFonts.faceOf(character, 'semibold')?.isThickened;

    expect(['Ł', 'Ω', 'Ж', '社', '한'].map(isThickened)).toEqual([false, false, false, true, true]);
  });
});
