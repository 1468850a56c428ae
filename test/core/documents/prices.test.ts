import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { quantityText, shifted, unitPriceText } from '../../../core/documents/pdf/prices.ts';
import { textsByLanguage } from '../../../core/documents/pdf/texts/texts.ts';
import { scaledFrom, scaledText } from '../../../core/kernel/scaled-text.ts';

const { en, de, fr } = textsByLanguage;
const gigabytes = { name: 'GB', size: '1000000000' };
const thousand = { size: '1000' };
const calls = { name: 'call', size: '1' };

describe('a quantity and its price, as people read them', () => {
  it.each([
    ['1234567890', '0.00000000001', gigabytes, '1.23456789 GB', '0.01 per GB'],
    ['1', '0.00000008', gigabytes, '0.000000001 GB', '80.00 per GB'],
    ['1234567', '0.0005', thousand, '1,234,567', '0.50 per 1,000'],
    ['1234567', '0.0005', calls, '1,234,567 call', '0.0005 per call'],
    ['-12.5', '0.1', { size: '1' }, '-12.5', '0.10'],
    ['0', '0', gigabytes, '0 GB', '0.00 per GB'],
    ['1000', '0.0123', undefined, '1,000', '0.0123'],
  ] as const)('%s at %s', (quantity, unitPrice, unit, counted, price) => {
    expect(quantityText(en, quantity, unit)).toBe(counted);
    expect(unitPriceText(en, unitPrice, { unit, currency: 'EUR' })).toBe(price);
  });

  it('are in the form of the language, and with the decimals of the currency', () => {
    expect(quantityText(de, '1234567890', gigabytes)).toBe('1,23456789 GB');
    expect(unitPriceText(de, '0.0005', { unit: thousand, currency: 'EUR' })).toBe('0,50 je 1.000');
    expect(unitPriceText(fr, '0.0005', { unit: thousand, currency: 'JPY' })).toBe(
      '0,5 pour 1\u202f000',
    );
  });

  it('come to the same, in whatever unit they are shown', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.nat(12))
      .map(([value, places]) => scaledText(value, places));

    fc.assert(
      fc.property(decimal, decimal, fc.nat(12), (quantity, price, places) => {
        const [counted, unitPrice] = [shifted(quantity, -places), shifted(price, places)];

        const [a, b, c, d] = [quantity, price, counted, unitPrice].map((one) =>
          scaledFrom(one, 30),
        );
        expect((a ?? 0n) * (b ?? 0n)).toBe((c ?? 1n) * (d ?? 1n));
        expect(shifted(counted, places)).toBe(quantity);
      }),
    );
  });
});
