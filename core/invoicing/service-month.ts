import type { InvoiceLine } from '../contract/invoices/invoice.ts';
import { type Month, monthFrom, monthOfDate } from '../kernel/month.ts';

/**
 * The month that a line of an invoice of `month` is for: that which it adjusts, or that of its own days where it is not
 * for the whole of the invoice's month. A month ends in the time zone that its last day has, so it is told by that; one
 * of a payer with a billing day is named.
 */
export function serviceMonthOf({ adjusts, period }: InvoiceLine, month: Month): Month {
  if (adjusts !== undefined) return monthFrom(adjusts.period);
  if (period?.cycle !== undefined) return monthFrom(period.cycle.month);
  return period === undefined ? month : monthOfDate(period.lastDay);
}
