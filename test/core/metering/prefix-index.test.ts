import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../core/kernel/digest.ts';
import { prefixOf } from '../../../core/metering/log/identity-prefix.ts';
import { PrefixIndex } from '../../../core/metering/log/prefix-index.ts';

const prefix = (name: string | number): number => prefixOf(sha256(String(name)));

describe('a prefix index', () => {
  it('knows where a prefix was added, and no other', () => {
    const index = new PrefixIndex();

    index.add(prefix('a'), 7);

    expect([...index.placesOf(prefix('a'))]).toEqual([7]);
    expect([...index.placesOf(prefix('b'))]).toEqual([]);
  });

  it('knows every place of a prefix that two identities have', () => {
    const index = new PrefixIndex();

    index.add(prefix('a'), 7);
    index.add(prefix('a'), 9);

    expect([...index.placesOf(prefix('a'))].sort()).toEqual([7, 9]);
    expect(index.size).toBe(2);
  });

  it('tells apart prefixes that differ in their highest or lowest bit', () => {
    const index = new PrefixIndex();

    for (const [place, one] of [0, 1, 2 ** 47, 2 ** 32, 2 ** 31].entries()) {
      index.add(one, place + 1);
    }

    expect([...index.placesOf(2 ** 47)]).toEqual([3]);
    expect([...index.placesOf(0)]).toEqual([1]);
    expect([...index.placesOf(2 ** 32)]).toEqual([4]);
  });

  it('agrees with a Map on 20,000 prefixes, some of them twice', () => {
    const index = new PrefixIndex();
    const expected = new Map<number, number[]>();
    for (let turn = 1; turn <= 20_000; turn += 1) {
      const one = prefix((turn * 7_919) % 13_007);
      expected.set(one, [...(expected.get(one) ?? []), turn]);
      index.add(one, turn);
    }

    expect(index.size).toBe(20_000);
    for (const [one, places] of expected) {
      expect([...index.placesOf(one)].sort((a, b) => a - b)).toEqual(places);
    }
  });
});
