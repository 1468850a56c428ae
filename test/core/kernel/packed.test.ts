import { describe, expect, it } from '@jest/globals';
import { packedText, unpackedText } from '../../../core/kernel/packed.ts';

describe('a packed text', () => {
  it.each([0, 5, 11])('comes out as it was, packed at quality %d', (quality) => {
    const text = '{"subject":"🦊"}'.repeat(100);

    expect(unpackedText(packedText(text, quality))).toBe(text);
  });

  it('is refused where more comes out of it than may', () => {
    const bytes = packedText('a'.repeat(1_001), 5);

    expect(unpackedText(bytes, 1_001)).toHaveLength(1_001);
    expect(() => unpackedText(bytes, 1_000)).toThrow();
  });
});
