import { describe, expect, it } from '@jest/globals';
import { type ExchangeRate, rateOn } from '../../../core/catalog/exchange-rates.ts';
import { creditedNationalTax, nationalTax } from '../../../core/invoicing/national-tax.ts';
import type { Currency } from '../../../core/kernel/currency.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { aPolicy, decimal, nanos } from '../../fixtures/invoicing.ts';

const rate = (currency: Currency, from: string, text: string): ExchangeRate => ({
  currency,
  from,
  rate: decimal(text),
});

const rates = [
  rate('USD', '2026-02-01', '0.85'),
  rate('EUR', '2026-02-01', '4.2512'),
  rate('USD', '2026-02-10', '0.8567'),
];

describe('the rate of a currency on a day', () => {
  it.each([
    ['2026-01-31', undefined],
    ['2026-02-01', '0.85'],
    ['2026-02-09', '0.85'],
    ['2026-02-10', '0.8567'],
    ['2026-03-13', '0.8567'],
    ['2026-03-14', undefined],
  ])('is the latest of the last 31 days: on %s', (day, expected) => {
    expect(rateOn(rates, 'USD', day)?.rate).toBe(
      expected === undefined ? undefined : decimal(expected),
    );
  });

  it('is that of no other currency', () => {
    expect(rateOn(rates, 'GBP', '2026-02-10')).toBeUndefined();
  });
});

describe('the tax in the currency of the seller’s country', () => {
  const inGermany = aPolicy({ exchangeRates: rates });
  const inPoland = aPolicy({
    exchangeRates: rates,
    seller: { name: 'Wydawca', address: { lines: [], country: 'PL' } },
  });

  it('is exact, and rounded once', () => {
    const tax = nanos('10.07');

    expect(nationalTax({ tax, currency: 'USD' }, inGermany, '2026-02-12')).toEqual({
      ...{ currency: 'EUR', rate: '0.8567', rateFrom: '2026-02-10' },
      amount: '8.63',
    });
    expect(nationalTax({ tax, currency: 'EUR' }, inPoland, '2026-02-12')).toEqual({
      ...{ currency: 'PLN', rate: '4.2512', rateFrom: '2026-02-01' },
      amount: '42.81',
    });
  });

  it('is not said where nobody asks for it, or no rate is known', () => {
    const tax = nanos('10.07');
    const abroad = aPolicy({
      exchangeRates: rates,
      seller: { name: 'Studio', address: { lines: [], country: 'JP' } },
    });

    expect(nationalTax({ tax, currency: 'EUR' }, inGermany, '2026-02-12')).toBeUndefined();
    expect(nationalTax({ tax, currency: 'USD' }, abroad, '2026-02-12')).toBeUndefined();
    expect(nationalTax({ tax, currency: 'USD' }, aPolicy(), '2026-02-12')).toBeUndefined();
    expect(
      nationalTax({ tax: nanosOf(0n), currency: 'USD' }, inGermany, '2026-02-12'),
    ).toBeUndefined();
  });

  it('is taken back part by part to the cent, at the rate of the invoice', () => {
    const invoiced = nationalTax({ tax: nanos('10.07'), currency: 'USD' }, inGermany, '2026-02-12');
    if (invoiced === undefined) throw new Error('there is a rate');
    const parts = ['3.33', '3.33', '3.41'].map((text) => nanos(text));

    let before = nanosOf(0n);
    const amounts = parts.map((credited) => {
      const { amount } = creditedNationalTax(invoiced, { before, credited });
      before = nanosOf(before + credited);
      return amount;
    });

    expect(amounts).toEqual(['2.85', '2.86', '2.92']);
    expect(amounts.map((text) => BigInt(text.replace('.', '')))).toEqual([285n, 286n, 292n]);
    expect(invoiced.amount).toBe('8.63');
  });
});
