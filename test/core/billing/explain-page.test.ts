import { describe, expect, it } from '@jest/globals';
import { onePage } from '../../../core/billing/explain/page.ts';

const long = 'x'.repeat(1_000_000);
const alone = 'x'.repeat(9_000_000);
const textsOf = (text: string) => [text, null];

describe('a page', () => {
  it('has as many items as are asked for', () => {
    expect(onePage(['a', 'b', 'c'], 2, textsOf)).toEqual(['a', 'b']);
    expect(onePage([], 2, textsOf)).toEqual([]);
  });

  it('ends where an answer would grow too long, and never before its first item', () => {
    expect(onePage([long, long, long, long], 4, textsOf)).toHaveLength(2);
    expect(onePage([alone, 'b'], 2, textsOf)).toEqual([alone]);
  });
});
