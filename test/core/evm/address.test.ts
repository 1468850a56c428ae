import { describe, expect, it } from '@jest/globals';
import { addressFault, checksummed } from '../../../core/evm/address.ts';

/** As ERC-55 lists them. */
const listed = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

describe('an address of a chain', () => {
  it.each(listed)('is written %s', (address) => {
    expect(checksummed(address.toLowerCase())).toBe(address);
    expect(addressFault(address)).toBeUndefined();
  });

  it('is taken in small letters, or in capitals, as nothing checks those', () => {
    const digits = '5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';

    expect(addressFault(`0x${digits}`)).toBeUndefined();
    expect(addressFault(`0x${digits.toUpperCase()}`)).toBeUndefined();
  });

  it('is refused where a letter is of the wrong size, as one that was mistyped', () => {
    expect(addressFault('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD')).toContain('once more');
    expect(addressFault('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe1')).toContain('once more');
  });

  it('is refused where it is zero, where no token goes', () => {
    expect(addressFault(`0x${'0'.repeat(40)}`)).toContain('zero');
  });
});
