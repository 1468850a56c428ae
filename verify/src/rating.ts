import { isWhole, ONE, type Share, shareOf, sumOf } from './numbers.ts';
import type { ChargeTerms, Price, Tier } from './terms.ts';

/** What was used. `count`: how many events. `values`: each event's own, in the order of their times. */
export interface Usage {
  readonly quantity: bigint;
  readonly count?: bigint;
  readonly values?: readonly bigint[];
}

/** What a charge comes to over some days, in 1e-24. */
export interface Rated {
  /** With its maximum. */
  readonly usage: bigint;
  /** What brings it up to its minimum. */
  readonly minimum: bigint;
}

const WHOLE: Share = { from: 0, to: 1, of: 1 };
/** A percentage of an amount of 1e-12 is of 1e-26. */
const HUNDRED = 100n;

/** Whether a price looks at each event, as one has an allowance or a limit. */
export const looksAtEach = (price: Price): boolean =>
  price.model === 'percentage' &&
  [price.freeEvents, price.freeAmount, price.least, price.most].some((one) => one !== undefined);

/** Whether it costs something for each event, of whatever value. */
export const countsEvents = (price: Price): boolean =>
  price.model === 'percentage' && !looksAtEach(price) && price.perEvent !== 0n;

/**
 * What usage of these days of a month comes to under a charge: docs/pricing.md. What a charge says by the month counts
 * for the days; bounds of tiers and sizes of packages stay as they are. Undefined where the usage does not say enough.
 */
export function rated(charge: ChargeTerms, usage: Usage, share: Share = WHOLE): Rated | undefined {
  const amount = amountOf(charge, usage, share);
  return amount === undefined ? undefined : limited(charge, amount < 0n ? 0n : amount, share);
}

/**
 * What a level comes to over a part of a month, by time: the part's share of what it would cost the whole month. A
 * price a unit is in proportion already.
 */
export function ratedLevel(
  charge: ChargeTerms,
  { quantity, level }: { readonly quantity: bigint; readonly level: bigint },
  share: Share,
): Rated | undefined {
  if (isWhole(share) || charge.price.model === 'per_unit')
    return rated(charge, { quantity }, share);
  const parts = partsOf(charge, { quantity: level }, WHOLE);
  if (parts === undefined) return undefined;
  return limited(charge, sumOf(parts.map((part) => shareOf(part, share))), share);
}

function limited({ minimum, maximum }: ChargeTerms, amount: bigint, share: Share): Rated {
  const least = minimum === undefined ? amount : shareOf(minimum * ONE, share);
  const most = maximum === undefined ? amount : shareOf(maximum * ONE, share);
  return {
    usage: amount > most ? most : amount,
    minimum: least > amount ? least - amount : 0n,
  };
}

const amountOf = (charge: ChargeTerms, usage: Usage, share: Share): bigint | undefined => {
  const parts = partsOf(charge, usage, share);
  return parts === undefined ? undefined : sumOf(parts);
};

/** The amounts that add up to what usage comes to, before a charge's own limits. */
function partsOf(
  { price, included }: ChargeTerms,
  usage: Usage,
  share: Share,
): readonly bigint[] | undefined {
  const free = shareOf(included, share);
  const charged = usage.quantity > free ? usage.quantity - free : 0n;
  switch (price.model) {
    case 'per_unit':
    case 'dynamic':
      return [charged * price.price];
    case 'package':
      return [packages(charged, price.size, price.rounding) * ONE * price.price];
    case 'graduated':
      return entered(price.tiers, charged).flatMap(({ tier, units }) => tierParts(tier, units));
    case 'volume':
      return entered(price.tiers, charged)
        .slice(-1)
        .flatMap(({ tier }) => tierParts(tier, charged));
    case 'graduated_percentage':
      return entered(price.tiers, charged).flatMap(({ tier, units }) => [
        percentOf(units, tier.price),
        tier.flatFee * ONE,
      ]);
    case 'percentage':
      return percentageParts(price, usage, share);
  }
}

const percentOf = (amount: bigint, percent: bigint): bigint => (amount * percent) / HUNDRED;

function packages(quantity: bigint, size: bigint, rounding: 'up' | 'down'): bigint {
  const full = quantity / size;
  return rounding === 'up' && quantity % size !== 0n ? full + 1n : full;
}

/** The tiers that a quantity reaches, and how much of it lies in each. The first is reached by nothing at all. */
function entered(tiers: readonly Tier[], quantity: bigint) {
  return tiers.flatMap((tier, index) => {
    const below = index === 0 ? 0n : (tiers[index - 1]?.upTo ?? 0n);
    if (index > 0 && quantity <= below) return [];
    const until = tier.upTo === undefined || tier.upTo > quantity ? quantity : tier.upTo;
    return [{ tier, units: until - below }];
  });
}

function tierParts({ price, packageSize, flatFee }: Tier, units: bigint): readonly bigint[] {
  const sold = packageSize === undefined ? units : packages(units, packageSize, 'up') * ONE;
  return [sold * price, flatFee * ONE];
}

type Percentage = Extract<Price, { model: 'percentage' }>;

function percentageParts(
  price: Percentage,
  { quantity, count, values }: Usage,
  share: Share,
): readonly bigint[] | undefined {
  if (looksAtEach(price)) {
    if (values === undefined) return undefined;
    return chargedFor(price, values, share).map((value) => eventAmount(price, value));
  }
  if (price.perEvent === 0n) return [percentOf(quantity, price.percent)];
  if (count === undefined) return undefined;
  return [percentOf(quantity, price.percent), count * ONE * price.perEvent];
}

function eventAmount({ percent, perEvent, least, most }: Percentage, value: bigint): bigint {
  const plain = percentOf(value, percent) + perEvent * ONE;
  if (most !== undefined && plain > most * ONE) return most * ONE;
  // A refund has no minimum.
  return least !== undefined && plain < least * ONE && value >= 0n ? least * ONE : plain;
}

/**
 * What of each event is charged for. One is free while it exceeds neither allowance that is given; the first that does
 * ends both, and is charged for what is left of the money does not cover of it.
 */
function chargedFor(
  { freeEvents, freeAmount }: Percentage,
  values: readonly bigint[],
  share: Share,
): readonly bigint[] {
  if (freeEvents === undefined && freeAmount === undefined) return values;
  const atMost = freeEvents === undefined ? BigInt(values.length) : shareOf(freeEvents, share);
  const positive = (value: bigint): bigint => (value > 0n ? value : 0n);
  let money = freeAmount === undefined ? sumOf(values.map(positive)) : shareOf(freeAmount, share);
  for (const [index, value] of values.entries()) {
    if (BigInt(index) >= atMost) return values.slice(index);
    if (value > money) return [value - money, ...values.slice(index + 1)];
    money -= positive(value);
  }
  return [];
}
