import { bytesOf, inverseOf, joined, numberFrom, power } from './numbers.ts';

/** Of the key, and of what it signs. */
export const keyBytes = 256;
const HASH_BYTES = 48;
const SALT_BYTES = 48;
const EXPONENT = 65_537n;

/** What is signed unseen, and what makes a signature of the answer. */
export interface Blinding {
  readonly blinded: Uint8Array;
  /** Kept by who asks alone: with it the signature can be told from others. */
  readonly inverse: bigint;
}

const sha384 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));

/** EMSA-PSS with SHA-384 and MGF1 (RFC 8017, section 9.1.1), for a modulus of 2048 bits. */
async function encoded(message: Uint8Array<ArrayBuffer>, salt: Uint8Array): Promise<Uint8Array> {
  const hash = await sha384(joined(new Uint8Array(8), await sha384(message), salt));
  const block = new Uint8Array(keyBytes - HASH_BYTES - 1);
  block[block.length - SALT_BYTES - 1] = 1;
  block.set(salt, block.length - SALT_BYTES);
  const mask = new Uint8Array(block.length + HASH_BYTES);
  for (let at = 0; at < block.length; at += HASH_BYTES) {
    const counter = bytesOf(BigInt(at / HASH_BYTES), 4);
    mask.set(await sha384(joined(hash, counter)), at);
  }
  const masked = block.map((byte, at) => byte ^ (mask[at] ?? 0));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return joined(masked, hash, Uint8Array.of(0xbc));
}

/** Blinds a message (RFC 9474, section 4.2, RSABSSA-SHA384-PSS-Deterministic). */
export async function blind(
  modulus: Uint8Array,
  message: Uint8Array<ArrayBuffer>,
  random: (count: number) => Uint8Array = randomBytes,
): Promise<Blinding> {
  const n = numberFrom(modulus);
  const value = numberFrom(await encoded(message, random(SALT_BYTES)));
  for (;;) {
    const r = numberFrom(random(keyBytes));
    const inverse = r === 0n || r >= n ? undefined : inverseOf(r, n);
    if (inverse === undefined) continue;
    return { blinded: bytesOf((value * power(r, EXPONENT, n)) % n, keyBytes), inverse };
  }
}

/** The signature of the message, from what was answered; undefined where it is none by that key. */
export async function unblinded(
  modulus: Uint8Array,
  message: Uint8Array<ArrayBuffer>,
  { inverse, response }: { readonly inverse: bigint; readonly response: Uint8Array },
): Promise<Uint8Array | undefined> {
  const n = numberFrom(modulus);
  if (response.length !== keyBytes) return undefined;
  const signature = bytesOf((numberFrom(response) * inverse) % n, keyBytes);
  const key = await crypto.subtle.importKey(
    'jwk',
    { kty: 'RSA', n: base64urlOf(modulus), e: 'AQAB', alg: 'PS384' },
    { name: 'RSA-PSS', hash: 'SHA-384' },
    false,
    ['verify'],
  );
  const by = { name: 'RSA-PSS', saltLength: SALT_BYTES };
  return (await crypto.subtle.verify(by, key, signature, message)) ? signature : undefined;
}

export const randomBytes = (count: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(count));

/** Base64url without padding. */
export function base64urlOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The reverse of `base64urlOf`. Throws where a text is none. */
export function bytesIn(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}
