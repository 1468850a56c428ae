import { describe, expect, it } from '@jest/globals';
import { currencyFrom } from '../../../core/kernel/currency.ts';
import { decimalFromInteger } from '../../../core/kernel/decimal.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import type { PayerKey } from '../../../core/kernel/payer.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { claimsOf } from '../../../core/receipts/claims.ts';
import { signingInput } from '../../../core/receipts/jws.ts';

const kid = 'x'.repeat(43);
const euro = currencyFrom('EUR');
if (euro === undefined) throw new Error('there is the euro');
const paid = {
  ...{ event: 'log.1.0', receipt: 'log.2.0', payer: 'press' as PayerKey, currency: euro },
  ...{ at: timestampOf(1_795_953_600_999), quantity: decimalFromInteger(1n) },
  ...{ net: nanosOf(10_000_000n), tax: nanosOf(1_900_000n) },
  gated: { subject: 'reader-7', meter: 'views' },
};
const resource = 'https://news.example/a/1';
const offer = { by: 'x402', resource, description: 'An article' };

describe('what a receipt claims', () => {
  it('is what was paid in whole nanos and seconds, and by which offer for what', () => {
    expect(claimsOf('acme', { ...paid, offer })).toMatchObject({
      ...{ iat: 1_795_953_600, net: '10000000', tax: '1900000', amount: '11900000' },
      ...{ resource, description: 'An article', by: 'x402' },
    });
  });

  it('names the tenant so that a URI is one, whatever it is called', () => {
    expect(claimsOf('a b/ü', paid)).toMatchObject({
      iss: 'farthing:a%20b%2F%C3%BC',
      payee: 'a b/ü',
    });
  });

  it.each([
    ['nothing', 10, { description: 'An article', resource: `${resource}/0123456789` }],
    ['the address', 3_000, { resource: expect.stringMatching(/^sha256:[\w-]{43}$/), sub: 'press' }],
  ])('says %s by its digest where an address has %i characters more', (_, more, expected) => {
    const long = `${resource}/${'0123456789'.repeat(more / 10)}`;

    const claims = claimsOf('acme', { ...paid, offer: { ...offer, resource: long } });

    expect(claims).toMatchObject(expected);
    expect(claims.description).toBe(more === 10 ? 'An article' : undefined);
  });

  it('can be signed, however long names and addresses are, and whatever they are of', () => {
    const longest = ['"', 'ü', '💶', 'a'].map((letter) =>
      letter.repeat(1_024 / Buffer.byteLength(letter)),
    );

    for (const name of longest) {
      const claims = claimsOf('acme', {
        ...{
          ...paid,
          payer: `subject:${name}` as PayerKey,
          gated: { subject: name, meter: 'views' },
        },
        offer: {
          ...offer,
          resource: `https://x.example/${'%C3%BC'.repeat(500)}`,
          description: name,
        },
        refundedAt: timestampOf(0),
      });

      expect(() => signingInput(kid, claims)).not.toThrow();
    }
  });
});
