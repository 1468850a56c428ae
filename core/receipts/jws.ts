import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';

/** What a JWS says of itself: no other kind of ours can be taken for a receipt. */
const TYPE = 'farthing-receipt+jwt';
const ALGORITHM = 'EdDSA';
const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;
/** As much as KMS signs at once. */
const INPUT_BYTES_MAX = 4_096;

const encoded = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** What is signed: the header and the claims, as RFC 7515 has it. */
export function signingInput(kid: string, claims: object): string {
  const header = { alg: ALGORITHM, typ: TYPE, kid };
  const input = `${encoded(JSON.stringify(header))}.${encoded(JSON.stringify(claims))}`;
  invariant(input.length <= INPUT_BYTES_MAX, `a receipt has at most ${INPUT_BYTES_MAX} bytes`);
  return input;
}

/** The compact form. */
export function compactJws(input: string, signature: Uint8Array): string {
  invariant(signature.length === SIGNATURE_BYTES, 'an Ed25519 signature has 64 bytes');
  return `${input}.${encoded(signature)}`;
}

/** A public key as RFC 8037 has it. */
interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/** What a key is called: the SHA-256 of the members that make it, as RFC 7638 orders them. */
export function thumbprintOf(bytes: Uint8Array): string {
  invariant(bytes.length === KEY_BYTES, 'an Ed25519 key has 32 bytes');
  return encoded(sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x: encoded(bytes) })));
}

export const jwkOf = (kid: string, bytes: Uint8Array): PublicJwk => ({
  ...{ kty: 'OKP', crv: 'Ed25519', x: encoded(bytes), kid },
  ...{ use: 'sig', alg: ALGORITHM },
});
