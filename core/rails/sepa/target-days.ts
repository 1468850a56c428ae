import { laterDate } from '../../kernel/local-calendar.ts';
import { localStart, utc } from '../../kernel/time-zone.ts';

/** Sunday of Easter, as month and day from 1: the computus of the Gregorian calendar, after Meeus. */
export function easterOf(year: number): { readonly month: number; readonly day: number } {
  const golden = year % 19;
  const century = Math.trunc(year / 100);
  const inCentury = year % 100;
  const corrected = Math.trunc((century - Math.trunc((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.trunc(century / 4) - corrected + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.trunc(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.trunc((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return { month: Math.trunc(sum / 31), day: (sum % 31) + 1 };
}

const two = (part: number): string => String(part).padStart(2, '0');

/** The days of a year on which TARGET is closed beside Saturdays and Sundays, as `YYYY-MM-DD`. */
function holidaysOf(year: number): readonly string[] {
  const { month, day } = easterOf(year);
  const easter = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const own = (date: string): string => `${easter.slice(0, 5)}${date}`;
  return [
    ...[own('01-01'), laterDate(easter, -2), laterDate(easter, 1)],
    ...[own('05-01'), own('12-25'), own('12-26')],
  ];
}

const MS_PER_DAY = 86_400_000;
/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: string): number =>
  (Math.trunc((localStart(day, utc) ?? 0) / MS_PER_DAY) + 4) % 7;

/** Whether banks settle in euro on a day, `YYYY-MM-DD`. */
export function isTargetDay(day: string): boolean {
  const weekday = weekdayOf(day);
  if (weekday === 0 || weekday === 6) return false;
  return !holidaysOf(Number.parseInt(day.slice(0, 4), 10)).includes(day);
}

/** The first day on which banks settle, from one on; never more than some days later. */
export function targetDayFrom(day: string): string {
  let date = day;
  while (!isTargetDay(date)) date = laterDate(date, 1);
  return date;
}

/** The first day on which banks settle that is after one. */
export const targetDayAfter = (day: string): string => targetDayFrom(laterDate(day, 1));
