import type { Currency } from '../kernel/currency.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import { exactFromNanos, type Nanos, nanosPerMinorUnit } from '../kernel/money.ts';
import { halfAwayFromZero, towardZero } from '../kernel/rounding.ts';

/** What of a product AWS counts and prices: so many units, each at one price. */
export interface ProductDimension {
  /** As the listing at AWS calls it. */
  readonly name: string;
  /** What one unit costs there: whole minor units of the product's currency. */
  readonly unit: Nanos;
  /** Charges of plans that are reported by it; left out of the one that has all others. */
  readonly charges?: readonly string[];
}

/** What a tenant sells at AWS Marketplace. */
export interface MarketplaceProduct {
  /** The product code of the listing. */
  readonly code: string;
  readonly currency: Currency;
  /** One of them is without charges. */
  readonly dimensions: readonly ProductDimension[];
  /** Where AWS is played, on this very machine; undefined: where AWS is. */
  readonly url: string | undefined;
}

/** All that a tenant sells at AWS Marketplace. */
export interface MarketplaceSeller {
  readonly tenant: string;
  /** By their codes, ascending. */
  readonly products: readonly MarketplaceProduct[];
  /** From 1. */
  readonly revision: number;
}

/** What a charge is reported by. */
export const dimensionOf = ({ dimensions }: MarketplaceProduct, charge: string): string => {
  const own = dimensions.find(({ charges }) => charges?.includes(charge) === true);
  return (own ?? dimensions.find(({ charges }) => charges === undefined))?.name ?? '';
};

/**
 * What all usage so far is in whole units. Of cents it is rounded as an invoice is, so that both come to the same; of
 * larger units nothing is reported before it is all there.
 */
export function wholeUnits(
  worth: ExactAmount,
  { unit, currency }: { readonly unit: Nanos; readonly currency: Currency },
): bigint {
  if (worth <= 0n) return 0n;
  const round = unit === nanosPerMinorUnit(currency) ? halfAwayFromZero : towardZero;
  return round(worth, exactFromNanos(unit));
}
