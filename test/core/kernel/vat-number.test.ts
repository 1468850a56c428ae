import { describe, expect, it } from '@jest/globals';
import { vatNumberFault } from '../../../core/kernel/vat-number.ts';

describe('a VAT number', () => {
  it.each([
    'FR40303265045',
    'FR 40 303 265 045',
    'FRAB303265045',
    'BE0403170701',
    'BE 0403.170.701',
    'IT00743110157',
    'LU15027442',
    'PT501442600',
    'ATU13585627',
    'DE123456788',
    'DE 136695976',
    'FI20774740',
    'PL8567346215',
    'SE123456789701',
    'NL001234567B01',
    'EL094259216',
    'GB123',
    '12/345/67890',
    '123',
  ])('%s may be one, or the number of another register', (number) => {
    expect(vatNumberFault(number)).toBeUndefined();
  });

  it.each([
    'FR12345678901',
    'BE0403170702',
    'IT00743110158',
    'LU15027443',
    'PT501442601',
    'AT12345678',
    'ATU13585626',
    'DE123456789',
    'DE136695978',
    'FI20774741',
    'PL8567346216',
    'SE123456789101',
    'DE12345678',
    'NL001234567',
  ])('%s is none, as its country counts', (number) => {
    expect(vatNumberFault(number)).toMatch(/check digits|follow the prefix/);
  });
});
