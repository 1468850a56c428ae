import type { Consistency, PutOutcome } from '../kernel/log.ts';
import type { Meter } from './meter.ts';

/** The meters of a tenant at one version. Version 0 is the empty catalog. */
export interface MeterCatalog {
  readonly version: number;
  readonly meters: readonly Meter[];
}

/** A log of catalog versions. */
export interface MeterCatalogs {
  latest(tenant: string, consistency: Consistency): Promise<MeterCatalog>;
  /** Puts the catalog if its version is free. */
  append(tenant: string, catalog: MeterCatalog): Promise<PutOutcome>;
}
