import { type Decimal, decimalFromInteger } from '../../kernel/decimal.ts';
import { exactProduct } from '../../kernel/exact-amount.ts';
import { towardPositive, towardZero } from '../../kernel/rounding.ts';
import type { PackagePrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';

/** ⌈quantity / size⌉ × price of a package. */
export function packageSteps(price: PackagePrice, quantity: Decimal): RatingStep[] {
  const packages = packagesIn(quantity, price.packageSize, price.rounding);
  return [
    {
      of: 'packages',
      quantity: packages,
      price: price.packagePrice,
      amount: exactProduct(packages, price.packagePrice),
    },
  ];
}

/** How many packages a quantity of at least zero takes; one that is begun counts as one, or as none. */
export function packagesIn(quantity: Decimal, size: Decimal, rounding: 'up' | 'down'): Decimal {
  const divided = rounding === 'up' ? towardPositive : towardZero;
  return decimalFromInteger(divided(quantity, size));
}
