import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyText, newApiKey, secretHashOf } from '../../../core/access/api-key.ts';
import { authorize, type CallerPorts } from '../../../core/access/authorize.ts';
import type { Keys } from '../../../core/access/keys.ts';
import { KnownRefusals } from '../../../core/access/known-refusals.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { systemRandom } from '../../../functions/adapters/system-random.ts';
import { inMemoryKeys } from '../../fakes/keys.ts';
import { noTokens } from '../../support/no-tokens.ts';

const key = newApiKey('live', systemRandom);
const other = newApiKey('live', systemRandom);
let keys: Keys;
let looks: string[];
let now: number;
let ports: CallerPorts;

beforeEach(async () => {
  keys = inMemoryKeys();
  looks = [];
  now = 0;
  ports = {
    tokens: noTokens,
    keys: {
      find: (keyId) => {
        looks.push(keyId);
        return keys.find(keyId);
      },
    },
    refusals: new KnownRefusals({
      clock: { now: () => timestampOf(now) },
      unknownMs: 60_000,
      keptMax: 3,
    }),
  };
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
    expect(await authorize(ports, `Bearer ${apiKeyText(key)}`, timestampOf(5))).toMatchObject({
      tenant: 'acme',
      keyId: key.keyId,
      scopes: ['usage:read'],
    });
  });

  it.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer ft_live_short', apiKeyText(key)])(
    'has brought no key with %s',
    async (text) => {
      expect(await authorize(ports, text, timestampOf(5))).toBe('no-key');
    },
  );

  it.each([
    ['unknown', other],
    ['of another mode', { ...key, mode: 'test' as const }],
    ['of another secret', { ...key, secret: other.secret }],
  ])('is refused with a key that is %s', async (_, given) => {
    expect(await authorize(ports, `Bearer ${apiKeyText(given)}`, timestampOf(5))).toBe('refused');
  });

  it('is refused from the moment on at which the key is revoked', async () => {
    await keys.revoke(key.keyId, timestampOf(1));

    expect(await authorize(ports, `Bearer ${apiKeyText(key)}`, timestampOf(5))).toBe('refused');
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
    const at = (now: number) => authorize(ports, `Bearer ${apiKeyText(ending)}`, timestampOf(now));

    expect(await at(99)).toMatchObject({ tenant: 'acme' });
    expect(await at(100)).toBe('refused');
  });
});

describe('a key that is refused', () => {
  const at = (text: string) => authorize(ports, text, timestampOf(now));
  const bearer = (given: typeof key) => `Bearer ${apiKeyText(given)}`;

  it('is not looked for where it cannot be one', async () => {
    await at('Bearer ft_live_short');
    await at(`Bearer ${'x'.repeat(100_000)}`);

    expect(looks).toEqual([]);
  });

  it('is looked for once a minute where nobody has its id, whatever secret comes with it', async () => {
    for (let time = 0; time < 9; time += 1) {
      const { secret } = newApiKey('live', systemRandom);
      expect(await at(bearer({ ...other, secret }))).toBe('refused');
    }
    expect(looks).toEqual([other.keyId]);

    now += 60_000;
    await at(bearer(other));

    expect(looks).toHaveLength(2);
  });

  it('costs one look where its secret is not the one of the key, and the key goes on working', async () => {
    for (let time = 0; time < 9; time += 1) {
      const { secret } = newApiKey('live', systemRandom);
      expect(await at(bearer({ ...key, secret }))).toBe('refused');
    }
    expect(looks).toEqual([key.keyId]);

    expect(await at(bearer(key))).toMatchObject({ tenant: 'acme' });
  });

  it('is looked for before it lets in, however well it is known', async () => {
    await at(bearer(key));
    await keys.revoke(key.keyId, timestampOf(1));

    expect(await at(bearer(key))).toBe('refused');
    await at(bearer(key));

    expect(looks).toHaveLength(2);
  });

  it('is forgotten when more have come since than are kept', async () => {
    await at(bearer(other));
    for (let guesses = 0; guesses < 3; guesses += 1) {
      await at(bearer(newApiKey('live', systemRandom)));
    }
    await at(bearer(other));

    expect(looks).toHaveLength(5);
  });
});
