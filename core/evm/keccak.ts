import { keccak_256 } from '@noble/hashes/sha3.js';

/** What chains hash with: SHA-3 as it was before it became a standard, which `node:crypto` does not have. */
export const keccak256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  keccak_256(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));

export const hexOf = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
