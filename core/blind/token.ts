import { constants, createHash, type KeyObject, verify } from 'node:crypto';

/** Blind RSA with 2048 bits, publicly verifiable (RFC 9578, section 6). */
export const tokenType = 0x0002;

/** Of the key's modulus, and so of what it signs. */
export const signatureBytes = 256;
/** As RSABSSA-SHA384-PSS-Deterministic has it. */
const SALT_BYTES = 48;
const TYPE_BYTES = 2;
const HASH_BYTES = 32;
const INPUT_BYTES = TYPE_BYTES + 3 * HASH_BYTES;

/** A token as it is spent. */
export interface PrivateToken {
  /** 32 bytes that its owner chose: no other token has them. */
  readonly nonce: Uint8Array;
  /** SHA-256 of the challenge that it answers. */
  readonly challengeDigest: Uint8Array;
  /** SHA-256 of the public key that it is checked with. */
  readonly keyId: Uint8Array;
  readonly authenticator: Uint8Array;
}

export const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** What a token's authenticator signs. */
export function tokenInput({
  nonce,
  challengeDigest,
  keyId,
}: Omit<PrivateToken, 'authenticator'>): Buffer {
  const type = Buffer.alloc(TYPE_BYTES);
  type.writeUInt16BE(tokenType);
  return Buffer.concat([type, nonce, challengeDigest, keyId]);
}

/** A token from its 354 bytes; undefined for anything else. */
export function tokenFrom(bytes: Uint8Array): PrivateToken | undefined {
  if (bytes.length !== INPUT_BYTES + signatureBytes) return undefined;
  const whole = Buffer.from(bytes);
  if (whole.readUInt16BE(0) !== tokenType) return undefined;
  const hashAt = (index: number): Buffer => {
    const from = TYPE_BYTES + index * HASH_BYTES;
    return whole.subarray(from, from + HASH_BYTES);
  };
  return {
    ...{ nonce: hashAt(0), challengeDigest: hashAt(1), keyId: hashAt(2) },
    authenticator: whole.subarray(INPUT_BYTES),
  };
}

/** The reverse of `tokenFrom`. */
export const tokenBytes = (token: PrivateToken): Buffer =>
  Buffer.concat([tokenInput(token), token.authenticator]);

/** Whether whoever has the private key signed it. That it is of this key, by its id, is for whoever found the key. */
export const isSigned = (token: PrivateToken, key: KeyObject): boolean =>
  verify(
    'sha384',
    tokenInput(token),
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_BYTES },
    token.authenticator,
  );
