import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { repeatCounter } from '../../../cli/access-log/repeats.ts';

const digestOf = (value: number): Buffer => createHash('sha256').update(String(value)).digest();

describe('the repeat counter', () => {
  it('counts each digest for itself, through every growth of its table', () => {
    const counter = repeatCounter(100_000);
    const digests = Array.from({ length: 50_000 }, (_, value) => digestOf(value));

    const first = digests.map((digest) => counter.count(digest));
    const second = digests.map((digest) => counter.count(digest));

    expect(new Set(first)).toEqual(new Set([1]));
    expect(new Set(second)).toEqual(new Set([2]));
  });

  it('tells digests apart that agree in all but the last of their 128 bits', () => {
    const counter = repeatCounter(10);
    const one = Buffer.alloc(32);
    const other = Buffer.from(one);
    other[15] = 1;

    expect([counter.count(one), counter.count(other), counter.count(one)]).toEqual([1, 1, 2]);
  });

  it('takes no new digest when it is full, and still counts those it has', () => {
    const counter = repeatCounter(2);

    expect([1, 2, 3, 1].map((value) => counter.count(digestOf(value)))).toEqual([
      1,
      1,
      undefined,
      2,
    ]);
  });
});
