import type { Salts } from '../../core/metering/pseudonyms/ports.ts';

/** Salts in memory; every read is strongly consistent. */
export function inMemorySalts(): Salts {
  const salts = new Map<string, Uint8Array>();
  const dropped = new Set<string>();
  const keyOf = (tenant: string, name: string): string => JSON.stringify([tenant, name]);
  return {
    find: async (tenant, subjects) =>
      new Map(
        subjects.flatMap((subject) => {
          const salt = salts.get(keyOf(tenant, subject));
          return salt === undefined ? [] : [[subject, salt] as const];
        }),
      ),
    add: async (tenant, subject, salt) => {
      const key = keyOf(tenant, subject);
      if (salts.has(key)) return 'taken';
      salts.set(key, Uint8Array.from(salt));
      return 'put';
    },
    noteDropped: async (tenant, pseudonym) => {
      dropped.add(keyOf(tenant, pseudonym));
    },
    isDropped: async (tenant, pseudonym) => dropped.has(keyOf(tenant, pseudonym)),
    drop: async (tenant, subject, salt) => {
      const key = keyOf(tenant, subject);
      const known = salts.get(key);
      if (known !== undefined && Buffer.compare(known, salt) === 0) salts.delete(key);
    },
  };
}
