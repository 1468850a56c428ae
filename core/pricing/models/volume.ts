import type { Decimal } from '../../kernel/decimal.ts';
import type { VolumePrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';
import { enteredTiers, unitTierSteps } from './tiers.ts';

/** Quantity × the price of the last tier entered + that tier's flat fee. */
export function volumeSteps({ tiers }: VolumePrice, quantity: Decimal): RatingStep[] {
  const last = enteredTiers(tiers, quantity).at(-1);
  return last === undefined ? [] : unitTierSteps({ ...last, quantity });
}
