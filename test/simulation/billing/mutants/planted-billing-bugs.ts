import type { PlantedBillingBug } from './planted-billing-bug.ts';

/** Every mistake that the simulation must find. */
export const plantedBillingBugs: readonly PlantedBillingBug[] = [];
