import { describe, expect, it } from '@jest/globals';
import { currencyFrom } from '../../../core/kernel/currency.ts';
import { nanosOf, nanosPerMinorUnit } from '../../../core/kernel/money.ts';
import { cardMinimumCharges, defaultMinimumCharge } from '../../../core/pricing/minimum-charge.ts';

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
});
