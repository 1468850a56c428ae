import { describe, expect, it } from '@jest/globals';
import {
  halfAwayFromZero,
  type Rounding,
  towardNegative,
  towardPositive,
  towardZero,
} from '../../../core/kernel/rounding.ts';

/** Tenths, rounded to whole numbers. */
const rounded = (rounding: Rounding, tenths: readonly bigint[]): bigint[] =>
  tenths.map((value) => rounding(value, 10n));

const tenths = [-25n, -15n, -11n, -5n, -1n, 0n, 1n, 5n, 15n, 25n, 26n, 30n];

describe('rounding', () => {
  it('half away from zero goes up in magnitude from the half on', () => {
    expect(rounded(halfAwayFromZero, tenths)).toEqual([
      -3n,
      -2n,
      -1n,
      -1n,
      0n,
      0n,
      0n,
      1n,
      2n,
      3n,
      3n,
      3n,
    ]);
  });

  it('toward zero cuts off', () => {
    expect(rounded(towardZero, tenths)).toEqual([
      -2n,
      -1n,
      -1n,
      0n,
      0n,
      0n,
      0n,
      0n,
      1n,
      2n,
      2n,
      3n,
    ]);
  });

  it('toward negative and toward positive are never above and never below', () => {
    expect(rounded(towardNegative, tenths)).toEqual([
      -3n,
      -2n,
      -2n,
      -1n,
      -1n,
      0n,
      0n,
      0n,
      1n,
      2n,
      2n,
      3n,
    ]);
    expect(rounded(towardPositive, tenths)).toEqual([
      -2n,
      -1n,
      -1n,
      0n,
      0n,
      0n,
      1n,
      1n,
      2n,
      3n,
      3n,
      3n,
    ]);
  });
});
