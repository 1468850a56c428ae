import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../core/kernel/digest.ts';
import { IdentityIndex } from '../../../core/metering/log/identity-index.ts';

const identity = (name: string | number): Uint8Array => sha256(String(name)).subarray(0, 16);

describe('an identity index', () => {
  it('knows what was added, with its check, and nothing else', () => {
    const index = new IdentityIndex();

    index.add(identity('a'), 7);

    expect(index.checkOf(identity('a'))).toBe(7);
    expect(index.checkOf(identity('b'))).toBeUndefined();
  });

  it('keeps the first check of an identity', () => {
    const index = new IdentityIndex();

    index.add(identity('a'), 7);
    index.add(identity('a'), 8);

    expect(index.checkOf(identity('a'))).toBe(7);
    expect(index.size).toBe(1);
  });

  it('tells a check of 0 from an identity it has not seen', () => {
    const index = new IdentityIndex();

    index.add(identity('a'), 0);

    expect(index.checkOf(identity('a'))).toBe(0);
  });

  it('tells apart identities that begin alike', () => {
    const index = new IdentityIndex();
    const [one, other] = [new Uint8Array(16), new Uint8Array(16)];
    other[15] = 1;

    index.add(one, 1);
    index.add(other, 2);

    expect([index.checkOf(one), index.checkOf(other)]).toEqual([1, 2]);
  });

  it('agrees with a Map on 20,000 identities', () => {
    const index = new IdentityIndex();
    const expected = new Map<string, number>();
    for (let turn = 0; turn < 20_000; turn += 1) {
      const name = String((turn * 7_919) % 13_007);
      if (!expected.has(name)) expected.set(name, turn);
      index.add(identity(name), turn);
    }

    expect(index.size).toBe(expected.size);
    for (const [name, check] of expected) expect(index.checkOf(identity(name))).toBe(check);
  });
});
