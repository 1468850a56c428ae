import type { Decimal } from '../../kernel/decimal.ts';
import { exactProduct } from '../../kernel/exact-amount.ts';
import type { PerUnitPrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';

/** Quantity × unit price. */
export const perUnitSteps = ({ unitPrice }: PerUnitPrice, quantity: Decimal): RatingStep[] => [
  { of: 'units', quantity, price: unitPrice, amount: exactProduct(quantity, unitPrice) },
];
