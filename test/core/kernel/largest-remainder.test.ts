import { describe, expect, it } from '@jest/globals';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import { apportioned, largestRemainder } from '../../../core/kernel/largest-remainder.ts';

describe('largest remainder', () => {
  it('gives what is left over to the greatest remainders', () => {
    expect(largestRemainder(10_000n, [1n, 2n, 3n])).toEqual([1667n, 3333n, 5000n]);
  });

  it('gives it to the first of equal remainders', () => {
    expect(largestRemainder(5n, [1n, 1n, 1n])).toEqual([2n, 2n, 1n]);
  });

  it('splits a negative total like its opposite', () => {
    expect(largestRemainder(-5n, [1n, 1n, 1n])).toEqual([-2n, -2n, -1n]);
  });

  it('gives nothing to a weight of zero', () => {
    expect(largestRemainder(7n, [0n, 2n, 0n, 1n])).toEqual([0n, 5n, 0n, 2n]);
  });

  it('counts all alike where every weight is zero', () => {
    expect(largestRemainder(5n, [0n, 0n])).toEqual([3n, 2n]);
  });

  it('splits nothing among nobody, and will not lose a total that nobody takes', () => {
    expect(largestRemainder(0n, [])).toEqual([]);
    expect(() => largestRemainder(1n, [])).toThrow(InvariantViolation);
  });

  it('refuses a weight below zero', () => {
    expect(() => largestRemainder(1n, [2n, -1n])).toThrow('split by weights of at least 0');
  });
});

describe('apportioned', () => {
  it('rounds values of either sign so that they add up to the total', () => {
    // -5.49 (-548.387), 10.97 (1096.774): exactly 548.387.
    expect(apportioned([-548_387n, 1_096_774n], { unit: 1000n, totalUnits: 548n })).toEqual([
      -549n,
      1097n,
    ]);
  });

  it('leaves whole values as they are', () => {
    expect(apportioned([3000n, 0n, 500n, -2000n], { unit: 1000n, totalUnits: 2n })).toEqual([
      3n,
      0n,
      1n,
      -2n,
    ]);
  });

  it('refuses a total that the values do not round to', () => {
    expect(() => apportioned([1000n, 2000n], { unit: 1000n, totalUnits: 6n })).toThrow(
      'hand out between 0 and 2 units, got 3',
    );
  });
});
