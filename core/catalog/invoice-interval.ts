import type { InvoiceIntervalBody } from '../contract/catalog/customer-shapes.ts';
import { laterMonth, type Month, monthsFrom } from '../kernel/month.ts';

/** How many months what is said of intervals and terms has. */
export const monthsOfInterval = { quarter: 3, 'half-year': 6, year: 12 } as const;

/** The last month of the interval that a month is in: its invoice is that of all of them. */
export function lastOfInterval({ every, from }: InvoiceIntervalBody, month: Month): Month {
  const months = monthsOfInterval[every];
  const since = monthsFrom((from ?? '1970-01') as Month, month) % months;
  const past = since < 0 ? since + months : since;
  return laterMonth(month, months - 1 - past);
}

/**
 * How many months from the next one on are charged in advance when a month is closed: the next, and with the last of an
 * interval, all of the next interval.
 */
export const monthsAhead = (interval: InvoiceIntervalBody | undefined, month: Month): number =>
  interval !== undefined && lastOfInterval(interval, month) === month
    ? monthsOfInterval[interval.every]
    : 1;
