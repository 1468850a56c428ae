import { describe, expect, it } from '@jest/globals';
import { leavesWith, totalOf } from '../../../core/evm/leaves.ts';
import { payableIn, unitsPaid } from '../../../core/evm/payable-units.ts';
import { nanosFrom, nanosOf } from '../../../core/kernel/money.ts';

const nanos = (text: string) => nanosFrom(text) ?? nanosOf(0n);

describe('what a token can pay', () => {
  it.each([
    { decimals: 6, amount: '12.345678901', paid: '12.34', units: 12_340_000n },
    { decimals: 18, amount: '0.019', paid: '0.01', units: 10n ** 16n },
    { decimals: 1, amount: '12.34', paid: '12.3', units: 123n },
    { decimals: 0, amount: '0.99', paid: '0', units: 0n },
  ])('is whole units of $decimals places and whole cents: $paid of $amount', (one) => {
    const contract = { decimals: one.decimals, currency: 'EUR' } as const;
    const paid = payableIn(contract, nanos(one.amount));

    expect(paid).toBe(nanos(one.paid));
    expect(unitsPaid(contract, paid)).toBe(one.units);
  });

  it('is never rounded when it is counted', () => {
    const contract = { decimals: 1, currency: 'EUR' } as const;

    expect(() => unitsPaid(contract, nanos('12.34'))).toThrow('whole units');
    expect(() => unitsPaid(contract, nanosOf(-(10n ** 9n)))).toThrow('whole units');
  });
});

describe('what accounts were given in all', () => {
  it('grows by what is given, in one leaf for each account, by account', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}`) as [
      string,
      string,
      string,
    ];
    const first = leavesWith(
      [],
      [
        { account: c, units: 5n },
        { account: a, units: 2n },
      ],
    );
    const second = leavesWith(first, [
      { account: b, units: 1n },
      { account: c, units: 3n },
      { account: c, units: 4n },
    ]);

    expect(second).toEqual([
      { account: a, units: 2n },
      { account: b, units: 1n },
      { account: c, units: 12n },
    ]);
    expect(totalOf(second)).toBe(15n);
  });
});
