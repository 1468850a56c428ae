import type { Quarantine, QuarantineEntry } from '../../core/metering/quarantine/ports.ts';

/** The quarantine in memory; every read is strongly consistent. */
export function inMemoryQuarantine(): Quarantine {
  const entries = new Map<string, QuarantineEntry>();
  const keyOf = (tenant: string, id: string): string => JSON.stringify([tenant, id]);
  return {
    get: async (tenant, id) => entries.get(keyOf(tenant, id)),
    put: async (entry) => {
      const key = keyOf(entry.tenant, entry.id);
      if ((entries.get(key)?.revision ?? 0) !== entry.revision - 1) return 'taken';
      entries.set(key, entry);
      return 'put';
    },
    list: async (tenant, { after, limit }) =>
      [...entries.values()]
        .filter((entry) => entry.tenant === tenant && entry.id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
  };
}
