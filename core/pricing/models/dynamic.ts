import type { Decimal } from '../../kernel/decimal.ts';
import { exactProduct } from '../../kernel/exact-amount.ts';
import type { DynamicPrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';

/** The sum of the prices that events carry × the multiplier. */
export const dynamicSteps = ({ multiplier }: DynamicPrice, sumOfPrices: Decimal): RatingStep[] => [
  {
    of: 'priced-events',
    quantity: sumOfPrices,
    price: multiplier,
    amount: exactProduct(sumOfPrices, multiplier),
  },
];
