import { definedOnly } from '../kernel/defined-only.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { LowEntry, LowToldEntry, RefillEndEntry, RefillEntry } from './refill-entry.ts';
import type { SpendState } from './state.ts';

/** Folds what is said of a wallet that may be low. */
export function foldRefill(
  state: Pick<SpendState, 'refill' | 'low'>,
  entry: RefillEntry | LowEntry | LowToldEntry | RefillEndEntry,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): void {
  switch (entry.kind) {
    case 'refill': {
      const { below, currency, by } = entry;
      state.refill = below > 0n ? { at, below, currency, ...definedOnly({ by }) } : undefined;
      state.low = undefined;
      return;
    }
    case 'low':
      state.low = { id, at, left: entry.left };
      return;
    case 'low-told':
      if (state.low !== undefined) state.low = { ...state.low, told: entry.told };
      return;
    case 'refill-end':
      if (state.refill === undefined) return;
      state.refill = { ...state.refill, endedBy: entry.reason };
      return;
  }
}
