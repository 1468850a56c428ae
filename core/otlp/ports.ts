import type { KeptOtlpMappings } from '../contract/otlp/shapes.ts';
import type { PutOutcome } from '../kernel/log.ts';

/** A tenant's mappings, and how many times they were put. */
export interface OtlpMappingsRecord extends KeptOtlpMappings {
  readonly revision: number;
}

/** Where mappings are kept. A put is conditional on the revision before it (none for revision 1). */
export interface OtlpMappings {
  /** Strongly consistent. */
  get(tenant: string): Promise<OtlpMappingsRecord | undefined>;
  put(tenant: string, record: OtlpMappingsRecord): Promise<PutOutcome>;
}
