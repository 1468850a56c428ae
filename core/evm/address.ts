import { hexOf, keccak256 } from './keccak.ts';

const ZERO = `0x${'0'.repeat(40)}`;

/**
 * What is wrong with an address of a chain, as an instruction; undefined where nothing is. One in capitals and small
 * letters is checked by them (ERC-55): a digit that is mistyped leads to an account that nobody has.
 */
export function addressFault(address: string): string | undefined {
  if (address === ZERO) return 'give an address that somebody has: tokens do not go to zero';
  const digits = address.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return undefined;
  const checked = checksummed(address);
  return address === checked
    ? undefined
    : `copy the address once more: capitals and small letters are not those of ${address.toLowerCase()}`;
}

/** As ERC-55 writes an address: letters are capitals by a hash of it. */
export function checksummed(address: string): string {
  const digits = address.slice(2).toLowerCase();
  const hash = hexOf(keccak256(Buffer.from(digits, 'ascii'))).slice(2);
  return `0x${[...digits]
    .map((digit, index) => ((hash[index] ?? '0') >= '8' ? digit.toUpperCase() : digit))
    .join('')}`;
}
