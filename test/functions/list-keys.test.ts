import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import { issueKeys } from '../../functions/issue-keys/issue-keys.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking, everyItem } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

type Listed = Readonly<Record<string, unknown>>;

/** Keys of two tenants, as an operator has made them, and who asks for them. */
async function someKeys() {
  const keys = inMemoryKeys();
  const uses = inMemoryAuditLog();
  const clock = { now: () => timestampOf(Date.UTC(2026, 10, 22)) };
  const invoke = issueKeys({
    ...{ ...anAudit({ audit: uses, clock }), keys, uses },
    ...{ random: systemRandom, defaultMode: 'test' },
  });
  const create = async (fields: object): Promise<string> => {
    const answer = await invoke({ action: 'create', tenant: 'acme', scopes: ['admin'], ...fields });
    return 'keyId' in answer ? answer.keyId : '';
  };
  const shop = await create({ name: 'web shop', expiresAt: '2027-01-01T00:00:00Z' });
  const old = await create({ scopes: ['events:write', 'usage:read'], mode: 'live' });
  await create({ tenant: 'other' });
  await invoke({ action: 'revoke', keyId: old });
  await uses.note(shop, '2026-11-20');
  await uses.note(shop, '2026-11-21');
  const ask = asking(catalogHandler(catalogPorts({ keys, uses })));
  const list = (query: Readonly<Record<string, string>> = {}, tenant = 'acme') =>
    ask('GET /v1/keys', { query, tenant });
  return { invoke, ask, list, shop, old };
}

describe('GET /v1/keys', () => {
  it('shows what an operator sees of the tenant’s keys, and nothing of their secrets', async () => {
    const { invoke, list, shop, old } = await someKeys();

    const { status, body } = await list();

    const createdAt = '2026-11-22T00:00:00Z';
    const expected = [
      {
        ...{ keyId: shop, mode: 'test', name: 'web shop', scopes: ['admin'], createdAt },
        ...{ expiresAt: '2027-01-01T00:00:00Z', lastUsed: '2026-11-21' },
      },
      {
        ...{ keyId: old, mode: 'live', scopes: ['events:write', 'usage:read'], createdAt },
        revokedAt: createdAt,
      },
    ].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
    expect(status).toBe(200);
    expect(body).toEqual({ keys: expected });
    expect(body).toEqual(await invoke({ action: 'list', tenant: 'acme' }));
  });

  it('has every key once, page by page, and those of no other tenant', async () => {
    const { list, shop, old } = await someKeys();

    const keys = await everyItem<Listed>(list, 'keys', { limit: '1' });
    const others = await list({}, 'nobody');

    expect(keys.map(({ keyId }) => keyId)).toEqual([shop, old].sort());
    expect(others.body).toEqual({ keys: [] });
  });

  it.each(['events:write usage:read billing:read billing:write', 'usage:read'])(
    'is refused a key that may only %s',
    async (scopes) => {
      const { ask } = await someKeys();

      const { status, body } = await ask('GET /v1/keys', { scopes });

      expect([status, body['code']]).toEqual([403, 'key.scope-missing']);
    },
  );
});
