import type { Acknowledgement } from '../event-source.ts';
import type { Functions } from '../run-context.ts';
import type { Stores, Tables } from '../stores.ts';

/**
 * A mistake somebody could make, switched on for a run. It changes what surrounds the real code, or replaces a part of
 * it.
 */
export interface PlantedBug {
  readonly name: string;
  /** What is wrong, in a sentence. */
  readonly says: string;
  /** Tables that do something else than they should. */
  readonly tables?: (stores: Stores) => Partial<Tables>;
  /** Functions that do something else than they should. */
  readonly functions?: (real: Functions) => Partial<Functions>;
  /** How the events queue's messages are deleted. */
  readonly acknowledgement?: Acknowledgement;
}
