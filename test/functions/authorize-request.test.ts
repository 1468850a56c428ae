import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyText, newApiKey, secretHashOf } from '../../core/access/api-key.ts';
import type { Keys } from '../../core/access/keys.ts';
import { tokenText } from '../../core/access/token.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import { authorizeRequest } from '../../functions/authorize-request/authorize-request.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { noneKnown } from '../fakes/known-refusals.ts';
import { noTokens } from '../support/no-tokens.ts';

const key = newApiKey('live', systemRandom);
let keys: Keys;
let used: string[] = [];
const clock = { now: () => timestampOf(1) };
const noteUse = async (keyId: string): Promise<void> => {
  used.push(keyId);
};

beforeEach(async () => {
  used = [];
  keys = inMemoryKeys();
  await keys.add({
    keyId: key.keyId,
    tenant: 'a#b',
    mode: key.mode,
    secretHash: secretHashOf(key.secret),
    scopes: ['events:write', 'usage:read'],
    name: undefined,
    createdAt: timestampOf(0),
    expiresAt: undefined,
    revokedAt: undefined,
  });
});

const authorize = (authorization?: string, routeKey = 'POST /v1/events') =>
  authorizeRequest({ keys, tokens: noTokens, refusals: noneKnown(), clock, noteUse })({
    headers: authorization === undefined ? {} : { authorization },
    routeKey,
  });

describe('a request', () => {
  it.each(['Bearer', 'bearer', 'BEARER  '])('is let in with the right key (%s)', async (scheme) => {
    expect(await authorize(`${scheme} ${apiKeyText(key)}`)).toEqual({
      isAuthorized: true,
      context: {
        tenant: 'a#b',
        keyId: key.keyId,
        scopes: 'events:write usage:read',
        cursorKey: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
  });

  it('is given the same cursor key each time, which is not in the key', async () => {
    const first = await authorize(`Bearer ${apiKeyText(key)}`);

    expect(await authorize(`Bearer ${apiKeyText(key)}`)).toEqual(first);
    expect(apiKeyText(key)).not.toContain(
      'context' in first ? String(Object(first.context)['cursorKey']) : 'refused',
    );
  });

  const other = newApiKey('live', systemRandom);
  it.each([
    ['without a key', undefined],
    ['with an empty header', ''],
    ['with a key of no scheme', apiKeyText(key)],
    ['with another scheme', `Basic ${apiKeyText(key)}`],
    ['with something behind the key', `Bearer ${apiKeyText(key)} x`],
    ['with something that is no key', 'Bearer token'],
    ['with a key that is not known', `Bearer ${apiKeyText(other)}`],
    ['with the secret of another key', `Bearer ${apiKeyText({ ...key, secret: other.secret })}`],
    ['with the id of another key', `Bearer ${apiKeyText({ ...key, keyId: other.keyId })}`],
    ['with the other mode', `Bearer ${apiKeyText({ ...key, mode: 'test' })}`],
    ['with two keys', `Bearer ${apiKeyText(key)}, Bearer ${apiKeyText(key)}`],
  ])('is refused %s', async (_case, authorization) => {
    expect(await authorize(authorization)).toEqual({ isAuthorized: false });
  });

  it('is refused once its key is revoked', async () => {
    await keys.revoke(key.keyId, timestampOf(1));

    expect(await authorize(`Bearer ${apiKeyText(key)}`)).toEqual({ isAuthorized: false });
  });

  it('is refused by the function itself where callers would take the gateway’s words for a success', async () => {
    const ofStripe = 'POST /v1/billing/meter_events';

    expect(await authorize('Bearer token', ofStripe)).toEqual({
      isAuthorized: true,
      context: { refused: 'no-key' },
    });
    expect(await authorize(`Bearer ${apiKeyText(other)}`, ofStripe)).toEqual({
      isAuthorized: true,
      context: { refused: 'refused' },
    });
    expect(await authorize(`Bearer ${apiKeyText(key)}`, ofStripe)).toMatchObject({
      isAuthorized: true,
      context: { tenant: 'a#b' },
    });
    expect(used).toEqual([key.keyId]);
  });

  it('is not refused, but fails, while the keys cannot be read', async () => {
    keys = { ...keys, find: () => Promise.reject(new Error('throttled')) };

    await expect(authorize(`Bearer ${apiKeyText(key)}`)).rejects.toThrow('throttled');
  });
});

describe('a payer', () => {
  it('is let in with its token by no scope, and that is noted as the use of no key', async () => {
    const parts = {
      ...{ of: 'payer' as const, tenant: 'acme', secret: key.secret },
      tokenId: 'kR3vZ0QdC9yqUe2rT1hLnA.1.0',
    };
    const secretHash = secretHashOf(key.secret);
    const found = { holder: 'subject:Zoë', secretHash, endsAt: timestampOf(2) };

    const answer = await authorizeRequest({
      ...{ keys, refusals: noneKnown(), clock, noteUse },
      tokens: { ...noTokens, payer: { find: async () => found } },
    })({
      headers: { authorization: `Bearer ${tokenText(parts)}` },
      routeKey: 'POST /v1/charges',
    });

    expect(answer).toMatchObject({
      isAuthorized: true,
      context: { tenant: 'acme', keyId: parts.tokenId, scopes: '', payer: 'subject:Zoë' },
    });
    expect(used).toEqual([]);
  });
});
