import { base64urlOf, blind, bytesIn, keyBytes, randomBytes, unblinded } from './blind.ts';
import { joined } from './numbers.ts';

const TYPE = Uint8Array.of(0, 2);
const HASH_BYTES = 32;
/** Where the modulus begins in a key of 2048 bits whose exponent is 65537, as RFC 9578 writes it. */
const MODULUS_FROM = 81;
const SPKI_BYTES = MODULUS_FROM + keyBytes + 5;

/** What is sold: its texts are in base64url, as they are listed. */
export interface TokenOffer {
  readonly tokenKey: string;
  readonly challenge: string;
}

/** A token that was asked for, and has no signature yet. It can be written as JSON, and gone on with after a crash. */
export interface PendingToken {
  /** What is sent: a token request of RFC 9578, in base64url. */
  readonly request: string;
  /** What is signed, in base64url. */
  readonly input: string;
  /** What makes a signature of the answer: a whole number as text. Nobody else may have it. */
  readonly inverse: string;
  readonly tokenKey: string;
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

function modulusIn(tokenKey: string): Uint8Array {
  const spki = bytesIn(tokenKey);
  if (spki.length !== SPKI_BYTES) throw new TypeError('give a token key of 2048 bits');
  return spki.subarray(MODULUS_FROM, MODULUS_FROM + keyBytes);
}

/** A new token, blinded: whoever signs it cannot know it again. */
export async function newToken({ tokenKey, challenge }: TokenOffer): Promise<PendingToken> {
  const keyId = await sha256(bytesIn(tokenKey));
  const nonce = randomBytes(HASH_BYTES);
  const input = joined(TYPE, nonce, await sha256(bytesIn(challenge)), keyId);
  const { blinded, inverse } = await blind(modulusIn(tokenKey), input);
  return {
    ...{ tokenKey, input: base64urlOf(input), inverse: inverse.toString() },
    request: base64urlOf(joined(TYPE, keyId.subarray(HASH_BYTES - 1), blinded)),
  };
}

/** The token, in base64url, from what was answered. Throws where that was not signed by its key. */
export async function signedToken(
  { input, inverse, tokenKey }: PendingToken,
  response: string,
): Promise<string> {
  const message = bytesIn(input);
  const by = { inverse: BigInt(inverse), response: bytesIn(response) };
  const signature = await unblinded(modulusIn(tokenKey), message, by);
  if (signature === undefined) throw new Error('the seller has not signed what it was sent');
  return base64urlOf(joined(message, signature));
}

/** `Authorization` by which a token is used. */
export const tokenHeader = (token: string): string =>
  `PrivateToken token="${token.padEnd(Math.ceil(token.length / 4) * 4, '=')}"`;
