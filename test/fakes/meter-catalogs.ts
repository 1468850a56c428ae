import type { MeterCatalog, MeterCatalogs } from '../../core/metering/meter-catalogs.ts';

/** Catalogs in memory; every read is strongly consistent. */
export function inMemoryMeterCatalogs(): MeterCatalogs {
  const versions = new Map<string, MeterCatalog[]>();
  const versionsOf = (tenant: string): MeterCatalog[] => {
    const known = versions.get(tenant) ?? [];
    versions.set(tenant, known);
    return known;
  };
  return {
    latest: async (tenant) => {
      const [first = { version: 0, meters: [] }, ...rest] = versionsOf(tenant);
      return rest.reduce((a, b) => (a.version > b.version ? a : b), first);
    },
    append: async (tenant, catalog) => {
      const known = versionsOf(tenant);
      if (known.some(({ version }) => version === catalog.version)) return 'taken';
      known.push(structuredClone(catalog));
      return 'put';
    },
  };
}
