import type { PutOutcome } from '../../kernel/log.ts';
import type { SepaBatch } from './batch.ts';
import type { Mandate } from './mandate.ts';

/** Mandates of a tenant's customers. */
export interface Mandates {
  get(tenant: string, place: MandatePlace): Promise<Mandate | undefined>;
  /** All of a customer, by their references; erased ones too. */
  ofCustomer(tenant: string, customer: string): Promise<readonly Mandate[]>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(mandate: Mandate): Promise<PutOutcome>;
  /** Whose a reference is: of who has claimed it first. Claimed again by the same customer, it is so already. */
  claim(tenant: string, place: MandatePlace): Promise<string>;
}

/** Which mandate it is. */
export interface MandatePlace {
  readonly customer: string;
  readonly reference: string;
}

/** Batches of direct debits. */
export interface SepaBatches {
  get(tenant: string, id: string): Promise<SepaBatch | undefined>;
  /** As of `Mandates.put`. */
  put(batch: SepaBatch): Promise<PutOutcome>;
  /** By their ids, which begin with the day of the collection, the latest first. */
  list(
    tenant: string,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<{ readonly batches: readonly SepaBatch[]; readonly more: boolean }>;
}
