import { describe, expect, it } from '@jest/globals';
import { currencyFrom } from '../../../core/kernel/currency.ts';
import {
  type Nanos,
  nanosFrom,
  nanosOf,
  nanosPerMinorUnit,
  nanosText,
} from '../../../core/kernel/money.ts';
import {
  cardMinimumCharges,
  defaultMinimumCharge,
  dueAndCarried,
} from '../../../core/pricing/minimum-charge.ts';

const nanos = (text: string): Nanos => nanosFrom(text) ?? nanosOf(-1n);

describe('the minimum charge', () => {
  it('is an amount that can be paid in its currency, wherever there is one', () => {
    const currencies = Object.keys(cardMinimumCharges).map(currencyFrom);

    expect(currencies).not.toContain(undefined);
    for (const currency of currencies) {
      const minimum = currency === undefined ? nanosOf(0n) : defaultMinimumCharge(currency);
      expect(minimum).toBeGreaterThan(0n);
      expect(minimum % nanosPerMinorUnit(currency ?? 'USD')).toBe(0n);
    }
  });

  it('lets a total be charged that just reaches it, and carries a smaller one whole', () => {
    const minimum = defaultMinimumCharge('USD');
    const split = (total: string) => {
      const { due, carried } = dueAndCarried(nanos(total), minimum);
      return [nanosText(due), nanosText(carried)];
    };

    expect(split('0.5')).toEqual(['0.5', '0']);
    expect(split('0.49')).toEqual(['0', '0.49']);
    expect(split('0')).toEqual(['0', '0']);
  });

  it('of zero still carries a credit', () => {
    expect(dueAndCarried(nanos('-3'), nanosOf(0n))).toEqual({ due: 0n, carried: nanos('-3') });
    expect(dueAndCarried(nanos('0.01'), nanosOf(0n))).toEqual({ due: nanos('0.01'), carried: 0n });
  });
});
