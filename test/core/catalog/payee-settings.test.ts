import { describe, expect, it } from '@jest/globals';
import { tenantBillingFrom } from '../../../core/catalog/tenant-billing.ts';
import { checkPayee } from '../../../core/shares/check-payee.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const seller = { name: 'Magazine' };
const format = (prefix: string) => ({ prefix, digits: 6 });
const seriesOf = (series: NonNullable<Parameters<typeof tenantBillingFrom>[0]['series']>) =>
  tenantBillingFrom({ seller, series }).policy.series;

describe('what is withheld of payees', () => {
  it('is read by country, with the least of each currency', () => {
    const { withholding } = tenantBillingFrom({
      seller,
      withholding: { US: { rate: '15', from: { EUR: '10.00' }, reason: 'Article 12' } },
    });

    expect([...withholding]).toEqual([
      [
        'US',
        {
          rate: 15_000_000_000_000n,
          from: new Map([['EUR', 10_000_000_000n]]),
          reason: 'Article 12',
        },
      ],
    ]);
  });

  it.each([
    ['a country that there is none of', { XX: { rate: '15', reason: 'x' } }, '/withholding/XX'],
    ['more than all', { US: { rate: '100.1', reason: 'x' } }, '/withholding/US/rate'],
    [
      'a currency that there is none of',
      { US: { rate: '1', from: { ZZZ: '1' }, reason: 'x' } },
      '/withholding/US/from/ZZZ',
    ],
  ])('is refused for %s', (_, withholding, param) => {
    const refused = rejectionOf(() => tenantBillingFrom({ seller, withholding }));

    expect(refused).toMatchObject({ code: 'request.invalid', param });
  });
});

describe('the series of what is written in the name of payees', () => {
  it('is SB and SBC where nothing is said', () => {
    const series = seriesOf({ invoice: format('A-'), creditNote: format('B-') });

    expect(series).toMatchObject({
      selfBilled: { prefix: 'SB-{year}-' },
      selfBilledCredit: { prefix: 'SBC-{year}-' },
    });
  });

  it('may be said alone: invoices have theirs all the same', () => {
    expect(seriesOf({ selfBilled: format('PAYEE-{year}-') })).toMatchObject({
      ...{ invoice: { prefix: 'INV-{year}-' }, creditNote: { prefix: 'CN-{year}-' } },
      ...{ selfBilled: { prefix: 'PAYEE-{year}-' }, selfBilledCredit: { prefix: 'SBC-{year}-' } },
    });
  });

  it('is another where invoices have had that one since before', () => {
    const series = seriesOf({ invoice: format('SB-2026-'), creditNote: format('SBC-{year}-') });

    expect(series).toMatchObject({
      selfBilled: { prefix: 'PSB-{year}-' },
      selfBilledCredit: { prefix: 'PSBC-{year}-' },
    });
  });

  it('is refused where it is said and is that of invoices', () => {
    const refused = rejectionOf(() =>
      seriesOf({
        invoice: format('A-'),
        creditNote: format('B-'),
        selfBilledCredit: format('A-'),
      }),
    );

    expect(refused).toMatchObject({
      code: 'invoice.series-invalid',
      param: '/series/selfBilledCredit',
    });
  });
});

describe('a payee that is registered for tax', () => {
  const ada = { name: 'Ada', country: 'FR', taxNumber: 'FR40303265045' };
  const tax = { category: 'S' as const, rate: '20' };

  it('is taken with its number, its country and how it is taxed', () => {
    expect(() => checkPayee({ ...ada, tax }, undefined)).not.toThrow();
  });

  it.each([
    ['no number', { name: 'Ada', country: 'FR', tax }, 'request.invalid', '/taxNumber'],
    ['no country', { name: 'Ada', taxNumber: 'FR40303265045', tax }, 'request.invalid', '/country'],
    [
      'a number whose digits do not fit',
      { ...ada, taxNumber: 'FR41303265045', tax },
      'request.invalid',
      '/taxNumber',
    ],
    ['a country that there is none of', { ...ada, country: 'XX' }, 'request.invalid', '/country'],
    [
      'a treatment that EN 16931 has not',
      { ...ada, tax: { category: 'E' as const } },
      'invoice.tax-invalid',
      '/tax',
    ],
  ])('is refused with %s', (_, body, code, param) => {
    expect(rejectionOf(() => checkPayee(body, undefined))).toMatchObject({ code, param });
  });

  it('may be sent again as it was kept before numbers were looked at', () => {
    const before = { ...ada, taxNumber: 'FR41303265045' };

    expect(() => checkPayee({ ...before, email: 'a@b.c' }, before)).not.toThrow();
  });
});
