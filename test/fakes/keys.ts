import type { Keys, StoredKey } from '../../core/access/keys.ts';

/** Keys in a map. */
export function inMemoryKeys(): Keys {
  const keys = new Map<string, StoredKey>();
  const ofTenant = (tenant: string): StoredKey[] =>
    [...keys.values()]
      .filter((key) => key.tenant === tenant)
      .sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
  return {
    find: async (keyId) => keys.get(keyId),
    add: async (key) => {
      if (keys.has(key.keyId)) return 'taken';
      keys.set(key.keyId, key);
      return 'added';
    },
    revoke: async (keyId, revokedAt) => {
      const key = keys.get(keyId);
      if (key === undefined) return 'not-found';
      keys.set(keyId, { ...key, revokedAt: key.revokedAt ?? revokedAt });
      return 'revoked';
    },
    list: async (tenant) => ofTenant(tenant),
    page: async (tenant, { after, limit }) => {
      const past = ofTenant(tenant).filter(({ keyId }) => keyId > after);
      return { keys: past.slice(0, limit), more: past.length > limit };
    },
  };
}
