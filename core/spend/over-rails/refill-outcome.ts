import type { Collection } from '../../rails/collection.ts';
import type { LowState } from '../state.ts';

/** What was done for a wallet, and why no more. */
export type RefillOutcome =
  | { readonly kind: 'enough' }
  | ({ readonly low: LowState } & (
      | { readonly kind: 'told' }
      | { readonly kind: 'begun'; readonly collection: Collection }
      | { readonly kind: 'waits'; readonly reason: string }
      | { readonly kind: 'ended'; readonly reason: string }
    ));
