import { describe, expect, it } from '@jest/globals';
import { currencyFrom, minorUnits } from '../../../core/kernel/currency.ts';

const withPlaces = (places: number): string[] =>
  Object.entries(minorUnits)
    .filter(([, units]) => units === places)
    .map(([code]) => code);

describe('currencies', () => {
  it('have the minor units of ISO 4217 where Intl has those of cash', () => {
    const { HUF, IDR, MGA, COP, PKR } = minorUnits;

    expect({ HUF, IDR, MGA, COP, PKR }).toEqual({ HUF: 2, IDR: 2, MGA: 2, COP: 2, PKR: 2 });
  });

  it('without a minor unit are these', () => {
    expect(withPlaces(0).join(' ')).toBe(
      'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
    );
  });

  it('with three places are these, and all others have two', () => {
    expect(withPlaces(3).join(' ')).toBe('BHD IQD JOD KWD LYD OMR TND');
    expect(withPlaces(2)).toHaveLength(Object.keys(minorUnits).length - 23);
  });

  it('have the places that Intl has, or Intl has none', () => {
    const intlPlaces = (currency: string): number | undefined =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits;
    const known = new Set(Intl.supportedValuesOf('currency'));
    const codes = Object.entries(minorUnits).filter(([code]) => known.has(code));

    const others = codes.filter(([code, places]) => ![places, 0].includes(intlPlaces(code) ?? -1));

    expect(codes.length).toBeGreaterThan(150);
    expect(others).toEqual([]);
  });

  it.each(['usd', 'XAU', 'XXX', 'BGN', 'HRK', 'CHE', 'EURO', '', 'toString', '__proto__'])(
    'do not include %j',
    (code) => {
      expect(currencyFrom(code)).toBeUndefined();
    },
  );

  it.each(['EUR', 'XCG', 'ZWG', 'SLE'])('include %s', (code) => {
    expect(currencyFrom(code)).toBe(code);
  });
});
