import { describe, expect, it } from '@jest/globals';
import { currencyFrom } from '../../../core/kernel/currency.ts';
import { nanosOf, nanosPerMinorUnit } from '../../../core/kernel/money.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { cardMinimumCharges, defaultMinimumCharge } from '../../../core/pricing/minimum-charge.ts';
import { planFrom } from '../../../core/pricing/plan-from.ts';
import { planWarnings } from '../../../core/pricing/plan-warnings.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';

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

describe('a plan whose minimum charge is less than cards pay', () => {
  const version = (minimumCharge: string, currency = 'EUR') =>
    aVersion({ currency, minimumCharge, charges: [] });
  const warnings = (...versions: ReturnType<typeof version>[]) => {
    const plan = planFrom(aPlan(...versions));
    return plan instanceof Rejection ? [plan] : planWarnings(plan);
  };

  it('is warned of, by the place and both amounts', () => {
    expect(warnings(version('0.5'), { ...version('0.1'), effectiveFrom: '2027-01-01' })).toEqual([
      {
        param: '/versions/1/minimumCharge',
        detail: expect.stringMatching(/from 0\.1 EUR on .* which takes 0\.5 at least/),
      },
    ]);
  });

  it('is nothing to warn of where it is zero, or where nobody knows what cards take', () => {
    expect(warnings(version('0'))).toEqual([]);
    expect(warnings(version('0.001', 'KWD'))).toEqual([]);
  });
});
