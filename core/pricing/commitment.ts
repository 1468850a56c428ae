import { type ExactAmount, exactFromDecimal, exactOf, exactZero } from '../kernel/exact-amount.ts';
import type { PlanVersion } from './plan.ts';
import { prorated, type Share } from './share.ts';

/**
 * What is missing for the charges of a stretch, `charged` together, to reach the version's commitment for those days.
 */
export function commitmentTopUp(
  { minimumCommitment }: PlanVersion,
  charged: ExactAmount,
  share: Share,
): ExactAmount {
  if (minimumCommitment === undefined) return exactZero;
  const committed = prorated(exactFromDecimal(minimumCommitment), share);
  return committed > charged ? exactOf(committed - charged) : exactZero;
}
