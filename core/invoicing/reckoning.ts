import type { RevenueSource } from '../books/account.ts';
import type { TaxTreatment } from '../catalog/tax-treatment.ts';
import type { InvoiceLineUnit } from '../contract/invoices/invoice.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { DimensionValues } from '../pricing/charge.ts';
import type { RatingStep } from '../pricing/rating.ts';
import type { BillingPeriod } from './billing-period.ts';

/** A step of the rating, or what the charge's maximum takes off. */
export interface ChargeStep extends Omit<RatingStep, 'of'> {
  readonly of: RatingStep['of'] | 'maximum';
}

/** What one charge, fee or minimum comes to over a stretch of a month, as of now and as a whole. */
export interface RatedCharge {
  /** The same each time the month is rated, and no other charge's of that month. */
  readonly key: string;
  readonly kind: 'usage' | 'fee' | 'minimum' | 'coupon' | 'given' | 'pass';
  readonly revenue: RevenueSource;
  readonly meter?: string;
  /** The plan's own word for it. */
  readonly charge: string;
  readonly plan: { readonly key: string; readonly effectiveFrom: string };
  readonly description: string;
  readonly quantity: Decimal;
  /** Where `exact` is this times the quantity. */
  readonly unitPrice?: Decimal;
  readonly steps?: readonly ChargeStep[];
  /** What people are shown quantity and price by. */
  readonly unit?: InvoiceLineUnit;
  readonly exact: ExactAmount;
  readonly taxCode: string;
  readonly dimensions?: DimensionValues;
  /** Only where it is not the whole month. */
  readonly stretch?: Period;
  /** Of what a coupon takes off: the key of what it is taken off. */
  readonly off?: string;
}

/**
 * All that a month comes to, rated as a whole: what has been billed of it and is not here any more is taken back. What
 * an `advance` reckoning holds is only what is charged before its month, and nothing is taken back.
 */
export interface Reckoning {
  readonly period: BillingPeriod;
  readonly charges: readonly RatedCharge[];
  /** Of a month that is or was closed: how tax codes were treated then. */
  readonly taxes?: ReadonlyMap<string, TaxTreatment>;
  /** It holds only what changes of the month: nothing else of it is taken back. */
  readonly isPart?: true;
}
