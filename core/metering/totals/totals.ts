import { merged, type Tally } from '../tally.ts';
import type { Coverage } from './coverage.ts';

/** What one meter counted of one subject over some time, for one combination of dimension values. */
export interface CountedTally {
  readonly subject: string;
  readonly meter: string;
  /** In the order of the meter's dimensions; null where the event has no such field. */
  readonly dimensions: readonly (string | null)[];
  /** Of values that were read as they are; undefined where there was none. */
  readonly tally: Tally | undefined;
  /**
   * Of values with more places than 12, which are read to the nearest of 12; there wherever an event's value was not
   * read as it is. Totals that were folded before such values were read do not have it: they are `unreadable` there.
   */
  readonly rounded?: { readonly tally: Tally | undefined; readonly events: number };
  /** Events of the meter's type that have no value it can read: shown, so that nothing is dropped in silence. */
  readonly unreadable: number;
}

/** What was counted in one quarter hour. */
export interface SlotTally extends CountedTally {
  /** Which quarter of the hour. */
  readonly slot: 0 | 1 | 2 | 3;
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

/** From these rules of reading on, values with more places than 12 are read. */
const ROUNDING_RULES = 2;

/** What is read now. */
export const currentReading = ROUNDING_RULES;

/** Whether values with more places than 12 are read under a version of the rules. */
export const readsRounded = (rules: number): boolean => rules >= ROUNDING_RULES;

/**
 * What was counted as it is read under a version of the rules: under the first, what is rounded since was unreadable.
 */
export function tallyAsRead(
  { tally, rounded, unreadable }: CountedTally,
  rules: number,
): Pick<CountedTally, 'tally' | 'unreadable'> {
  if (rounded === undefined) return { tally, unreadable };
  if (!readsRounded(rules)) return { tally, unreadable: unreadable + rounded.events };
  if (tally === undefined || rounded.tally === undefined) {
    return { tally: tally ?? rounded.tally, unreadable };
  }
  return { tally: merged(tally, rounded.tally), unreadable };
}

/** A slot as it is read under a version of the rules. */
export function slotAsRead(slot: SlotTally, rules: number): SlotTally {
  const { rounded, ...others } = slot;
  return rounded === undefined ? slot : { ...others, ...tallyAsRead(slot, rules) };
}

/** Whether totals have events that were not read, and may be now: they are folded again from the first block. */
export const isReadBefore = ({ tallies }: HourTotals): boolean =>
  tallies.some(({ unreadable, rounded }) => unreadable > 0 && rounded === undefined);
