import { describe, expect, it } from '@jest/globals';
import type { Keys } from '../../core/access/keys.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import { authorizeRequest } from '../../functions/authorize-request/authorize-request.ts';
import { issueKeys, type KeyAnswer } from '../../functions/issue-keys/issue-keys.ts';
import { inMemoryKeys } from '../fakes/keys.ts';

function anOperator() {
  const keys: Keys = inMemoryKeys();
  let now = Date.UTC(2026, 10, 22);
  const invoke = issueKeys({
    keys,
    clock: { now: () => timestampOf(now) },
    random: systemRandom,
    defaultMode: 'test',
  });
  const create = async (fields: object = {}): Promise<{ key: string; keyId: string }> => {
    const answer = await invoke({ action: 'create', tenant: 'acme', scopes: ['admin'], ...fields });
    if (!('key' in answer)) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const isLetIn = async (key: string): Promise<boolean> =>
    (await authorizeRequest({ keys })({ headers: { authorization: `Bearer ${key}` } }))
      .isAuthorized;
  return {
    invoke,
    create,
    isLetIn,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('an operator', () => {
  it('creates a key that works, for a tenant, with scopes and a name', async () => {
    const { invoke, isLetIn } = anOperator();

    const answer = await invoke({
      action: 'create',
      tenant: 'a#b |"\\',
      scopes: ['usage:read', 'events:write', 'usage:read'],
      mode: 'live',
      name: 'web shop',
    });

    expect(answer).toEqual({
      key: expect.stringMatching(/^ft_live_/),
      keyId: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      tenant: 'a#b |"\\',
      scopes: ['events:write', 'usage:read'],
    });
    expect(await isLetIn('key' in answer ? answer.key : '')).toBe(true);
  });

  it('creates keys of the deployment’s mode when none is asked for', async () => {
    const { create } = anOperator();

    expect((await create()).key).toMatch(/^ft_test_/);
  });

  it('lists the keys of one tenant, without a secret or a hash', async () => {
    const { invoke, create, wait } = anOperator();
    const named = await create({ name: 'one' });
    wait(1000);
    const revoked = await create();
    await create({ tenant: 'other' });
    wait(1000);
    await invoke({ action: 'revoke', tenant: 'acme', keyId: revoked.keyId });

    const answer = await invoke({ action: 'list', tenant: 'acme' });

    const fields = { mode: 'test', scopes: ['admin'] };
    const expected = [
      { ...fields, keyId: named.keyId, name: 'one', createdAt: '2026-11-22T00:00:00Z' },
      {
        ...fields,
        keyId: revoked.keyId,
        createdAt: '2026-11-22T00:00:01Z',
        revokedAt: '2026-11-22T00:00:02Z',
      },
    ].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
    expect(answer).toEqual({ keys: expected });
  });

  it('revokes a key, once and again, with or without naming its tenant', async () => {
    const { invoke, create, isLetIn } = anOperator();
    const { key, keyId } = await create();

    expect(await invoke({ action: 'revoke', tenant: 'acme', keyId })).toEqual({ revoked: true });
    expect(await isLetIn(key)).toBe(false);
    expect(await invoke({ action: 'revoke', keyId })).toEqual({ revoked: true });
  });

  it('cannot revoke another tenant’s key by naming the wrong tenant', async () => {
    const { invoke, create, isLetIn } = anOperator();
    const { key, keyId } = await create({ tenant: 'other' });

    const answer = await invoke({ action: 'revoke', tenant: 'acme', keyId });

    expect(answer).toMatchObject({ problem: { code: 'key.not-found', param: '/keyId' } });
    expect(await isLetIn(key)).toBe(true);
  });

  const create = { action: 'create', tenant: 'acme', scopes: ['admin'] };
  it.each([
    [
      'no object',
      'list',
      undefined,
      'invoke with a JSON object such as {"action": "list", "tenant": "acme"}',
    ],
    ['no action', {}, '/action', 'set action to create or list or revoke, got nothing'],
    ['another action', { action: 'delete' }, '/action', 'got "delete"'],
    ['an inherited action', { action: 'toString' }, '/action', 'got "toString"'],
    [
      'no tenant',
      { action: 'list' },
      '/tenant',
      'set tenant to 1 to 128 printable ASCII characters (space to ~), got nothing',
    ],
    ['an empty tenant', { ...create, tenant: '' }, '/tenant', 'got ""'],
    ['a tenant with a line feed', { ...create, tenant: 'a\n' }, '/tenant', 'got "a\\n"'],
    ['a tenant with an emoji', { ...create, tenant: '😀' }, '/tenant', 'got "😀"'],
    ['a tenant that is too long', { ...create, tenant: 'e'.repeat(129) }, '/tenant', '1 to 128'],
    [
      'a name that is too long',
      { ...create, name: 'é'.repeat(129) },
      '/name',
      'set name to a string of 1 to 256 bytes without control characters',
    ],
    ['half a character in a name', { ...create, name: '\ud800' }, '/name', 'set name'],
    ['a name with a line feed', { ...create, name: 'a\n' }, '/name', 'got "a\\n"'],
    [
      'no scopes',
      { action: 'create', tenant: 'a' },
      '/scopes',
      'set scopes to a list of some of events:write, usage:read, billing:read, billing:write, admin, got nothing',
    ],
    ['an empty list of scopes', { ...create, scopes: [] }, '/scopes', 'got []'],
    ['a scope that is none', { ...create, scopes: ['admin', 'root'] }, '/scopes', 'got "root"'],
    ['scopes as text', { ...create, scopes: 'admin' }, '/scopes', 'got "admin"'],
    ['another mode', { ...create, mode: 'prod' }, '/mode', 'set mode to live or test, got "prod"'],
    ['no key id', { action: 'revoke', tenant: 'acme' }, '/keyId', 'set keyId'],
  ])('is told what to do after %s', async (_case, payload, param, detail) => {
    expect(await anOperator().invoke(payload)).toEqual({
      problem: {
        code: 'request.invalid',
        detail: expect.stringContaining(detail),
        ...(param === undefined ? {} : { param }),
      },
    });
  });

  it('is told of a field that is not known, and which may be meant', async () => {
    const answer: KeyAnswer = await anOperator().invoke({ ...create, scope: 'admin' });

    expect(answer).toEqual({
      problem: {
        code: 'request.unknown-field',
        detail:
          'remove "scope" (did you mean scopes): create takes action, tenant, scopes, mode, name',
        param: '/scope',
      },
    });
  });
});
