import { constants, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { invariant } from '../kernel/invariant.ts';
import { signatureBytes } from './token.ts';

const padding = constants.RSA_NO_PADDING;

/**
 * Signs what was blinded (RFC 9474, section 4.3): the private operation on it as it is. Undefined for what is no number
 * below the modulus, or not as long as it.
 */
export function blindSigned(key: KeyObject, blinded: Uint8Array): Buffer | undefined {
  if (blinded.length !== signatureBytes) return undefined;
  const signed = privately(key, blinded);
  if (signed === undefined) return undefined;
  // A wrong one would give the key away to whoever compares it with a right one.
  const opened = publicEncrypt({ key, padding }, signed);
  invariant(opened.equals(Buffer.from(blinded)), 'a blind signature opens to what was signed');
  return signed;
}

/** OpenSSL refuses a number that is not below the modulus. */
function privately(key: KeyObject, blinded: Uint8Array): Buffer | undefined {
  try {
    return privateDecrypt({ key, padding }, blinded);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS') return undefined;
    throw error;
  }
}
