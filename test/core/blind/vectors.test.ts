import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { blindSigned } from '../../../core/blind/blind-sign.ts';
import { challengeBytes, challengeFrom } from '../../../core/blind/challenge.ts';
import {
  privateTokenHeader,
  privateTokenSent,
  sentPrivateToken,
} from '../../../core/blind/headers.ts';
import { shortId, tokenKeyFrom, tokenKeyOf } from '../../../core/blind/keys.ts';
import {
  isSigned,
  sha256Of,
  tokenBytes,
  tokenFrom,
  tokenInput,
} from '../../../core/blind/token.ts';
import { tokenRequestBytes, tokenRequestFrom } from '../../../core/blind/token-request.ts';
import { there } from '../../support/there.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors/privacypass');
const areThere = existsSync(folder);
const named = areThere ? '' : ' (skipped: ../shared/vectors is not on this machine)';
const vectors = areThere ? describe : describe.skip;

const read = (file: string): readonly Record<string, string>[] =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Record<string, string>[];
const bytes = (hex: string | undefined): Buffer => Buffer.from(there(hex), 'hex');
const number = (hex: string | undefined): bigint => BigInt(there(hex));
const base64url = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
};
const generated = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
};

vectors(`the vectors of RFC 9578 for Blind RSA${named}`, () => {
  const all = areThere ? read('pub_verif_rfc9578.go.json') : [];
  const privateKey = (one: Record<string, string>) => createPrivateKey(bytes(one['skS']));

  it.each(all.map((one, index) => [index, one] as const))(
    'signs request %i as its vector has it, byte for byte',
    (_, one) => {
      const request = there(tokenRequestFrom(bytes(one['token_request'])));
      const key = there(tokenKeyFrom(bytes(one['pkS'])));

      const signed = blindSigned(privateKey(one), request.blinded);

      expect(signed?.toString('hex')).toBe(one['token_response']);
      expect(request.shortKeyId).toBe(shortId(key));
      expect(tokenRequestBytes(request).toString('hex')).toBe(one['token_request']);
    },
  );

  it.each(all.map((one, index) => [index, one] as const))(
    'takes token %i, and takes it no more once a bit of it is another',
    (_, one) => {
      const key = there(tokenKeyFrom(bytes(one['pkS'])));
      const whole = bytes(one['token']);
      const token = there(tokenFrom(whole));

      expect(isSigned(token, key.key)).toBe(true);
      expect(Buffer.from(token.keyId).equals(key.id)).toBe(true);
      expect(Buffer.from(token.nonce).toString('hex')).toBe(one['nonce']);
      expect(sha256Of(bytes(one['token_challenge'])).equals(token.challengeDigest)).toBe(true);
      expect(tokenBytes(token).equals(whole)).toBe(true);
      for (const at of [2, 33, 34, 65, 66, 97, 98, 353]) {
        const other = Buffer.from(whole);
        other.writeUInt8(other.readUInt8(at) ^ 1, at);
        expect(isSigned(there(tokenFrom(other)), key.key)).toBe(false);
      }
    },
  );

  it('makes of a private key the public one that the vectors have', () => {
    for (const one of all) {
      expect(Buffer.from(there(tokenKeyOf(privateKey(one))).spki).toString('hex')).toBe(one['pkS']);
    }
  });

  it('reads the challenges, and writes them as they were', () => {
    for (const one of all) {
      const challenge = there(challengeFrom(bytes(one['token_challenge'])));
      expect(challenge.issuer).toBe('issuer.example');
      expect(challengeBytes(challenge)?.toString('hex')).toBe(one['token_challenge']);
    }
  });
});

