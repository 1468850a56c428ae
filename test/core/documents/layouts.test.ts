import { describe, expect, it } from '@jest/globals';
import { create, type Font } from 'fontkit';
import { fontFiles } from '../../../core/documents/pdf/font-paths.ts';
import { Layouts } from '../../../core/documents/pdf/layouts.ts';
import { readInstalledFont } from './font-files.ts';

const fontAt = (path: string): Font => create(Buffer.from(readInstalledFont(path))) as Font;

const characters = [...'0123456789.,'];
const triples = characters.flatMap((a) =>
  characters.flatMap((b) => [...characters, ' '].map((c) => a + b + c)),
);
/** Of all lengths, with all characters beside all others, by a step that is prime to their number. */
const longer = Array.from({ length: 400 }, (_, index) =>
  Array.from(
    { length: 4 + (index % 20) },
    (__, place) => characters[(index * 7 + place * place * 5 + place * index) % 12],
  ).join(''),
);

describe.each([fontFiles.regular, fontFiles.semibold])('a number in %s', (path) => {
  it('is laid out of its pairs as fontkit lays it out as a whole', () => {
    const [plain, keeping] = [fontAt(path), fontAt(path)];
    const layouts = new Layouts(keeping);

    for (const text of [...triples, ...longer, ...longer.map((one) => `${one} `)]) {
      const { glyphs, positions, advanceWidth } = keeping.layout(text);

      const whole = plain.layout(text);
      const shown = (of: typeof glyphs) => of.map(({ id, codePoints }) => [id, ...codePoints]);
      expect([text, shown(glyphs)]).toEqual([text, shown(whole.glyphs)]);
      expect(positions).toEqual(whole.positions.map((position) => ({ ...position })));
      expect([text, advanceWidth, layouts.advanceOf(text)]).toEqual([
        text,
        whole.advanceWidth,
        whole.advanceWidth,
      ]);
    }
  });
});
