import { type Decimal, decimalFromInteger, decimalOf } from '../../kernel/decimal.ts';
import { exactProduct } from '../../kernel/exact-amount.ts';
import type { Tier, UnitTier } from '../price.ts';
import type { RatingStep } from '../rating.ts';
import { packagesIn } from './package.ts';

/** A tier that usage reaches, and how much of the usage lies in it. */
export interface EnteredTier<Some extends Tier> {
  readonly tier: Some;
  /** From 1. */
  readonly number: number;
  readonly quantity: Decimal;
}

/**
 * The tiers a quantity of at least zero reaches, in order. A tier ends with its upper bound, and any fraction above
 * that is the next one's; the first is reached by nothing at all.
 */
export function enteredTiers<Some extends Tier>(
  tiers: readonly Some[],
  quantity: Decimal,
): EnteredTier<Some>[] {
  const entered: EnteredTier<Some>[] = [];
  let over = 0n;
  for (const [index, tier] of tiers.entries()) {
    if (index > 0 && quantity <= over) break;
    const end = tier.upTo === undefined || tier.upTo > quantity ? quantity : tier.upTo;
    entered.push({ tier, number: index + 1, quantity: decimalOf(end - over) });
    over = end;
  }
  return entered;
}

/** The units of a tier, or its packages, at its price, and what entering it costs. */
export function unitTierSteps({ tier, number, quantity }: EnteredTier<UnitTier>): RatingStep[] {
  const { packageSize, unitPrice: price } = tier;
  const isPackaged = packageSize !== undefined;
  const sold = isPackaged ? packagesIn(quantity, packageSize, 'up') : quantity;
  return [
    {
      of: isPackaged ? 'packages' : 'units',
      tier: number,
      quantity: sold,
      price,
      amount: exactProduct(sold, price),
    },
    ...flatFeeSteps(tier, number),
  ];
}

const one = decimalFromInteger(1n);

/** What entering a tier costs, if anything. */
export const flatFeeSteps = ({ flatFee }: Tier, tier: number): RatingStep[] =>
  flatFee === 0n
    ? []
    : [
        {
          of: 'flat-fee',
          tier,
          quantity: one,
          price: flatFee,
          amount: exactProduct(one, flatFee),
        },
      ];
