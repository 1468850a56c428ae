import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compactJws, jwkOf, signingInput, thumbprintOf } from '../../../core/receipts/jws.ts';

/** The key of RFC 8037, appendix A. */
const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
const bytes = Buffer.from(x, 'base64url');

describe('a key of receipts', () => {
  it('is called as RFC 8037 calls its example', () => {
    expect(thumbprintOf(bytes)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  it('is published as a JSON Web Key, without anything private', () => {
    expect(jwkOf('a', bytes)).toEqual({
      ...{ kty: 'OKP', crv: 'Ed25519', x, kid: 'a', use: 'sig', alg: 'EdDSA' },
    });
  });

  it('has 32 bytes', () => {
    expect(() => thumbprintOf(bytes.subarray(1))).toThrow('an Ed25519 key has 32 bytes');
  });
});

describe('a JWS of a receipt', () => {
  it('is signed as the example of RFC 8037 is, part by part', () => {
    const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
    const example = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';

    expect(compactJws(example, sign(null, Buffer.from(example), key))).toBe(
      `${example}.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg`,
    );
  });

  it('says what it is, and by which key, so that it is taken for nothing else', () => {
    const [head = '', body = ''] = signingInput('a', { amount: '1' }).split('.');

    expect(Buffer.from(head, 'base64url').toString()).toBe(
      '{"alg":"EdDSA","typ":"farthing-receipt+jwt","kid":"a"}',
    );
    expect(Buffer.from(body, 'base64url').toString()).toBe('{"amount":"1"}');
  });

  it('is never longer than what KMS signs at once', () => {
    expect(() => signingInput('a', { resource: 'x'.repeat(3_100) })).toThrow('at most 4096 bytes');
  });
});
