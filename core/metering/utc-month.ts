import { millisecondsPer } from '../kernel/timestamp.ts';

/** UTC months since 1970, of an hour since 1970. */
export function monthOfHour(hour: number): number {
  const date = new Date(hour * millisecondsPer.hour);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The hour in which a UTC month begins. */
export const hourOfMonth = (month: number): number => Date.UTC(1970, month) / millisecondsPer.hour;

export const hoursPerDay = 24;

/** The first UTC day (since 1970) of a month. */
export const firstDayOf = (month: number): number => hourOfMonth(month) / hoursPerDay;

export const monthOfDay = (day: number): number => monthOfHour(day * hoursPerDay);
