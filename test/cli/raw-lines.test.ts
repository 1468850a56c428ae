import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RawLine, rawLinesOf } from '../../cli/events/raw-lines.ts';
import { chunksOf } from './support/chunks.ts';

async function linesOf(content: string, chunkBytes: number, lineBytesMax = 1000) {
  const lines: RawLine[] = [];
  for await (const some of rawLinesOf(chunksOf(content, chunkBytes), lineBytesMax))
    lines.push(...some);
  return lines;
}
const textsOf = (lines: readonly RawLine[]): string[] => lines.map(({ bytes }) => bytes.toString());

describe('raw lines', () => {
  it('end with LF or CRLF, or with the file', async () => {
    const lines = await linesOf('one\r\ntwo\n\nfour\rstill four', 3);

    expect(textsOf(lines)).toEqual(['one', 'two', '', 'four\rstill four']);
    expect(lines.map(({ number, isEnded }) => [number, isEnded])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, false],
    ]);
  });

  it('are cut at the limit, without losing count of the lines', async () => {
    const lines = await linesOf(`${'a'.repeat(5000)}\nshort\n${'b'.repeat(10)}`, 64, 10);

    expect(lines.map(({ bytes, isCut }) => [bytes.length, isCut])).toEqual([
      [10, true],
      [5, false],
      [10, false],
    ]);
  });

  it('are the same however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[^\n]{0,30}$/)),
        fc.integer({ min: 1, max: 50 }),
        async (texts, chunkBytes) => {
          const content = texts.map((text) => `${text}\n`).join('');

          const lines = await linesOf(content, chunkBytes);

          expect(textsOf(lines)).toEqual(texts.map((text) => text.replace(/\r$/, '')));
        },
      ),
      { numRuns: 200 },
    );
  });
});
