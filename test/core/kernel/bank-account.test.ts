import { describe, expect, it } from '@jest/globals';
import { ibanFault, isBic } from '../../../core/kernel/bank-account.ts';

describe('an IBAN', () => {
  it.each([
    'DE02120300000000202051',
    'GB82WEST12345698765432',
    'FR1420041010050500013M02606',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
  ])('%s may be one', (iban) => {
    expect(ibanFault(iban)).toBeUndefined();
  });

  it.each([
    ['DE02120300000000202052', 'check digits'],
    ['DE20120300000000202051', 'check digits'],
    ['GB82WEST12345698765423', 'check digits'],
    ['DE02 1203 0000 0000 2020 51', 'without spaces'],
    ['de02120300000000202051', 'capitals'],
    ['DE021203', '11 to 30'],
    ['', '11 to 30'],
  ])('%s is none', (iban, fault) => {
    expect(ibanFault(iban)).toContain(fault);
  });
});

describe('a BIC', () => {
  it.each(['BYLADEM1001', 'COBADEFF'])('%s has the form of one', (bic) => {
    expect(isBic(bic)).toBe(true);
  });

  it.each(['byladem1001', 'COBADEF', 'COBADEFFX', 'C0BADEFF'])('%s has not', (bic) => {
    expect(isBic(bic)).toBe(false);
  });
});
