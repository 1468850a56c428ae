import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMore, isZero, sum } from '../../console/src/exact.ts';
import { counted, instantText, monthAt, monthsLater, separated } from '../../console/src/words.ts';

const amount = fc
  .tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: 0, max: 12 }))
  .map(([units, places]) => decimalOf(units, places));

function decimalOf(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = units < 0n ? '-' : '';
  return `${sign}${whole}${places === 0 ? '' : `.${digits.slice(-places)}`}`;
}

describe('an amount', () => {
  it('has its thousands apart, before the point alone', () => {
    expect(separated('-1234567.891234')).toBe('-1\u202F234\u202F567.891234');
    expect(separated('999')).toBe('999');
    expect(separated('0.00')).toBe('0.00');
  });

  it('keeps every digit as it was answered', () => {
    fc.assert(
      fc.property(amount, (text) => {
        expect(separated(text).replaceAll('\u202F', '')).toBe(text);
      }),
    );
  });

  it('that is none stays as it is', () => {
    expect(separated('NaN')).toBe('NaN');
  });

  it('is added up to the last digit, with as many places as there are', () => {
    expect(sum(['0.10', '0.2'])).toBe('0.30');
    expect(sum(['1.00', '-1.00'])).toBe('0.00');
    expect(sum(['9007199254740993', '0.000000001'])).toBe('9007199254740993.000000001');
    expect(sum([])).toBe('0');
  });

  it('is nothing after it was taken from itself', () => {
    fc.assert(
      fc.property(amount, (text) => {
        const negated = text.startsWith('-') ? text.slice(1) : `-${text}`;
        expect(isZero(sum([text, negated]))).toBe(true);
      }),
    );
  });

  it('is more than another to the last digit, and not while it is none', () => {
    expect(isMore('6.23', '6.22')).toBe(true);
    expect(isMore('6.22', '6.22')).toBe(false);
    expect(isMore('6,23', '6.22')).toBe(false);
    expect(isMore('', '6.22')).toBe(false);
  });

  it('that cannot be read is not added up', () => {
    expect(() => sum(['1,5'])).toThrow('an amount was expected, got 1,5');
  });
});

describe('a time', () => {
  it('has its zone', () => {
    expect(instantText('2026-11-29T15:42:07.123Z')).toBe('2026-11-29 15:42:07 UTC');
    expect(instantText('2026-11-29T15:42:07Z')).toBe('2026-11-29 15:42:07 UTC');
  });

  it('is in a month, by UTC', () => {
    expect(monthAt(Date.UTC(2026, 11, 31, 23, 59))).toBe('2026-12');
  });
});

describe('a month', () => {
  it('is so many later, over years', () => {
    expect(monthsLater('2026-12', 1)).toBe('2027-01');
    expect(monthsLater('2026-01', -1)).toBe('2025-12');
    expect(monthsLater('2026-03', -27)).toBe('2023-12');
  });

  it('that is none stays as somebody typed it, for the interface to refuse', () => {
    for (const typed of ['', 'November', '2026', '2026-11-29']) {
      expect(monthsLater(typed, -1)).toBe(typed);
    }
  });
});

describe('a count', () => {
  it('has its noun, in the plural but for one', () => {
    expect(counted(1, 'draft')).toBe('1 draft');
    expect(counted(12_000, 'event')).toBe('12\u202F000 events');
  });
});
