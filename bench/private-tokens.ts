import { generateKeyPairSync } from 'node:crypto';
import { blindSigned } from '../core/blind/blind-sign.ts';
import { tokenKeyOf } from '../core/blind/keys.ts';
import { isSigned, tokenFrom } from '../core/blind/token.ts';
import { newToken, signedToken } from '../sdk/src/private-tokens/token.ts';

/** What it takes of a processor to sign, check and make a private token: `node bench/private-tokens.ts`. */

const WARM = 20;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const key = tokenKeyOf(privateKey);
if (key === undefined) throw new Error('a key of 2048 bits is one of tokens');
const offer = { tokenKey: Buffer.from(key.spki).toString('base64url'), challenge: 'AAIAAWEAAAA' };

/** Milliseconds of processor for one of so many. */
async function taken(count: number, act: () => unknown): Promise<string> {
  for (let at = 0; at < WARM; at += 1) await act();
  const before = process.cpuUsage();
  for (let at = 0; at < count; at += 1) await act();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1_000 / count).toFixed(3);
}

const pending = await newToken(offer);
const blinded = Buffer.from(pending.request, 'base64url').subarray(3);
const response = blindSigned(privateKey, blinded)?.toString('base64url') ?? '';
const text = await signedToken(pending, response);
const token = tokenFrom(Buffer.from(text, 'base64url'));
if (token === undefined || !isSigned(token, key.key)) throw new Error('it is signed');

console.log(`issue ${await taken(500, () => blindSigned(privateKey, blinded))} ms`);
console.log(`check ${await taken(2_000, () => isSigned(token, key.key))} ms`);
console.log(`make, by a client ${await taken(100, () => newToken(offer))} ms`);
console.log(`unblind, by a client ${await taken(100, () => signedToken(pending, response))} ms`);
