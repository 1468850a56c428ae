import { describe, expect, it } from '@jest/globals';
import { settingsFrom } from '../../../core/catalog/tenant-billing.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const usd = { currency: 'USD', from: '2026-02-01', rate: '0.85' };

describe('rates that a tenant puts', () => {
  it.each([
    [[{ ...usd, currency: 'XXX' }], '/exchangeRates/0/currency'],
    [[usd, { ...usd, from: '2026-02-30' }], '/exchangeRates/1/from'],
    [[{ ...usd, rate: '0' }], '/exchangeRates/0/rate'],
    [[{ ...usd, rate: '1e5' }], '/exchangeRates/0/rate'],
    [[usd, { ...usd, rate: '0.86' }], '/exchangeRates/1'],
    [Array.from({ length: 401 }, () => usd), '/exchangeRates'],
  ])('are refused where they can be none: %j', (exchangeRates, param) => {
    const refused = rejectionOf(() =>
      settingsFrom({ seller: { name: 'Magazine' }, exchangeRates }),
    );

    expect(refused).toMatchObject({ code: 'request.invalid', param });
  });

  it('are taken as they are, one of a currency for a day', () => {
    const exchangeRates = [usd, { ...usd, from: '2026-02-02' }, { ...usd, currency: 'GBP' }];

    expect(settingsFrom({ seller: { name: 'Magazine' }, exchangeRates })).toMatchObject({
      exchangeRates,
    });
  });
});
