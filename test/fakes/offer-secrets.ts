import type { OfferSecrets } from '../../core/gate/ports.ts';

/** Secrets of offers in memory. */
export function inMemoryOfferSecrets(): OfferSecrets {
  const secrets = new Map<string, Uint8Array>();
  const keyOf = (tenant: string, version: number): string => JSON.stringify([tenant, version]);
  return {
    find: async (tenant, version) => secrets.get(keyOf(tenant, version)),
    async put(tenant, version, secret) {
      const key = keyOf(tenant, version);
      if (secrets.has(key)) return 'taken';
      secrets.set(key, Uint8Array.from(secret));
      return 'put';
    },
  };
}