vectors(`the vectors of RFC 9577 for headers and tokens${named}`, () => {
  it('writes a challenge as the first of each header has it', () => {
    for (const one of areThere ? read('auth_scheme_header_v14.json') : []) {
      if (Number(one['token-type-0']) !== 2) continue;
      const header = privateTokenHeader(
        bytes(one['token-challenge-0']),
        bytes(one['token-key-0']),
        Number(one['max-age-0']),
      );
      const [first] = there(one['WWW-Authenticate']).split(/, (?=PrivateToken )/);
      // Some of them have an attribute that nobody knows, to be passed over.
      const known = there(first)
        .replaceAll('"', '')
        .replace(',unknownChallengeAttribute=ignore-me', '');
      expect(header.replaceAll('"', '')).toBe(known);
    }
  });

  it('makes what a token signs of its challenge, with a context, an origin, or neither', () => {
    for (const one of areThere ? read('auth_scheme_token_v14.json') : []) {
      const challenge = there(
        challengeBytes({
          issuer: bytes(one['issuer_name']).toString(),
          context: bytes(one['redemption_context']),
          origin: bytes(one['origin_info']).toString(),
        }),
      );
      const input = tokenInput({
        nonce: bytes(one['nonce']),
        challengeDigest: sha256Of(challenge),
        keyId: bytes(one['token_key_id']),
      });
      expect(input.toString('hex')).toBe(one['token_authenticator_input']);
    }
  });
});

vectors(`the vectors of RFC 9474${named}`, () => {
  const all = areThere ? read('test_vectors_rfc9474.json') : [];

  it.each(all.map((one) => [there(one['name']), one] as const))(
    'signs blind as %s has it',
    (_, one) => {
      const [p, q, d] = [number(one['p']), number(one['q']), number(one['d'])];
      const key = createPrivateKey({
        key: {
          ...{ kty: 'RSA', n: base64url(p * q), e: base64url(number(one['e'])), d: base64url(d) },
          ...{ p: base64url(p), q: base64url(q), qi: base64url(inverse(q, p)) },
          ...{ dp: base64url(d % (p - 1n)), dq: base64url(d % (q - 1n)) },
        },
        format: 'jwk',
      });

      // These keys have 4096 bits, and ours 2048: the operation is the same.
      const signed = privateDecrypt(
        { key, padding: constants.RSA_NO_PADDING },
        bytes(one['blinded_msg']),
      );

      expect(signed.toString('hex')).toBe(one['blind_sig']);
      const unblinded = (BigInt(`0x${signed.toString('hex')}`) * number(one['inv'])) % (p * q);
      expect(unblinded.toString(16).padStart(1_024, '0')).toBe(one['sig']);
      expect(tokenKeyOf(key)).toBeUndefined();
    },
  );
});

describe('what is sent as a private token', () => {
  const token = {
    nonce: Buffer.alloc(32, 1),
    challengeDigest: Buffer.alloc(32, 2),
    keyId: Buffer.alloc(32, 3),
    authenticator: Buffer.alloc(256, 0xfb),
  };

  it('is read with quotes or without, with padding or without, in any case', () => {
    const sent = privateTokenSent(token);

    for (const one of [
      sent,
      sent.replaceAll('"', ''),
      sent.replaceAll('=="', '"'),
      sent.replace('PrivateToken', 'privatetoken'),
    ]) {
      expect(sentPrivateToken(one)).toEqual(token);
    }
  });

  it('is nothing where it is shorter, longer, of another type or in other characters', () => {
    const whole = tokenBytes(token);
    const sent = (of: Uint8Array): string =>
      `PrivateToken token="${Buffer.from(of).toString('base64url')}"`;

    expect(sentPrivateToken(sent(whole))).toEqual(token);
    expect(sentPrivateToken(sent(whole.subarray(1)))).toBeUndefined();
    expect(sentPrivateToken(sent(Buffer.concat([whole, Buffer.alloc(1)])))).toBeUndefined();
    expect(
      sentPrivateToken(sent(Buffer.concat([Buffer.from([0, 1]), whole.subarray(2)]))),
    ).toBeUndefined();
    expect(sentPrivateToken(`PrivateToken token="${whole.toString('base64')}"`)).toBeUndefined();
    expect(sentPrivateToken('PrivateToken')).toBeUndefined();
    expect(sentPrivateToken(`Bearer ${whole.toString('base64url')}`)).toBeUndefined();
  });

  it('is not signed where what was blinded is no number below the modulus', () => {
    const { privateKey } = generated();
    const { modulus } = there(tokenKeyOf(privateKey));
    const below = Buffer.from(modulus);
    below.writeUInt8(below.readUInt8(255) - 1, 255);

    expect(blindSigned(privateKey, below)).toHaveLength(256);
    expect(blindSigned(privateKey, modulus)).toBeUndefined();
    expect(blindSigned(privateKey, Buffer.alloc(256, 255))).toBeUndefined();
    expect(blindSigned(privateKey, below.subarray(1))).toBeUndefined();
  });
});
