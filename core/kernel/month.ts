import { Rejection } from './rejection.ts';

/** A calendar month, `YYYY-MM`. Its text sorts as the months do. */
export type Month = string & { readonly __brand: 'YYYY-MM' };

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const YEAR = { min: 1970, max: 9997 } as const;

/**
 * The month that somebody names.
 * @throws Rejection `period.malformed` unless `text` is `YYYY-MM`, from 1970 to 9997.
 */
export function monthFrom(text: string, param = 'period'): Month {
  if (isMonth(text)) return text;
  throw new Rejection(
    'period.malformed',
    `name a month as YYYY-MM, such as 2026-03, got ${JSON.stringify(text.slice(0, 40))}`,
    { param },
  );
}

export function isMonth(text: string): text is Month {
  const year = Number.parseInt(text.slice(0, 4), 10);
  return MONTH.test(text) && year >= YEAR.min && year <= YEAR.max;
}

/** The month of a local date, `YYYY-MM-DD`. */
export const monthOfDate = (localDate: string): Month => monthFrom(localDate.slice(0, 7));

/** How many months one is after another; below zero where it is before it. */
export const monthsFrom = (earlier: Month, later: Month): number =>
  indexOf(later) - indexOf(earlier);

const indexOf = (month: Month): number =>
  Number.parseInt(month.slice(0, 4), 10) * 12 + Number.parseInt(month.slice(5), 10);

/** The month after `month`, or as many after it as said; a negative number of months before it. */
export function laterMonth(month: Month, months = 1): Month {
  const count = indexOf(month) - 1 + months;
  const [year, ofYear] = [Math.floor(count / 12), (count % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}` as Month;
}
