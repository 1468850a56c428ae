import { describe, expect, it } from '@jest/globals';
import { notedUses } from '../../core/access/key-uses.ts';
import type { Keys } from '../../core/access/keys.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import { authorizeRequest } from '../../functions/authorize-request/authorize-request.ts';
import { issueKeys, type KeyAnswer } from '../../functions/issue-keys/issue-keys.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { noneKnown } from '../fakes/known-refusals.ts';
import { anAudit } from '../support/an-audit.ts';
import { noTokens } from '../support/no-tokens.ts';

function anOperator() {
  const keys: Keys = inMemoryKeys();
  let now = Date.UTC(2026, 10, 22);
  const log = inMemoryAuditLog();
  const clock = { now: () => timestampOf(now) };
  const invoke = issueKeys({
    ...anAudit({ audit: log, clock }),
    keys,
    uses: log,
    random: systemRandom,
    defaultMode: 'test',
  });
  const create = async (fields: object = {}): Promise<{ key: string; keyId: string }> => {
    const answer = await invoke({ action: 'create', tenant: 'acme', scopes: ['admin'], ...fields });
    if (!('key' in answer)) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const isLetIn = async (key: string): Promise<boolean> =>
    (
      await authorizeRequest({
        ...{ keys, clock, refusals: noneKnown(), noteUse: notedUses(log, 10) },
        tokens: noTokens,
      })({
        headers: { authorization: `Bearer ${key}` },
        routeKey: 'POST /v1/events',
      })
    ).isAuthorized;
  const audit = async (tenant: string) =>
    (
      await log.list(tenant, {
        from: timestampOf(0),
        to: timestampOf(now + 1),
        before: undefined,
        limit: 100,
      })
    ).entries;
  return {
    invoke,
    audit,
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

  it('gives a key an end, from which on it is refused', async () => {
    const { create, isLetIn, wait, invoke } = anOperator();
    const { key } = await create({ expiresAt: '2026-11-23T00:00:00+01:00' });
    wait(23 * 3_600_000 - 1);

    expect(await isLetIn(key)).toBe(true);
    wait(1);
    expect(await isLetIn(key)).toBe(false);
    expect(await invoke({ action: 'list', tenant: 'acme' })).toMatchObject({
      keys: [{ expiresAt: '2026-11-22T23:00:00Z' }],
    });
  });

  it('sees on which day a key was last used', async () => {
    const { create, isLetIn, wait, invoke } = anOperator();
    const { key } = await create();
    await create();
    for (const days of [1, 2]) {
      wait(days * 86_400_000);
      await isLetIn(key);
      await isLetIn(key);
    }

    const answer = await invoke({ action: 'list', tenant: 'acme' });

    const used = 'keys' in answer ? answer.keys.map(({ lastUsed }) => lastUsed) : [];
    expect(used.toSorted()).toEqual(['2026-11-25', undefined]);
  });

  it('is in the audit of the tenant with each key that is made or revoked, by the name it gave', async () => {
    const { create, invoke, wait, audit } = anOperator();
    const { keyId } = await create({ actor: 'ops@shop.example' });
    wait(1);
    await invoke({ action: 'revoke', keyId });
    await invoke({ action: 'list', tenant: 'acme' });

    const operator = { tenant: 'acme', keyId: undefined, target: keyId, body: undefined };
    const answered = { status: 200, code: undefined };
    expect(await audit('acme')).toMatchObject([
      { ...operator, action: 'revoke a key', actor: undefined, answered },
      { ...operator, action: 'create a key', actor: 'ops@shop.example', answered },
    ]);
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
      'set scopes to a list of some of events:write, usage:read, billing:read, billing:write, spend:read, spend:write, payouts:approve, admin, got nothing',
    ],
    ['an empty list of scopes', { ...create, scopes: [] }, '/scopes', 'got []'],
    ['a scope that is none', { ...create, scopes: ['admin', 'root'] }, '/scopes', 'got "root"'],
    ['scopes as text', { ...create, scopes: 'admin' }, '/scopes', 'got "admin"'],
    ['another mode', { ...create, mode: 'prod' }, '/mode', 'set mode to live or test, got "prod"'],
    [
      'an end that is no time',
      { ...create, expiresAt: '2027-02-30T00:00:00Z' },
      '/expiresAt',
      'set expiresAt to a time such as 2027-01-01T00:00:00Z, got "2027-02-30T00:00:00Z"',
    ],
    [
      'an end that is over',
      { ...create, expiresAt: '2026-11-22T00:00:00Z' },
      '/expiresAt',
      'set expiresAt to a time to come, got 2026-11-22T00:00:00Z',
    ],
    ['an actor with a line feed', { ...create, actor: 'a\n' }, '/actor', 'set actor'],
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
          'remove "scope" (did you mean scopes): create takes action, tenant, scopes, mode, name, expiresAt, actor',
        param: '/scope',
      },
    });
  });
});
