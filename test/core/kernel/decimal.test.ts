import { describe, expect, it } from '@jest/globals';
import {
  decimalFrom,
  decimalFromInteger,
  decimalOf,
  decimalText,
  dividedHalfAwayFromZero,
} from '../../../core/kernel/decimal.ts';

const read = (text: string): string | undefined => {
  const decimal = decimalFrom(text);
  return decimal === undefined ? undefined : decimalText(decimal);
};

describe('reading a decimal', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['0e999', '0'],
    ['7', '7'],
    ['-7.50', '-7.5'],
    ['0.1', '0.1'],
    ['00012', '12'],
    ['1e3', '1000'],
    ['1.5E+3', '1500'],
    ['15e-1', '1.5'],
    ['1e-12', '0.000000000001'],
    ['0.000000000001', '0.000000000001'],
    ['0.1230000000000000', '0.123'],
    ['-123e-12', '-0.000000000123'],
    ['999999999999999999999999', '999999999999999999999999'],
    ['999999999999999999999999.999999999999', '999999999999999999999999.999999999999'],
    ['0.000000000000000000000000000001e30', '1'],
  ])('reads %s as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    '',
    '-',
    '.5',
    '5.',
    '+5',
    '1,5',
    ' 1',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '1e99999',
    '1n',
    '0.0000000000001',
    '1e-13',
    '123e-14',
    '1000000000000000000000000',
    '1e24',
    '١',
  ])('refuses %j', (text) => {
    expect(decimalFrom(text)).toBeUndefined();
  });
});

describe('writing a decimal', () => {
  it('writes whole numbers without a point', () => {
    expect(decimalText(decimalFromInteger(-12n))).toBe('-12');
  });

  it('writes the smallest there is, of either sign', () => {
    expect(decimalText(decimalOf(1n))).toBe('0.000000000001');
    expect(decimalText(decimalOf(-1n))).toBe('-0.000000000001');
  });
});

describe('dividing half away from zero', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [-5n, -2n, 3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [1n, 3n, 0n],
    [0n, -7n, 0n],
    [10n ** 40n + 5n, 10n, 10n ** 39n + 1n],
  ])('%s / %s is %s', (numerator, denominator, quotient) => {
    expect(dividedHalfAwayFromZero(numerator, denominator)).toBe(quotient);
  });
});
