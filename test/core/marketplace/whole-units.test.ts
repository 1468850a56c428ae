import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactOf } from '../../../core/kernel/exact-amount.ts';
import { linesInNanos, nanosOf, roundedTogether } from '../../../core/kernel/money.ts';
import {
  dimensionOf,
  type MarketplaceProduct,
  wholeUnits,
} from '../../../core/marketplace/product.ts';
import { exact, nanos } from '../../fixtures/invoicing.ts';

const cents = { unit: nanos('0.01'), currency: 'EUR' } as const;

describe('whole units', () => {
  it.each([
    ['0', '0.01', 0n],
    ['0.004999', '0.01', 0n],
    ['0.005', '0.01', 1n],
    ['1.2349', '0.01', 123n],
    ['-3', '0.01', 0n],
    ['1.999', '1', 1n],
    ['2', '1', 2n],
    ['0.0149', '0.02', 0n],
  ])('of %s at %s are %s', (worth, unit, units) => {
    expect(wholeUnits(exact(worth), { unit: nanos(unit), currency: 'EUR' })).toBe(units);
  });

  it('of cents are what all invoices come to, whatever each month does', () => {
    const month = fc.bigInt({ min: 0n, max: 10n ** 25n }).map(exactOf);
    fc.assert(
      fc.property(fc.array(month, { minLength: 1, maxLength: 24 }), (months) => {
        let [invoiced, all, residue, carried] = [0n, 0n, exactOf(0n), nanosOf(0n)];
        for (const one of months) {
          all += one;
          const posted = linesInNanos([one], residue);
          residue = posted.residue;
          const rounded = roundedTogether([...posted.lines, carried], 'EUR');
          invoiced += rounded.total;
          carried = rounded.residue;
        }

        expect(wholeUnits(exactOf(all), cents) * cents.unit).toBe(invoiced);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a charge', () => {
  it('is reported by the dimension that names it, or by the one that has all others', () => {
    const product: MarketplaceProduct = {
      ...{ code: 'p', currency: 'EUR', url: undefined },
      dimensions: [
        { name: 'storage', unit: nanos('1'), charges: ['disk', 'tape'] },
        { name: 'usage', unit: nanos('0.01') },
      ],
    };

    const names = ['tape', 'calls', 'disk'].map((charge) => dimensionOf(product, charge));

    expect(names).toEqual(['storage', 'usage', 'storage']);
  });
});
