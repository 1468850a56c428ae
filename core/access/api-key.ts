import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../kernel/digest.ts';
import type { Random } from '../kernel/random.ts';

/** Whether a key is for real usage or for trying things out; part of its text, so that a person sees which it is. */
export const keyModes = ['live', 'test'] as const;
export type KeyMode = (typeof keyModes)[number];

/** The parts of `ft_<mode>_<key id>_<secret>`. The key id is public; the secret is 256 random bits. */
export interface ApiKeyText {
  readonly mode: KeyMode;
  readonly keyId: string;
  readonly secret: string;
}

/** Base62 digits of 256 bits; of 95 bits. */
const SECRET_DIGITS = 43;
const KEY_ID_DIGITS = 16;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const API_KEY = /^ft_(live|test)_([0-9A-Za-z]{16})_([0-9A-Za-z]{43})$/;

/** A new key, from 44 random bytes. */
export const newApiKey = (mode: KeyMode, random: Random): ApiKeyText => ({
  mode,
  keyId: base62(random.bytes(12), KEY_ID_DIGITS),
  secret: newSecret(random),
});

/** 256 random bits, in 43 digits. */
export const newSecret = (random: Random): string => base62(random.bytes(32), SECRET_DIGITS);

export const apiKeyText = ({ mode, keyId, secret }: ApiKeyText): string =>
  `ft_${mode}_${keyId}_${secret}`;

/** The reverse of `apiKeyText`; undefined for any other text. */
export function apiKeyFrom(text: string): ApiKeyText | undefined {
  const match = API_KEY.exec(text);
  if (match === null) return undefined;
  const [, mode, keyId = '', secret = ''] = match;
  return { mode: mode === 'live' ? 'live' : 'test', keyId, secret };
}

/** What is kept of a secret. One round is enough: nobody can go through 2^256 of them. */
export const secretHashOf = (secret: string): Uint8Array => sha256(secret);

/** Whether `secret` has that hash, in the same time whether it has or not. */
export function isSecretOf(secret: string, secretHash: Uint8Array): boolean {
  const hash = secretHashOf(secret);
  return hash.length === secretHash.length && timingSafeEqual(hash, secretHash);
}

/**
 * What signs a key's cursors: from the stored hash, so that it needs no storage, and reveals neither hash nor secret.
 */
export const cursorKeyOf = (secretHash: Uint8Array): string =>
  createHmac('sha256', secretHash).update('farthing list cursors').digest('base64url');

/** The lowest `digits` base62 digits of a big-endian number. */
function base62(bytes: Uint8Array, digits: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let digit = 0; digit < digits; digit += 1) {
    text = `${BASE62.charAt(Number.parseInt((rest % 62n).toString(), 10))}${text}`;
    rest /= 62n;
  }
  return text;
}
