import { describe, expect, it } from '@jest/globals';
import { numbersIn } from '../../../core/bank/invoice-numbers.ts';
import { nameKeys } from '../../../core/bank/payer-name.ts';
import { rfContent, rfReferencesIn } from '../../../core/bank/rf-reference.ts';
import { defaultSeries } from '../../../core/catalog/series-formats.ts';

const strictIn = (text: string, format = defaultSeries.invoice) =>
  numbersIn(text, format).map(({ strict }) => strict);

describe('the number of an invoice in a text', () => {
  it.each([
    'INV-2026-000001',
    'inv-2026-000001',
    'Rechnung Nr.INV 2026 000001, danke',
    'INV2026000001',
    'INV/2026/000001.',
    'INV-2026-1',
    'Re: I N V-20 26-000001 vom 3.2.',
  ])('is read in “%s”', (text) => {
    expect(strictIn(text)).toEqual(['INV-2026-000001']);
  });

  it.each([
    'XINV-2026-000001',
    'INV-26-000001',
    'INV-2026-',
    'INV-2026-000000',
    'INV-2026-0001',
    '2026-000001',
    '',
  ])('is not read in “%s”', (text) => {
    expect(strictIn(text).filter((one) => one !== undefined)).toEqual([]);
  });

  it('may be broken by the end of a line: then it is read over the gap, where all its digits are there', () => {
    expect(numbersIn('INV-2026-00 0001', defaultSeries.invoice)).toEqual([
      { strict: undefined, longer: ['INV-2026-000001'] },
    ]);
    expect(numbersIn('INV-2026-1 2', defaultSeries.invoice)).toEqual([
      { strict: 'INV-2026-000001', longer: [] },
    ]);
  });

  it('does not go on into an amount behind it', () => {
    expect(numbersIn('INV-2026-000001 100,00 EUR', defaultSeries.invoice)).toEqual([
      { strict: 'INV-2026-000001', longer: [] },
    ]);
  });

  it('is found as often as there are some', () => {
    expect(strictIn('INV-2026-000001, INV-2026-000002 und INV-2025-000003')).toEqual([
      'INV-2026-000001',
      'INV-2026-000002',
      'INV-2025-000003',
    ]);
  });

  it('is that of the series of the tenant, filled up where its prefix says little', () => {
    const short = { prefix: 'R/', digits: 4 };

    expect(strictIn('R 0012', short)).toEqual(['R/0012']);
    expect(strictIn('R12 danke', short)).toEqual([]);
    expect(strictIn('AB.2026.XY-7', { prefix: 'AB.{year}.XY-', digits: 1 })).toEqual([
      'AB.2026.XY-7',
    ]);
  });

  it('takes no longer than its text, however it is made', () => {
    const awkward = 'INV-2026-'.repeat(200) + '1 '.repeat(4_000);

    expect(strictIn(awkward).length).toBeLessThanOrEqual(100);
  });
});

describe('a reference of a creditor', () => {
  it.each(['RF18539007547034', 'rf18 5390 0754 7034'])('is read in “%s”', (text) => {
    expect(rfContent(text)).toBe('539007547034');
    expect(rfReferencesIn(`Ref ${text}`)).toEqual(['539007547034']);
  });

  it.each(['RF18539007547035', 'RF19539007547034', 'RF18', '539007547034'])(
    'is not “%s”, whose check digits do not fit',
    (text) => {
      expect(rfContent(text)).toBeUndefined();
      expect(rfReferencesIn(text)).toEqual([]);
    },
  );
});

describe('the name of a payer', () => {
  it.each([
    ['Müller & Söhne GmbH', 'MUELLER UND SOEHNE'],
    ['Müller & Söhne GmbH', 'Muller Sohne Gmbh & Co. KG'],
    ['Doe, Jane', 'JANE DOE'],
    ['Press Review Ltd.', 'press review limited'],
    ['Société Générale S.A.', 'SOCIETE GENERALE SA'],
    ['Groß', 'GROSS'],
  ])('%s is that of %s', (one, other) => {
    const keys = new Set(nameKeys(one));

    expect(nameKeys(other).some((key) => keys.has(key))).toBe(true);
  });

  it.each([
    ['Press Review Ltd', 'Press Club Ltd'],
    ['Jane Doe', 'John Doe'],
    ['GmbH', 'Ltd'],
  ])('%s is not that of %s', (one, other) => {
    const keys = new Set(nameKeys(one));

    expect(nameKeys(other).some((key) => keys.has(key))).toBe(false);
  });
});
