import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256Of, signatureBytes } from './token.ts';

/**
 * What RFC 9578 puts before a key of 2048 bits whose exponent is 65537: its algorithm is RSASSA-PSS with SHA-384, MGF1
 * with SHA-384 and 48 bytes of salt. Node.js writes the same key as one of plain RSA, which has another id.
 */
const SPKI_HEAD = Buffer.from(
  '30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b0609608648016503040202a2030201300382010f00',
  'hex',
);
const PKCS1_HEAD = Buffer.from('3082010a0282010100', 'hex');
const PKCS1_END = Buffer.from('0203010001', 'hex');
const MODULUS_FROM = SPKI_HEAD.length + PKCS1_HEAD.length;

/** A public key as clients are given it. */
export interface TokenKey {
  /** SubjectPublicKeyInfo (DER) as RFC 9578, section 6.5, has it. */
  readonly spki: Uint8Array;
  /** SHA-256 of it. */
  readonly id: Uint8Array;
  readonly key: KeyObject;
  /** Big-endian. */
  readonly modulus: Uint8Array;
}

/** From the bytes that clients are given; undefined for what is no such key. */
export function tokenKeyFrom(spki: Uint8Array): TokenKey | undefined {
  const bytes = Buffer.from(spki);
  const modulus = bytes.subarray(MODULUS_FROM, MODULUS_FROM + signatureBytes);
  if (modulus.length !== signatureBytes || !bytes.equals(spkiOf(modulus))) return undefined;
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' };
  return {
    ...{ spki: bytes, id: sha256Of(bytes), modulus },
    key: createPublicKey({ key: jwk, format: 'jwk' }),
  };
}

/** The public part of a private key, or undefined where it has other than 2048 bits or another exponent. */
export function tokenKeyOf(key: KeyObject): TokenKey | undefined {
  const { n, e } = createPublicKey(key).export({ format: 'jwk' });
  if (n === undefined || e !== 'AQAB') return undefined;
  return tokenKeyFrom(spkiOf(Buffer.from(n, 'base64url')));
}

const spkiOf = (modulus: Uint8Array): Buffer =>
  Buffer.concat([SPKI_HEAD, PKCS1_HEAD, modulus, PKCS1_END]);

/** All that a request says of the key that it is for: the last byte of its id. */
export const shortId = ({ id }: Pick<TokenKey, 'id'>): number => id[id.length - 1] ?? 0;
