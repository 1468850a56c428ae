import type { Tally } from '../tally.ts';
import type { Coverage } from './coverage.ts';

/** What one meter counted of one subject in one quarter hour, for one combination of dimension values. */
export interface SlotTally {
  readonly subject: string;
  readonly meter: string;
  /** In the order of the meter's dimensions; null where the event has no such field. */
  readonly dimensions: readonly (string | null)[];
  /** Which quarter of the hour. */
  readonly slot: 0 | 1 | 2 | 3;
  /** Undefined where every event was unreadable. */
  readonly tally: Tally | undefined;
  /** Events of the meter's type that have no value it can read: shown, so that nothing is dropped in silence. */
  readonly unreadable: number;
}

/** A projection of the usage log: one partition of one tenant in one UTC hour, folded from the blocks it covers. */
export interface HourTotals {
  readonly catalogVersion: number;
  /**
   * Of each minute, the last block with an event that is counted here: all its events up to there are in the tallies.
   */
  readonly coverage: Coverage;
  readonly tallies: readonly SlotTally[];
}
