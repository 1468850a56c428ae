import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf } from '../kernel/exact-amount.ts';
import { largestRemainder } from '../kernel/largest-remainder.ts';

/** What of a charge's usage had one value, on days of one version of one share; without a share, all the rest. */
export interface QuantityOf {
  /** Tells it from the others, and orders them. */
  readonly key: string;
  readonly quantity: Decimal;
}

/**
 * What a charge comes to, given to what was used of it by quantity, whatever its price is: tiers, what is included,
 * minimum and maximum are of all units alike. Together it is the amount, always. Quantities below zero count as none;
 * where there are no others, nothing is given.
 */
export function byQuantity(
  amount: ExactAmount,
  quantities: readonly QuantityOf[],
): ReadonlyMap<string, ExactAmount> {
  const ordered = quantities
    .map(({ key, quantity }) => ({ key, weight: quantity > 0n ? quantity : decimalOf(0n) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  if (ordered.every(({ weight }) => weight === 0n)) return new Map();
  const parts = largestRemainder(
    amount,
    ordered.map(({ weight }) => weight),
  );
  return new Map(ordered.map(({ key }, place) => [key, exactOf(parts[place] ?? 0n)]));
}
