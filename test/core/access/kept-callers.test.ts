import { describe, expect, it } from '@jest/globals';
import { apiKeyText, newApiKey, secretHashOf } from '../../../core/access/api-key.ts';
import { keptCallers } from '../../../core/access/kept-callers.ts';
import type { Keys } from '../../../core/access/keys.ts';
import { KnownRefusals } from '../../../core/access/known-refusals.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { systemRandom } from '../../../functions/adapters/system-random.ts';
import { inMemoryKeys } from '../../fakes/keys.ts';
import { noTokens } from '../../support/no-tokens.ts';

async function someKeys(count: number) {
  const stored = inMemoryKeys();
  const made = Array.from({ length: count }, () => newApiKey('live', systemRandom));
  for (const [index, key] of made.entries()) {
    await stored.add({
      keyId: key.keyId,
      tenant: `tenant-${index}`,
      mode: key.mode,
      secretHash: secretHashOf(key.secret),
      scopes: ['usage:read'],
      name: undefined,
      createdAt: timestampOf(0),
      expiresAt: undefined,
      revokedAt: undefined,
    });
  }
  return { stored, bearers: made.map((key) => `Bearer ${apiKeyText(key)}`), made };
}

/** Callers kept for a minute, three at a time; `looks` are the ids that the table was asked for. */
async function kept(count = 1) {
  const { stored, bearers, made } = await someKeys(count);
  const looks: string[] = [];
  const used: string[] = [];
  let now = 1_000_000;
  let isFailing = false;
  const keys: Keys = {
    ...stored,
    find: async (keyId) => {
      looks.push(keyId);
      if (isFailing) throw new Error('the table does not answer');
      return stored.find(keyId);
    },
  };
  const clock = { now: () => timestampOf(now) };
  const callerOf = keptCallers({
    keys,
    tokens: noTokens,
    refusals: new KnownRefusals({ clock, unknownMs: 60_000, keptMax: 3 }),
    clock,
    noteUse: async (keyId) => {
      used.push(keyId);
    },
    keptMs: 60_000,
    keptMax: 3,
  });
  return {
    callerOf,
    looks,
    used,
    bearers,
    bearer: bearers[0] ?? '',
    revoke: () => stored.revoke(made[0]?.keyId ?? '', timestampOf(now)),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    failing: (is: boolean) => {
      isFailing = is;
    },
  };
}

describe('a caller that is kept', () => {
  it('is looked up once, also by requests at the same time', async () => {
    const { callerOf, looks, bearer } = await kept();

    const callers = await Promise.all([callerOf(bearer), callerOf(bearer)]);

    expect(await callerOf(bearer)).toMatchObject({ tenant: 'tenant-0' });
    expect(callers).toEqual([callers[0], callers[0]]);
    expect(looks).toHaveLength(1);
  });

  it('is let in for a minute after its key was revoked, and not a moment longer', async () => {
    const { callerOf, bearer, revoke, pass } = await kept();
    await callerOf(bearer);
    await revoke();

    pass(59_999);
    expect(await callerOf(bearer)).toMatchObject({ tenant: 'tenant-0' });
    pass(1);
    expect(await callerOf(bearer)).toBe('refused');
  });

  it('is not kept longer by being asked again', async () => {
    const { callerOf, bearer, revoke, pass } = await kept();
    await callerOf(bearer);
    await revoke();

    for (let second = 0; second < 59; second += 1) {
      pass(1_000);
      await callerOf(bearer);
    }
    pass(1_000);
    expect(await callerOf(bearer)).toBe('refused');
  });

  it('is looked up again when the clock has gone back behind it', async () => {
    const { callerOf, looks, bearer, pass } = await kept();
    await callerOf(bearer);

    pass(-1);
    await callerOf(bearer);

    expect(looks).toHaveLength(2);
  });

  it('is forgotten when more have come since than are kept', async () => {
    const { callerOf, looks, bearers, bearer } = await kept(4);

    for (const one of bearers) await callerOf(one);
    await callerOf(bearers[3] ?? '');
    expect(looks).toHaveLength(4);
    await callerOf(bearer);
    expect(looks).toHaveLength(5);
  });

  it('is not pushed out by guesses, which are kept apart', async () => {
    const { callerOf, looks, bearer } = await kept();
    await callerOf(bearer);
    const guess = (): string => `Bearer ${apiKeyText(newApiKey('live', systemRandom))}`;
    const last = guess();

    for (let guesses = 0; guesses < 9; guesses += 1) await callerOf(guess());
    expect(await callerOf(last)).toBe('refused');
    await callerOf(last);
    await callerOf(bearer);

    expect(looks).toHaveLength(11);
  });

  it('is refused by every text but its own', async () => {
    const { callerOf, bearer } = await kept();
    await callerOf(bearer);

    expect(await callerOf(`${bearer.slice(0, -1)}${bearer.endsWith('A') ? 'B' : 'A'}`)).toBe(
      'refused',
    );
    expect(await callerOf('Basic YTpi')).toBe('no-key');
  });

  it('is asked for anew after a look that failed', async () => {
    const { callerOf, bearer, failing } = await kept();

    failing(true);
    await expect(callerOf(bearer)).rejects.toThrow('the table does not answer');
    failing(false);

    expect(await callerOf(bearer)).toMatchObject({ tenant: 'tenant-0' });
  });
});
