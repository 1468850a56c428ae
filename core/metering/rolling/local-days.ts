import { laterDate } from '../../kernel/local-calendar.ts';
import { remembered } from '../../kernel/remembered.ts';
import { calendarStarts, localDate, localStart, type TimeZone } from '../../kernel/time-zone.ts';
import { type Period, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';

/** The local days of a period, and before them those that its first trailing window has besides. */
export interface LocalDays {
  /** When each begins, ascending; each ends where the next begins, and the last with the period. */
  readonly starts: readonly Timestamp[];
  /** Which of them is the first of the period. */
  readonly first: number;
}

/**
 * The days of a period, and so many before as a window of `length` days has besides its own. The first begins where its
 * local day does, though the period may begin in its middle.
 */
export const localDays = ({ start, end }: Period, timeZone: TimeZone, length: number): LocalDays =>
  reckonedDays(start, end, timeZone, length);

const reckonedDays = remembered(
  (from: number, until: number, timeZone: TimeZone, length: number): LocalDays => {
    const date = laterDate(localDate(timestampOf(from), timeZone), 1 - length);
    // Calendars begin with 1970, and so does usage.
    const start = localStart(date, timeZone) ?? timestampOf(Math.min(from, 0));
    const all = { start, end: timestampOf(until) };
    const starts = [start, ...calendarStarts('day', all, timeZone)];
    return { starts, first: dayAt(starts, from) };
  },
);

/** The place of the day that an instant is in; -1 before the first. */
export function dayAt(starts: readonly Timestamp[], instant: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((starts[middle] ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
