import { entryFrom, entryText } from '../../core/metering/quarantine/entry-text.ts';
import type { Quarantine } from '../../core/metering/quarantine/ports.ts';

/** The quarantine in memory, in the text an adapter would keep; every read is strongly consistent. */
export function inMemoryQuarantine(): Quarantine {
  const entries = new Map<string, string>();
  const keyOf = (tenant: string, id: string): string => JSON.stringify([tenant, id]);
  const entryAt = (key: string) => {
    const text = entries.get(key);
    return text === undefined ? undefined : entryFrom(text);
  };
  return {
    get: async (tenant, id) => entryAt(keyOf(tenant, id)),
    put: async (entry) => {
      const key = keyOf(entry.tenant, entry.id);
      if ((entryAt(key)?.revision ?? 0) !== entry.revision - 1) return 'taken';
      entries.set(key, entryText(entry));
      return 'put';
    },
    list: async (tenant, { after, limit }) =>
      [...entries.values()]
        .map(entryFrom)
        .filter((entry) => entry.tenant === tenant && entry.id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
  };
}
