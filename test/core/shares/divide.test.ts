import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalFrom, decimalOf } from '../../../core/kernel/decimal.ts';
import { exactFrom, exactOf, exactText } from '../../../core/kernel/exact-amount.ts';
import { divided } from '../../../core/shares/divide.ts';
import type { PartOf } from '../../../core/shares/share.ts';

const shares = (count: number): PartOf => ({ of: 'shares', count: BigInt(count) });
const fee = (percent: string): PartOf => ({
  of: 'fee',
  percent: decimalFrom(percent) ?? decimalOf(-1n),
});
const of = (amount: string, ...parts: readonly PartOf[]) => {
  const result = divided(exactFrom(amount) ?? exactOf(0n), parts);
  return [...result.parts.map(exactText), `left ${exactText(result.left)}`];
};

describe('what usage comes to, divided', () => {
  it('is 70 to 30 by shares', () => {
    expect(of('0.10', shares(70), shares(30))).toEqual(['0.07', '0.03', 'left 0']);
  });

  it('takes fees off the top, of all, before shares count', () => {
    expect(of('100', fee('2.5'), shares(1), shares(1), fee('10'))).toEqual([
      ...['2.5', '43.75', '43.75', '10'],
      'left 0',
    ]);
  });

  it('leaves what no shares are of', () => {
    expect(of('100', fee('2.5'))).toEqual(['2.5', 'left 97.5']);
  });

  it('gives the last place to the greatest remainder, the first of equal ones', () => {
    expect(of('0.000000000000000000000002', shares(1), shares(1), shares(1))).toEqual([
      ...['0.000000000000000000000001', '0.000000000000000000000001', '0'],
      'left 0',
    ]);
  });

  it('of a negative amount is what the opposite is, turned', () => {
    expect(of('-0.10', fee('10'), shares(2), shares(1))).toEqual([
      ...['-0.01', '-0.06', '-0.03'],
      'left 0',
    ]);
  });

  it('is all of it, whatever the parts are', () => {
    const part = fc.oneof(
      fc.bigInt({ min: 1n, max: 1_000_000n }).map((count): PartOf => ({ of: 'shares', count })),
      fc
        .bigInt({ min: 0n, max: 2n * 10n ** 12n })
        .map((percent): PartOf => ({ of: 'fee', percent: decimalOf(percent) })),
    );
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.array(part, { minLength: 1, maxLength: 20 }),
        (amount, parts) => {
          const result = divided(exactOf(amount), parts);

          expect(result.parts.reduce<bigint>((sum, one) => sum + one, result.left)).toBe(amount);
        },
      ),
      { numRuns: 200 },
    );
  });
});
