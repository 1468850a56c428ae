import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyReceipt } from '../../sdk/src/index.ts';
import { inMemorySigner } from '../fakes/receipt-signer.ts';
import { aReceipt, someClaims } from '../support/a-receipt.ts';

const reasonOf = async (...asked: Parameters<typeof verifyReceipt>) => {
  const verdict = await verifyReceipt(...asked);
  return verdict.holds ? 'holds' : verdict.reason;
};

describe('a receipt, verified', () => {
  it('holds as it was signed, and says what it claims and by which key', async () => {
    const { receipt, keys, kid } = await aReceipt();

    expect(await verifyReceipt(`${receipt}\n`, { keys })).toEqual({
      ...{ holds: true, claims: someClaims, kid },
    });
  });

  it('holds by any of several published keys', async () => {
    const { receipt, keys } = await aReceipt(someClaims, inMemorySigner({}, {}));

    const verdicts = [keys.keys, keys.keys.toReversed()].map((all) =>
      reasonOf(receipt, { keys: { keys: all } }),
    );

    expect(await Promise.all(verdicts)).toEqual(['holds', 'holds']);
  });

  it('does not hold with any one character changed', async () => {
    const { receipt, keys } = await aReceipt();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=~ ';

    await fc.assert(
      fc.asyncProperty(
        fc.nat(receipt.length - 1),
        fc.constantFrom(...alphabet),
        async (index, other) => {
          fc.pre(receipt[index] !== other && (other !== ' ' || index > 0));
          const changed = `${receipt.slice(0, index)}${other}${receipt.slice(index + 1)}`;
          fc.pre(changed.trim() !== receipt);
          expect(await reasonOf(changed, { keys })).not.toBe('holds');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is not taken for signed where only the key’s name is one that is known', async () => {
    const { receipt, kid } = await aReceipt();
    const stranger = inMemorySigner({ isGone: true }, {});
    const known = await stranger.keys();
    const x = Buffer.from((known === 'unavailable' ? undefined : known[1]?.bytes) ?? []);
    const key = { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' } as const;

    const keys = { keys: [{ ...key, kid, x: x.toString('base64url') }] };

    expect(await reasonOf(receipt, { keys })).toBe('signature-wrong');
  });

  it('does not hold by keys that do not have its own', async () => {
    const { receipt } = await aReceipt();

    expect(await reasonOf(receipt, { keys: { keys: [] } })).toBe('key-unknown');
  });

  it.each([
    ['none', { alg: 'none' }],
    ['another algorithm', { alg: 'HS256' }],
    ['another type', { typ: 'JWT' }],
    ['what must be understood', { crit: ['exp'] }],
    ['no key', { kid: 7 }],
  ])('is no receipt where its header says %s', async (_, header) => {
    const { receipt, keys } = await aReceipt(someClaims, inMemorySigner(), header);

    expect(await reasonOf(receipt, { keys })).toBe('malformed');
  });

  it.each([
    ['an amount that is not net and tax', { amount: '11900001' }],
    ['an amount that is no whole number', { amount: '1.5' }],
    ['another scale', { assetScale: 2 }],
    ['no payee', { payee: undefined }],
    ['no time', { iat: '1795953600' }],
  ])('is no receipt with %s, whoever signed it', async (_, changed) => {
    const { receipt, keys } = await aReceipt({ ...someClaims, ...changed });

    expect(await reasonOf(receipt, { keys })).toBe('malformed');
  });

  it.each([
    '',
    '.',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    '💶.💶.💶',
    'x'.repeat(5_000),
    `${' '.repeat(9_000)}a.b.c`,
  ])('is no receipt: %j', async (text) => {
    expect(await reasonOf(text, { keys: { keys: [] } })).toBe('malformed');
  });

  it('says what it proves instead of what was expected', async () => {
    const { receipt, keys } = await aReceipt();

    const verdict = await verifyReceipt(receipt, { keys, claims: { payee: 'other' } });

    expect(verdict).toEqual({
      ...{ holds: false, reason: 'claims-differ' },
      detail: 'its payee was to be "other", and is "acme"',
    });
    expect(await reasonOf(receipt, { keys, claims: { payee: 'acme', amount: '11900000' } })).toBe(
      'holds',
    );
    expect(await reasonOf(receipt, { keys, claims: { refundedAt: 1 } })).toBe('claims-differ');
  });
});
