import { describe, expect, it } from '@jest/globals';
import { decimalFrom, decimalOf } from '../../../core/kernel/decimal.ts';
import {
  exactFrom,
  exactOf,
  exactProduct,
  exactText,
  exactZero,
  percentOf,
} from '../../../core/kernel/exact-amount.ts';
import {
  currencyText,
  linesInNanos,
  type Nanos,
  nanosFrom,
  nanosOf,
  nanosText,
  roundedTogether,
} from '../../../core/kernel/money.ts';

const nanos = (text: string): Nanos => nanosFrom(text) ?? nanosOf(-1n);
const exact = (text: string) => exactFrom(text) ?? exactZero;
const decimal = (text: string) => decimalFrom(text) ?? decimalOf(-1n);

describe('money as text', () => {
  it('is as short as it goes', () => {
    expect(
      [0n, 42_000n, -1_500_000_000n, 7_000_000_000n].map((n) => nanosText(nanosOf(n))),
    ).toEqual(['0', '0.000042', '-1.5', '7']);
  });

  it('reads back what it wrote', () => {
    expect(nanosFrom('-0.000000001')).toBe(-1n);
    expect(nanosFrom('1.5000000000000')).toBe(1_500_000_000n);
  });

  it('is no number with more places than nanos, an exponent or a bare point', () => {
    expect(['0.0000000001', '1e3', '.5', '1.', '', ' 1', '--1', '0x1'].map(nanosFrom)).toEqual(
      Array.from({ length: 8 }, () => undefined),
    );
  });

  it('has exactly the digits of its currency', () => {
    expect(currencyText(nanos('12.3'), 'EUR')).toBe('12.30');
    expect(currencyText(nanos('1200'), 'JPY')).toBe('1200');
    expect(currencyText(nanos('-0.005'), 'KWD')).toBe('-0.005');
    expect(currencyText(nanos('0'), 'USD')).toBe('0.00');
  });

  it('is not shown in a currency before it is rounded to it', () => {
    expect(() => currencyText(nanos('0.005'), 'EUR')).toThrow('round 0.005 EUR');
  });
});

describe('exact amounts', () => {
  it('hold the product of the smallest quantity and the smallest price', () => {
    const least = exactProduct(decimal('0.000000000001'), decimal('0.000000000001'));

    expect(exactText(least)).toBe('0.000000000000000000000001');
  });

  it('hold a percentage of ten places', () => {
    expect(exactText(percentOf(decimal('0.000000000001'), decimal('0.0000000001')))).toBe(
      '0.000000000000000000000001',
    );
  });

  it('do not take a percentage that would have to be rounded', () => {
    expect(() => percentOf(decimal('1'), decimal('0.00000000001'))).toThrow('at most 10 places');
  });
});

describe('the lines of a document in nanos', () => {
  it('leave less than a nano to the next document, and lose nothing', () => {
    const first = linesInNanos([exact('0.0000000015'), exact('0.0000000016')], exactZero);
    const second = linesInNanos([exact('0.0000000014')], first.residue);

    expect(first.lines).toEqual([1n, 2n]);
    expect(exactText(first.residue)).toBe('0.0000000001');
    expect(second.lines).toEqual([1n]);
    expect(exactText(second.residue)).toBe('0.0000000005');
  });

  it('leave a residue that is not negative below zero, too', () => {
    const { lines, residue } = linesInNanos([exact('-0.0000000015')], exactZero);

    expect(lines).toEqual([-2n]);
    expect(exactText(residue)).toBe('0.0000000005');
  });

  it('refuse a residue that a document cannot have left', () => {
    expect(() => linesInNanos([], exact('0.000000001'))).toThrow('less than a nano');
    expect(() => linesInNanos([], exactOf(-1n))).toThrow('at least 0');
  });
});

describe('the one rounding of a document', () => {
  it('charges 1.10 for a hundred lines of 0.011', () => {
    const lines = Array.from({ length: 100 }, () => nanos('0.011'));

    const { amounts, total, residue } = roundedTogether(lines, 'USD');

    expect(nanosText(total)).toBe('1.1');
    expect(residue).toBe(0n);
    expect(amounts.filter((amount) => amount === nanos('0.02'))).toHaveLength(10);
    expect(amounts.filter((amount) => amount === nanos('0.01'))).toHaveLength(90);
  });

  it('keeps what it leaves out', () => {
    const { total, residue } = roundedTogether([nanos('0.333'), nanos('0.001')], 'USD');

    expect([nanosText(total), nanosText(residue)]).toEqual(['0.33', '0.004']);
  });

  it('keeps what it puts in', () => {
    const { total, residue } = roundedTogether([nanos('0.335')], 'USD');

    expect([nanosText(total), nanosText(residue)]).toEqual(['0.34', '-0.005']);
  });
});
