import { type Decimal, decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf, exactZero, sumOfExact } from '../kernel/exact-amount.ts';
import { linesInNanos, type Nanos, nanosOf, roundedTogether } from '../kernel/money.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type { Charge } from '../pricing/charge.ts';
import type { ChargeUsage } from '../pricing/charge-usage.ts';
import type { PlanVersion } from '../pricing/plan.ts';
import { rate } from '../pricing/rate.ts';
import type { Rating, RatingStep } from '../pricing/rating.ts';
import { wholeMonth } from '../pricing/share.ts';
import { chargesFrom } from './rated-charges.ts';
import type { RatedCharge } from './reckoning.ts';

/** How a line comes about, as an explanation of it says. */
interface CalculatedStep extends Omit<RatingStep, 'of'> {
  readonly of: RatingStep['of'] | 'maximum' | 'minimum' | 'charged';
}

/** What a line of an invoice would say. */
export interface CalculatedLine extends Pick<RatedCharge, 'description' | 'quantity' | 'exact'> {
  readonly kind: 'usage' | 'minimum';
  readonly unitPrice: Decimal | undefined;
  /** They add up to `exact`. */
  readonly steps: readonly CalculatedStep[];
  readonly nanos: Nanos;
  /** Whole minor units. */
  readonly amount: Nanos;
}

/** What usage of a whole month comes to under one charge, and nothing else. */
export interface CalculatedPrice extends Pick<Rating, 'quantity' | 'chargedQuantity'> {
  readonly lines: readonly CalculatedLine[];
  readonly exact: ExactAmount;
  readonly nanos: Nanos;
  readonly amount: Nanos;
}

/** Rates usage of a whole month, and makes lines and amounts of it as an invoice does that has nothing else. */
export function calculatePrice(
  charge: Charge,
  usage: ChargeUsage,
  { plan, version }: { readonly plan: string; readonly version: PlanVersion },
): CalculatedPrice {
  const rating = rate(charge, usage);
  const period = { start: timestampOf(0), end: timestampOf(0) };
  const stretch = { period, version, share: wholeMonth };
  const charges = chargesFrom(charge, rating, { plan, stretch });
  const exacts = charges.map(({ exact }) => exact);
  const { lines: nanos } = linesInNanos(exacts, exactZero);
  const { amounts, total } = roundedTogether(nanos, version.currency);
  return {
    quantity: rating.quantity,
    chargedQuantity: rating.chargedQuantity,
    lines: charges.map(({ kind, description, quantity, exact, unitPrice }, index) => ({
      ...(kind === 'minimum'
        ? { kind, steps: minimumSteps(rating) }
        : { kind: 'usage', steps: usageSteps(rating) }),
      ...{ description, quantity, exact, unitPrice },
      nanos: nanos[index] ?? nanosOf(0n),
      amount: amounts[index] ?? nanosOf(0n),
    })),
    exact: sumOfExact(exacts),
    nanos: nanosOf(nanos.reduce<bigint>((sum, one) => sum + one, 0n)),
    amount: total,
  };
}

const ONE = decimalFromInteger(1n);

const usageSteps = ({ steps, maximumDiscount }: Rating): readonly CalculatedStep[] =>
  maximumDiscount === 0n
    ? steps
    : [...steps, { of: 'maximum', quantity: decimalOf(0n), amount: exactOf(-maximumDiscount) }];

const minimumSteps = ({ usageAmount, minimumTopUp }: Rating): readonly CalculatedStep[] => [
  { of: 'minimum', quantity: ONE, amount: exactOf(usageAmount + minimumTopUp) },
  { of: 'charged', quantity: ONE, amount: exactOf(-usageAmount) },
];
