/** Something that is kept under a key, and put only over the revision before it. */
interface Revised {
  readonly key: string;
  readonly revision: number;
}

/** Records of tenants in memory; every read is strongly consistent. */
export function inMemoryRecords<One extends Revised>() {
  const records = new Map<string, { readonly tenant: string; readonly record: One }>();
  const keyOf = (tenant: string, key: string): string => JSON.stringify([tenant, key]);
  return {
    get: async (tenant: string, key: string) => records.get(keyOf(tenant, key))?.record,
    put: async (tenant: string, record: One): Promise<'put' | 'taken'> => {
      const before = records.get(keyOf(tenant, record.key))?.record.revision ?? 0;
      if (before !== record.revision - 1) return 'taken';
      records.set(keyOf(tenant, record.key), { tenant, record: structuredClone(record) });
      return 'put';
    },
    list: async (
      tenant: string,
      { after, limit }: { readonly after: string; readonly limit: number },
    ) => {
      const found = [...records.values()]
        .filter((one) => one.tenant === tenant && one.record.key > after)
        .map(({ record }) => record)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      return { records: found.slice(0, limit), more: found.length > limit };
    },
  };
}
