import { beforeEach, describe, expect, it } from '@jest/globals';
import { secretHashOf } from '../../../core/access/api-key.ts';
import { authorize, type CallerPorts } from '../../../core/access/authorize.ts';
import { hasToken, newTokenSecret, tokenFrom, tokenText } from '../../../core/access/token.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { systemRandom } from '../../../functions/adapters/system-random.ts';
import { inMemoryKeys } from '../../fakes/keys.ts';
import { noneKnown } from '../../fakes/known-refusals.ts';

const parts = {
  of: 'payer' as const,
  tenant: 'Acme & Söhne_-.',
  tokenId: 'kR3vZ0QdC9_qUe2rT1-LnA.1f.0',
  secret: newTokenSecret(systemRandom),
};
const text = tokenText(parts);
const ofPayee = { ...parts, of: 'payee' as const, tokenId: 'kR3vZ0QdC9_qUe2rT1-LnA.1f' };
let looks: string[];
let ports: CallerPorts;

beforeEach(() => {
  looks = [];
  ports = {
    keys: inMemoryKeys(),
    tokens: {
      payer: {
        find: async (tenant, tokenId) => {
          looks.push(tokenId);
          if (tenant !== parts.tenant || tokenId !== parts.tokenId) return undefined;
          const secretHash = secretHashOf(parts.secret);
          return { holder: 'reader-7', secretHash, endsAt: timestampOf(1_000) };
        },
      },
      payee: {
        find: async (tenant, tokenId) => {
          if (tenant !== parts.tenant || tokenId !== ofPayee.tokenId) return undefined;
          const secretHash = secretHashOf(parts.secret);
          return { holder: 'ada', secretHash, endsAt: timestampOf(1_000) };
        },
      },
    },
    refusals: noneKnown(),
  };
});

const asks = (token: string, at = 5) => authorize(ports, `Bearer ${token}`, timestampOf(at));

describe('the text of a token', () => {
  it('says its tenant, its id and its secret, whatever characters these have', () => {
    expect(tokenFrom(text)).toEqual(parts);
    expect(text).toMatch(/^ftp_[\w.-]+$/);
    expect(tokenFrom(tokenText(ofPayee))).toEqual(ofPayee);
    expect(tokenText(ofPayee)).toMatch(/^fte_[\w.-]+$/);
  });

  it.each([
    ['a key', 'ft_live_0123456789abcdef_0123456789012345678901234567890123456789012'],
    ['without a secret', text.slice(0, -44)],
    ['with more', `${text}x`],
    ['of a payee with the id of a payer’s', text.replace('ftp_', 'fte_')],
    ['of a tenant in another writing', text.replace('ftp_', 'ftp_=')],
  ])('is none: %s', (_, other) => {
    expect(tokenFrom(other)).toBeUndefined();
  });

  it('is found within whatever it stands in', () => {
    expect(hasToken(`a=1&token=${text}&b=2`)).toBe(true);
    expect(hasToken(`a=1&token=${tokenText(ofPayee)}&b=2`)).toBe(true);
    expect(hasToken('a=1&token=ftp_&b=2')).toBe(false);
  });
});

describe('a payer that asks with a token', () => {
  it('is let in as the payer of the log that has it, with no scope at all', async () => {
    const { tenant, tokenId } = parts;

    expect(await asks(text)).toMatchObject({
      ...{ tenant, keyId: tokenId, payer: 'reader-7', scopes: [] },
    });
  });

  it('is refused from the end of its token on', async () => {
    expect(await asks(text, 1_000)).toBe('refused');
  });

  it('is refused with a secret, an id or a tenant that is not the token’s', async () => {
    const secret = newTokenSecret(systemRandom);

    expect(await asks(tokenText({ ...parts, secret }))).toBe('refused');
    expect(await asks(tokenText({ ...parts, tenant: 'other' }))).toBe('refused');
    expect(await asks(text.replace('.1f.0_', '.1f.1_'))).toBe('refused');
  });

  it('is looked up once, however many secrets are guessed', async () => {
    for (let guess = 0; guess < 5; guess += 1) {
      await asks(tokenText({ ...parts, secret: newTokenSecret(systemRandom) }));
      await asks(tokenText({ ...parts, tokenId: parts.tokenId.replace('.1f.', '.2f.') }));
    }

    expect(looks).toHaveLength(2);
  });
});

describe('a payee that asks with a token', () => {
  it('is let in as that payee, with no scope at all, and as no payer', async () => {
    const caller = await asks(tokenText(ofPayee));

    expect(caller).toMatchObject({ keyId: ofPayee.tokenId, payee: 'ada', scopes: [] });
    expect(caller).not.toHaveProperty('payer');
  });
});
