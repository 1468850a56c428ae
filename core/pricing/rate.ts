import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { exactFromDecimal, exactOf, exactZero, sumOfExact } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Charge } from './charge.ts';
import { type ChargeUsage, usageKindOf } from './charge-usage.ts';
import { dynamicSteps } from './models/dynamic.ts';
import { graduatedSteps } from './models/graduated.ts';
import { graduatedPercentageSteps } from './models/graduated-percentage.ts';
import { packageSteps } from './models/package.ts';
import { perUnitSteps } from './models/per-unit.ts';
import { percentageSteps } from './models/percentage.ts';
import { volumeSteps } from './models/volume.ts';
import type { Rating, RatingStep } from './rating.ts';
import { prorated, type Share, wholeMonth } from './share.ts';

/**
 * What all usage of a stretch of a month comes to under `charge`. A pure function of the whole: what is still to be
 * billed is this less what has been, so usage that comes late, or is corrected, needs no rule of its own.
 *
 * `share` says which days of the month the stretch is: what the charge says per month (what is included or free,
 * minimum and maximum) counts for those days. Bounds of tiers and sizes of packages stay as they are.
 */
export function rate(charge: Charge, usage: ChargeUsage, share: Share = wholeMonth): Rating {
  const kind = usageKindOf(charge.price);
  invariant(
    usage.kind === kind,
    `rate ${charge.key} (${charge.price.model}) on ${kind}, got ${usage.kind}`,
  );
  const quantity = quantityIn(usage);
  const included = prorated(charge.included, share);
  const chargedQuantity = decimalOf(quantity > included ? quantity - included : 0n);
  const steps = withoutDebt(stepsOf(charge, { usage, chargedQuantity, share }));
  const usageAmount = sumOfExact(steps.map(({ amount }) => amount));
  const { minimumTopUp, maximumDiscount } = limitsOf(charge, usageAmount, share);
  return {
    quantity,
    chargedQuantity,
    steps,
    usageAmount,
    minimumTopUp,
    maximumDiscount,
    amount: exactOf(usageAmount + minimumTopUp - maximumDiscount),
  };
}

const quantityIn = (usage: ChargeUsage): Decimal =>
  usage.kind === 'each-event'
    ? decimalOf(usage.events.reduce<bigint>((sum, { value }) => sum + value, 0n))
    : usage.quantity;

function stepsOf(
  { price }: Charge,
  measured: {
    readonly usage: ChargeUsage;
    readonly chargedQuantity: Decimal;
    readonly share: Share;
  },
): RatingStep[] {
  const { usage, chargedQuantity, share } = measured;
  switch (price.model) {
    case 'per_unit':
      return perUnitSteps(price, chargedQuantity);
    case 'graduated':
      return graduatedSteps(price, chargedQuantity);
    case 'volume':
      return volumeSteps(price, chargedQuantity);
    case 'package':
      return packageSteps(price, chargedQuantity);
    case 'percentage':
      return percentageSteps(price, usage, share);
    case 'graduated_percentage':
      return graduatedPercentageSteps(price, chargedQuantity);
    case 'dynamic':
      return dynamicSteps(price, chargedQuantity);
  }
}

/** No charge owes the customer for usage: refunds can outweigh what they refund. */
function withoutDebt(steps: readonly RatingStep[]): readonly RatingStep[] {
  const sum = sumOfExact(steps.map(({ amount }) => amount));
  if (sum >= 0n) return steps;
  return [...steps, { of: 'below-zero', quantity: decimalOf(0n), amount: exactOf(-sum) }];
}

/** What raises an amount to the charge’s minimum for these days, and cuts it to its maximum. */
export function limitsOf(
  { minimum, maximum }: Charge,
  usageAmount: bigint,
  share: Share,
): Pick<Rating, 'minimumTopUp' | 'maximumDiscount'> {
  const atLeast = minimum === undefined ? usageAmount : prorated(exactFromDecimal(minimum), share);
  const atMost = maximum === undefined ? usageAmount : prorated(exactFromDecimal(maximum), share);
  return {
    minimumTopUp: atLeast > usageAmount ? exactOf(atLeast - usageAmount) : exactZero,
    maximumDiscount: usageAmount > atMost ? exactOf(usageAmount - atMost) : exactZero,
  };
}
