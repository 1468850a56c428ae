import type { Decimal } from '../../kernel/decimal.ts';
import { percentOf } from '../../kernel/exact-amount.ts';
import type { GraduatedPercentagePrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';
import { enteredTiers, flatFeeSteps } from './tiers.ts';

/** Σ over the tiers entered: money in the tier × its rate + its flat fee. */
export const graduatedPercentageSteps = (
  { tiers }: GraduatedPercentagePrice,
  quantity: Decimal,
): RatingStep[] =>
  enteredTiers(tiers, quantity).flatMap(({ tier, number, quantity: within }) => [
    {
      of: 'percent',
      tier: number,
      quantity: within,
      price: tier.ratePercent,
      amount: percentOf(within, tier.ratePercent),
    },
    ...flatFeeSteps(tier, number),
  ]);
