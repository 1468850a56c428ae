import type { InvoiceLineUnit } from '../contract/invoices/invoice.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { Price } from './price.ts';

/** One way in which a plan charges for one meter. */
export interface Charge {
  /** Unique within a version of a plan. */
  readonly key: string;
  readonly meter: string;
  readonly filter: ChargeFilter;
  readonly price: Price;
  /** Units a month that cost nothing, taken off before anything else. */
  readonly included: Decimal;
  /** What the charge comes to a month, at least and at most; in major units. */
  readonly minimum: Decimal | undefined;
  readonly maximum: Decimal | undefined;
  readonly taxCode: string | undefined;
  readonly description: string | undefined;
  /** What people are shown prices for; no amount depends on it. */
  readonly unit?: InvoiceLineUnit;
}

/** Which of the meter's usage a charge is for. */
export type ChargeFilter =
  | { readonly kind: 'all' }
  /** Each of these dimensions must have one of the values. */
  | { readonly kind: 'match'; readonly values: ReadonlyMap<string, readonly string[]> }
  /** The default bucket: what no charge of the same meter matches by its values. */
  | { readonly kind: 'rest' };

/** Dimension → value, as a tally has them; null where the event had none. */
export type DimensionValues = Readonly<Record<string, string | null>>;

/** Whether `charge`, one of `charges` of a plan, is for usage of its meter with these dimension values. */
export function isChargedBy(
  charge: Charge,
  dimensions: DimensionValues,
  charges: readonly Charge[],
): boolean {
  switch (charge.filter.kind) {
    case 'all':
      return true;
    case 'match':
      return matches(charge, dimensions);
    case 'rest':
      return !charges.some((other) => other.meter === charge.meter && matches(other, dimensions));
  }
}

function matches({ filter }: Charge, dimensions: DimensionValues): boolean {
  if (filter.kind !== 'match') return false;
  return [...filter.values].every(([name, values]) => {
    const value = dimensions[name];
    return typeof value === 'string' && values.includes(value);
  });
}
