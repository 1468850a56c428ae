import type { BillingSettings, SettingsRecord } from '../../core/catalog/ports.ts';

/** Billing settings in memory; every read is strongly consistent. */
export function inMemoryBillingSettings(): BillingSettings {
  const records = new Map<string, SettingsRecord>();
  return {
    get: async (tenant) => records.get(tenant),
    put: async (record) => {
      if ((records.get(record.tenant)?.revision ?? 0) !== record.revision - 1) return 'taken';
      records.set(record.tenant, structuredClone(record));
      return 'put';
    },
    listTenants: async ({ after, limit }) => {
      const found = [...records.keys()].filter((tenant) => tenant > after).sort();
      return { tenants: found.slice(0, limit), more: found.length > limit };
    },
  };
}
