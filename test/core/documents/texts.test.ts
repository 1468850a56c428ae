import { describe, expect, it } from '@jest/globals';
import { filled, textsByLanguage } from '../../../core/documents/pdf/texts/texts.ts';

/** Every text by where it stands, with what is filled in to it. */
function placeholdersIn(texts: unknown, path = ''): [string, string[]][] {
  if (typeof texts === 'string') return [[path, (texts.match(/\{\w+\}/g) ?? []).toSorted()]];
  return Object.entries(texts as object).flatMap(([name, text]) =>
    placeholdersIn(text, `${path}/${name}`),
  );
}

const { en, ...others } = textsByLanguage;

describe.each(Object.entries(others))('the texts in %s', (_, texts) => {
  it('are those in English, with the same to be filled in', () => {
    expect(placeholdersIn(texts)).toEqual(placeholdersIn(en));
  });

  it('are none of them empty, nor all the same', () => {
    const [own, english] = [texts, en].map((one) => JSON.stringify(one));

    expect(own).not.toContain('""');
    expect(own).not.toBe(english);
  });
});

describe('a text', () => {
  it('has its places filled in, also twice, and with what looks like a place', () => {
    expect(filled('{a} of {b}, {a}', { a: '{b}', b: 2 })).toBe('{b} of 2, {b}');
  });

  it('is never shown with a place left open', () => {
    expect(() => filled('{a} of {b}', { a: 1 })).toThrow('a text says {b}, got a');
  });
});
