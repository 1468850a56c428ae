import type { PlanRecord, Plans } from '../../core/catalog/ports.ts';

/** Plans in memory; every read is strongly consistent. */
export function inMemoryPlans(): Plans {
  const records = new Map<string, { readonly tenant: string; readonly record: PlanRecord }>();
  const keyOf = (tenant: string, key: string): string => JSON.stringify([tenant, key]);
  return {
    get: async (tenant, key) => records.get(keyOf(tenant, key))?.record,
    put: async (tenant, record) => {
      const before = records.get(keyOf(tenant, record.key))?.record.revision ?? 0;
      if (before !== record.revision - 1) return 'taken';
      records.set(keyOf(tenant, record.key), { tenant, record: structuredClone(record) });
      return 'put';
    },
    list: async (tenant, { after, limit }) => {
      const found = [...records.values()]
        .filter((one) => one.tenant === tenant && one.record.key > after)
        .map(({ record }) => record)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      return { records: found.slice(0, limit), more: found.length > limit };
    },
  };
}
