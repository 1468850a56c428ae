import { type Decimal, decimalFromInteger, decimalOf } from '../../kernel/decimal.ts';
import {
  type ExactAmount,
  exactFromDecimal,
  exactOf,
  exactProduct,
  percentOf,
} from '../../kernel/exact-amount.ts';
import { type ChargeUsage, type EventValue, inOrderOfTime } from '../charge-usage.ts';
import type { PercentagePrice } from '../price.ts';
import type { RatingStep } from '../rating.ts';
import { prorated, type Share } from '../share.ts';

/**
 * Rate × money + fixed amount × events, for all that no allowance covers; each event on its own held between the least
 * and the most that one may cost.
 */
export function percentageSteps(
  price: PercentagePrice,
  usage: ChargeUsage,
  share: Share,
): RatingStep[] {
  switch (usage.kind) {
    case 'quantity':
      return [percentStep(price, usage.quantity)];
    case 'events':
      return [percentStep(price, usage.quantity), ...fixedSteps(price, usage.count)];
    case 'each-event':
      return eachEventSteps(price, usage.events, share);
  }
}

function percentStep({ ratePercent }: PercentagePrice, quantity: Decimal): RatingStep {
  return { of: 'percent', quantity, price: ratePercent, amount: percentOf(quantity, ratePercent) };
}

function fixedSteps({ fixedPerEvent }: PercentagePrice, count: bigint): RatingStep[] {
  const quantity = decimalFromInteger(count);
  const amount = exactProduct(quantity, fixedPerEvent);
  return amount === 0n ? [] : [{ of: 'events', quantity, price: fixedPerEvent, amount }];
}

function eachEventSteps(
  price: PercentagePrice,
  events: readonly EventValue[],
  share: Share,
): RatingStep[] {
  const charged = chargedValues(price, events, share);
  const corrections = charged.map((value) => correctionOf(price, value));
  const sum = decimalOf(charged.reduce<bigint>((total, value) => total + value, 0n));
  return [
    percentStep(price, sum),
    ...fixedSteps(price, BigInt(charged.length)),
    ...correctionSteps(
      'event-minimums',
      corrections.filter((correction) => correction > 0n),
    ),
    ...correctionSteps(
      'event-maximums',
      corrections.filter((correction) => correction < 0n),
    ),
  ];
}

/**
 * What is charged for of each event that is not free. An event uses the allowances up by one and by its value; the
 * first that exceeds one of them ends both, and is charged for what the allowance of money does not cover of it.
 */
function chargedValues(
  price: PercentagePrice,
  events: readonly EventValue[],
  share: Share,
): Decimal[] {
  const { freeEvents, freeAmount } = price;
  const values = inOrderOfTime(events).map(({ value }) => value);
  if (freeEvents === undefined && freeAmount === undefined) return values;
  // Where only one allowance is given, the other covers all there is.
  const eventsFree = freeEvents === undefined ? values.length : prorated(freeEvents, share);
  let amountLeft = freeAmount === undefined ? totalOf(values) : prorated(freeAmount, share);
  for (const [index, value] of values.entries()) {
    if (index >= eventsFree) return values.slice(index);
    if (value > amountLeft) return [decimalOf(value - amountLeft), ...values.slice(index + 1)];
    amountLeft -= atLeastZero(value);
  }
  return [];
}

const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);

const totalOf = (values: readonly Decimal[]): bigint =>
  values.reduce((sum, value) => sum + atLeastZero(value), 0n);

/** What holding an event between its limits adds or takes off. One below zero, a refund, has no minimum. */
function correctionOf(price: PercentagePrice, value: Decimal): ExactAmount {
  const { minimumPerEvent: least, maximumPerEvent: most } = price;
  const plain = percentOf(value, price.ratePercent) + exactFromDecimal(price.fixedPerEvent);
  const [min, max] = [least, most].map((limit) =>
    limit === undefined ? undefined : exactFromDecimal(limit),
  );
  if (max !== undefined && plain > max) return exactOf(max - plain);
  if (min !== undefined && plain < min && value >= 0n) return exactOf(min - plain);
  return exactOf(0n);
}

function correctionSteps(
  of: 'event-minimums' | 'event-maximums',
  corrections: readonly ExactAmount[],
): RatingStep[] {
  if (corrections.length === 0) return [];
  const amount = exactOf(corrections.reduce<bigint>((sum, one) => sum + one, 0n));
  return [{ of, quantity: decimalFromInteger(BigInt(corrections.length)), amount }];
}
