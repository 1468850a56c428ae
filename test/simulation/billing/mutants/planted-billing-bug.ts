import type { BillingFunctions } from '../run-context.ts';
import type { BillingStores, BillingTables } from '../stores.ts';

/**
 * A mistake somebody could make, switched on for a run. It changes what surrounds the real code, or replaces a part of
 * it.
 */
export interface PlantedBillingBug {
  readonly name: string;
  /** What is wrong, in a sentence. */
  readonly says: string;
  /** Tables that do something else than they should. */
  readonly tables?: (stores: BillingStores) => Partial<BillingTables>;
  /** Functions that do something else than they should. */
  readonly functions?: (real: BillingFunctions) => Partial<BillingFunctions>;
}
