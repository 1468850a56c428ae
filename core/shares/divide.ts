import { type ExactAmount, exactOf, exactZero } from '../kernel/exact-amount.ts';
import { largestRemainder } from '../kernel/largest-remainder.ts';
import type { PartOf } from './share.ts';

/** 100 %, at 1e-12. */
const ALL = 100n * 10n ** 12n;

/**
 * An amount in parts, in their order, and what they leave. Fees are cut to 1e-24 toward zero, the rest goes by count of
 * shares with the largest remainder: together it is the amount, always. A negative amount is divided like its opposite.
 */
export function divided(
  amount: ExactAmount,
  parts: readonly PartOf[],
): { readonly parts: readonly ExactAmount[]; readonly left: ExactAmount } {
  const fees = parts.map((part) => (part.of === 'fee' ? (amount * part.percent) / ALL : 0n));
  const rest = amount - fees.reduce((sum, fee) => sum + fee, 0n);
  const counts = parts.map((part) => (part.of === 'shares' ? part.count : 0n));
  if (counts.every((count) => count === 0n)) {
    return { parts: fees.map(exactOf), left: exactOf(rest) };
  }
  const shares = largestRemainder(rest, counts);
  return {
    parts: fees.map((fee, place) => exactOf(fee + (shares[place] ?? 0n))),
    left: exactZero,
  };
}
