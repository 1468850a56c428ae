import type { Decimal } from '../../kernel/decimal.ts';
import type { GraduatedPrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';
import { enteredTiers, unitTierSteps } from './tiers.ts';

/** Σ over the tiers entered: units in the tier × its price + its flat fee. */
export const graduatedSteps = ({ tiers }: GraduatedPrice, quantity: Decimal): RatingStep[] =>
  enteredTiers(tiers, quantity).flatMap(unitTierSteps);
