import { describe, expect, it } from '@jest/globals';
import { remembered } from '../../../core/kernel/remembered.ts';

describe('a function that keeps its answers', () => {
  it('reckons each of them once', () => {
    let reckoned = 0;
    const sum = remembered((a: number, b: number) => {
      reckoned += 1;
      return a + b;
    });

    expect([sum(1, 2), sum(1, 2), sum(2, 1)]).toEqual([3, 3, 3]);
    expect(reckoned).toBe(2);
  });

  it('does not take one question for another that reads alike', () => {
    const text = remembered((a: string, b: string) => `${a}|${b}`);

    expect([text('a,b', 'c'), text('a', 'b,c')]).toEqual(['a,b|c', 'a|b,c']);
  });

  it('is bounded: what was asked long ago is reckoned again', () => {
    let reckoned = 0;
    const same = remembered((value: number) => {
      reckoned += 1;
      return value;
    });

    for (let value = 0; value <= 10_000; value += 1) same(value);
    same(0);

    expect(reckoned).toBe(10_002);
  });
});
