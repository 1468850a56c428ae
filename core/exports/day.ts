import { utcDay } from '../books/day.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';

export const hoursPerDay = 24;

/** By then nearly all of an hour’s usage has come and is counted; what comes later is a file of its own. */
const sealedAfterMs = 2 * millisecondsPer.hour;

/** Hours before this one, since 1970, are sealed. */
export const sealedBefore = (now: Timestamp): number =>
  Math.floor((now - sealedAfterMs) / millisecondsPer.hour);

/** The first hour, since 1970, of a day of UTC, `YYYY-MM-DD`. */
export const firstHourOf = (day: string): number =>
  Date.parse(`${day}T00:00:00Z`) / millisecondsPer.hour;

/** The day of UTC of an hour since 1970. */
export const dayOfHour = (hour: number): string => utcDay(timestampOf(hour * millisecondsPer.hour));

/** The day so many days after another. */
export const laterDay = (day: string, days = 1): string =>
  dayOfHour(firstHourOf(day) + days * hoursPerDay);

/** Whether a text of the form `YYYY-MM-DD` is a day that there is. */
export const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && utcDay(timestampOf(at)) === text;
};
