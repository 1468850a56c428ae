import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyText, newApiKey, secretHashOf } from '../../../core/access/api-key.ts';
import { authorize } from '../../../core/access/authorize.ts';
import type { Keys } from '../../../core/access/keys.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { systemRandom } from '../../../functions/adapters/system-random.ts';
import { inMemoryKeys } from '../../fakes/keys.ts';

const key = newApiKey('live', systemRandom);
const other = newApiKey('live', systemRandom);
let keys: Keys;

beforeEach(async () => {
  keys = inMemoryKeys();
  await keys.add({
    keyId: key.keyId,
    tenant: 'acme',
    mode: key.mode,
    secretHash: secretHashOf(key.secret),
    scopes: ['usage:read'],
    name: undefined,
    createdAt: timestampOf(0),
    expiresAt: undefined,
    revokedAt: undefined,
  });
});

describe('who asks', () => {
  it('is the tenant of the key, with the scopes of the key', async () => {
    expect(await authorize(keys, `Bearer ${apiKeyText(key)}`, timestampOf(5))).toMatchObject({
      tenant: 'acme',
      keyId: key.keyId,
      scopes: ['usage:read'],
    });
  });

  it.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer ft_live_short', apiKeyText(key)])(
    'has brought no key with %s',
    async (text) => {
      expect(await authorize(keys, text, timestampOf(5))).toBe('no-key');
    },
  );

  it.each([
    ['unknown', other],
    ['of another mode', { ...key, mode: 'test' as const }],
    ['of another secret', { ...key, secret: other.secret }],
  ])('is refused with a key that is %s', async (_, given) => {
    expect(await authorize(keys, `Bearer ${apiKeyText(given)}`, timestampOf(5))).toBe('refused');
  });

  it('is refused from the moment on at which the key is revoked', async () => {
    await keys.revoke(key.keyId, timestampOf(1));

    expect(await authorize(keys, `Bearer ${apiKeyText(key)}`, timestampOf(5))).toBe('refused');
  });

  it('is refused from the moment on at which the key ends', async () => {
    const ending = newApiKey('live', systemRandom);
    await keys.add({
      keyId: ending.keyId,
      tenant: 'acme',
      mode: ending.mode,
      secretHash: secretHashOf(ending.secret),
      scopes: ['usage:read'],
      name: undefined,
      createdAt: timestampOf(0),
      expiresAt: timestampOf(100),
      revokedAt: undefined,
    });
    const at = (now: number) => authorize(keys, `Bearer ${apiKeyText(ending)}`, timestampOf(now));

    expect(await at(99)).toMatchObject({ tenant: 'acme' });
    expect(await at(100)).toBe('refused');
  });
});
