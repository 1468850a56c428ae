import type { Currency } from '../kernel/currency.ts';
import type { Decimal } from '../kernel/decimal.ts';
import { parseJson } from '../kernel/json.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import type { Month } from '../kernel/month.ts';
import { isMonth } from '../kernel/month.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { Charge, DimensionValues } from '../pricing/charge.ts';
import type { Share } from '../pricing/share.ts';

/**
 * What is priced together: what a charge of a plan is for, over the part of a month in which it stays as it is.
 * Invoices have a usage line for each.
 */
export interface Domain {
  readonly month: Month;
  readonly plan: string;
  readonly charge: string;
  /** When the part of the month begins. */
  readonly start: Timestamp;
}

export const domainKey = ({ month, plan, charge, start }: Domain): string =>
  JSON.stringify([month, plan, charge, start]);

/** The reverse of `domainKey`; undefined for any other text. */
export function domainFrom(key: string): Domain | undefined {
  const parts = parseJson(key, 2);
  if (!Array.isArray(parts)) return undefined;
  const [month, plan, charge, start] = parts as readonly unknown[];
  const isDomain =
    typeof month === 'string' &&
    isMonth(month) &&
    typeof plan === 'string' &&
    typeof charge === 'string' &&
    typeof start === 'number';
  return isDomain ? { month, plan, charge, start: timestampOf(start) } : undefined;
}

/** By what a domain is priced now. */
export interface DomainTerms {
  readonly key: string;
  readonly charge: Charge;
  readonly share: Share;
  /** What coupons take off in percent, each of what the ones before leave. */
  readonly percentOff?: readonly Decimal[];
  /** In percent, of the net. */
  readonly taxRate: Decimal;
  /** What every quantity is a multiple of, where the meter counts. */
  readonly grain?: Decimal;
}

/** What is agreed with a payer, as far as it decides on what it may spend. */
export interface SpendTerms {
  readonly payer: string;
  readonly currency: Currency;
  /** Whose days budgets count by, and months. */
  readonly calendar: LocalCalendar;
  /** The terms of a domain by its key; undefined where the plan does not have it any more. */
  domain(key: string): DomainTerms | undefined;
  /**
   * By what usage of a meter is priced at an instant.
   * @throws Rejection `hold.meter-not-gated` where it has no price, or one that cannot be told beforehand
   */
  chargeFor(at: Timestamp, meter: string, dimensions: DimensionValues): DomainTerms;
}
