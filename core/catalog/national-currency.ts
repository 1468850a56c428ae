import type { Party } from '../contract/invoices/invoice.ts';
import { countriesOfTheUnion } from '../kernel/countries.ts';
import type { Currency } from '../kernel/currency.ts';

/** Of the countries of the Union that have a currency of their own. */
const nationalCurrencies: Readonly<Record<string, Currency>> = {
  CZ: 'CZK',
  DK: 'DKK',
  HU: 'HUF',
  PL: 'PLN',
  RO: 'RON',
  SE: 'SEK',
};

/** In which currency a seller of the Union states its tax; undefined of others. */
export function nationalCurrency({ address }: Party): Currency | undefined {
  const home = address?.country ?? '';
  return countriesOfTheUnion.has(home) ? (nationalCurrencies[home] ?? 'EUR') : undefined;
}
