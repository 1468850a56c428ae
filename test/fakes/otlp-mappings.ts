import type { OtlpMapping } from '../../core/contract/otlp/shapes.ts';
import type { OtlpMappings, OtlpMappingsRecord } from '../../core/otlp/ports.ts';

/** Mappings in memory: the same for each tenant until they are put. */
export function inMemoryOtlpMappings(mappings: readonly OtlpMapping[] = []): OtlpMappings {
  const records = new Map<string, OtlpMappingsRecord>();
  const first = mappings.length === 0 ? undefined : { revision: 1, mappings };
  const get = (tenant: string) => records.get(tenant) ?? first;
  return {
    get: (tenant) => Promise.resolve(get(tenant)),
    put: (tenant, record) => {
      if ((get(tenant)?.revision ?? 0) !== record.revision - 1) return Promise.resolve('taken');
      records.set(tenant, record);
      return Promise.resolve('put');
    },
  };
}
