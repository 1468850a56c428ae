import { localDate, localStart, type TimeZone, utc } from '../kernel/time-zone.ts';
import { millisecondsPer, timestampFrom } from '../kernel/timestamp.ts';
import type { BankEntry } from './bank-statement.ts';

/** The day that an entry is booked on, where the seller is; undefined where the bank says none. */
export function entryDay(
  { bookedOn, valueOn }: Pick<BankEntry, 'bookedOn' | 'valueOn'>,
  timeZone: TimeZone,
): string | undefined {
  const said = bookedOn ?? valueOn;
  const instant = timestampFrom(said ?? '');
  return instant === undefined ? said : localDate(instant, timeZone);
}

export const daysApart = (one: string, other: string): number =>
  Math.abs((localStart(one, utc) ?? 0) - (localStart(other, utc) ?? 0)) / millisecondsPer.day;
