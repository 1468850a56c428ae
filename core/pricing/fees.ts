import { type ExactAmount, exactFromDecimal, exactOf } from '../kernel/exact-amount.ts';
import type { FixedFee } from './plan.ts';
import { prorated } from './share.ts';
import type { Stretch } from './stretches.ts';

/** A fixed fee for one stretch of a month. */
export interface RatedFee {
  readonly fee: FixedFee;
  readonly stretch: Stretch;
  readonly amount: ExactAmount;
}

/**
 * The fixed fees of the stretches of one month under one plan, of either timing. A fee without proration is charged
 * whole by the first stretch that has it, and by no other.
 */
export function feesOf(stretches: readonly Stretch[]): RatedFee[] {
  const charged = new Set<string>();
  return stretches.flatMap((stretch) =>
    (stretch.version?.fixedFees ?? []).flatMap((fee) => {
      const amount = exactFromDecimal(fee.amount);
      if (fee.proration === 'days') {
        return [{ fee, stretch, amount: exactOf(prorated(amount, stretch.share)) }];
      }
      if (charged.has(fee.key)) return [];
      charged.add(fee.key);
      return [{ fee, stretch, amount }];
    }),
  );
}
