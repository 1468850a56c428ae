import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf, percentOfExact } from '../kernel/exact-amount.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative } from '../kernel/rounding.ts';
import { usageKindOf } from '../pricing/charge-usage.ts';
import type { Price } from '../pricing/price.ts';
import { rate } from '../pricing/rate.ts';
import { prorated } from '../pricing/share.ts';
import type { DomainTerms } from './domain.ts';

const exactPerNano = 10n ** 15n;
/** A hundred percent of a rate that has 12 places. */
const HUNDRED_PERCENT = 100n * 10n ** 12n;

/** What is or may be used, from what was used before. */
export interface HeldRange {
  readonly base: Decimal;
  /** How many units more there may be. */
  readonly held: Decimal;
}

/** Whether what a price comes to depends on the quantity alone; otherwise it looks at each event, or counts them. */
export const isGateable = (price: Price): boolean => usageKindOf(price) === 'quantity';

/**
 * What so many units of a domain come to before tax, cut to whole nanos: nothing where nothing is used. What captures
 * take are differences of it, so that they add up to it. The charge's minimum is none of it; its maximum is.
 */
export const netAt = (terms: DomainTerms, quantity: Decimal): Nanos =>
  nanosOf(towardNegative(exactAt(terms, quantity), exactPerNano));

/** As `netAt`, and not cut: less what coupons take off in percent. */
export function exactAt(
  { charge, share, percentOff = [] }: DomainTerms,
  quantity: Decimal,
): ExactAmount {
  // A first tier may cost something for nothing: whoever uses the first of it takes that.
  if (quantity <= 0n) return exactOf(0n);
  const { usageAmount, maximumDiscount } = rate(charge, { kind: 'quantity', quantity }, share);
  return percentOff.reduce(
    (left, percent) => exactOf(left - percentOfExact(left, percent)),
    exactOf(usageAmount - maximumDiscount),
  );
}

/** The tax of what was used together; what it grows by is a capture's. */
export const taxOf = ({ taxRate }: Pick<DomainTerms, 'taxRate'>, net: Nanos): Nanos =>
  nanosOf(towardNegative(net * taxRate, HUNDRED_PERCENT));

export function grossAt(terms: DomainTerms, quantity: Decimal): Nanos {
  const net = netAt(terms, quantity);
  return nanosOf(net + taxOf(terms, net));
}

/** The most that using up to `held` more comes to before tax, at least zero. Using less may cost more. */
export const mostOf = (terms: DomainTerms, range: HeldRange): Nanos =>
  mostAt((quantity) => netAt(terms, quantity), terms, range);

/** As `mostOf`, with tax. */
export const mostGrossOf = (terms: DomainTerms, range: HeldRange): Nanos =>
  mostAt((quantity) => grossAt(terms, quantity), terms, range);

function mostAt(
  amountAt: (quantity: Decimal) => Nanos,
  terms: DomainTerms,
  { base, held }: HeldRange,
): Nanos {
  const before = amountAt(base);
  const most = peaksOf(terms, { base, held }).reduce<bigint>((sofar, quantity) => {
    const amount = amountAt(quantity);
    return amount > sofar ? amount : sofar;
  }, before);
  return nanosOf(most - before);
}

/** Where an amount may be greatest: at the end, and where a volume price is about to change. */
function peaksOf(terms: DomainTerms, range: HeldRange): readonly Decimal[] {
  const end = decimalOf(range.base + range.held);
  return terms.charge.price.model === 'volume' ? [...breaksIn(terms, range), end] : [end];
}

/** Quantities inside of a range above which something else counts; ascending. */
export function breaksIn(
  { charge: { price, included }, share }: DomainTerms,
  { base, held }: HeldRange,
): readonly Decimal[] {
  const free = prorated(included, share);
  const tiers = 'tiers' in price ? price.tiers : [];
  const all = [0n, free, ...tiers.flatMap(({ upTo }) => (upTo === undefined ? [] : free + upTo))];
  return [...new Set(all)]
    .filter((one) => one > base && one < base + held)
    .sort((a, b) => (a < b ? -1 : 1))
    .map(decimalOf);
}
