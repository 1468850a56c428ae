import { type ExactAmount, exactOf, exactZero } from '../kernel/exact-amount.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../kernel/money.ts';
import { type MarketplaceProduct, type ProductDimension, wholeUnits } from './product.ts';
import type { ReportLine, Subscription } from './subscription.ts';

/** What AWS takes of one record at most. */
const UNITS_MAX = 2_147_483_647n;

type Worth = Pick<Subscription, 'before' | 'months'>;

/**
 * What dimensions have come to that is in no report yet, in whole units. All reports together are never above what an
 * invoice of it all would be: what one dimension has too much of, the others do not get. Cents that dimensions make
 * only together are of the one without charges.
 */
export function unreported(
  subscription: Subscription,
  product: MarketplaceProduct,
): readonly Pick<ReportLine, 'dimension' | 'units'>[] {
  const { dimensions, currency } = product;
  const { reported } = subscription;
  const to = new Map<string, bigint>();
  let left: bigint = leftOf(subscription, reported, product);
  const own = dimensions.filter(({ charges }) => charges !== undefined);
  for (const one of [...own, ...dimensions.filter(({ charges }) => charges === undefined)]) {
    const { name, unit } = one;
    const before = reported.get(name) ?? 0n;
    const all =
      one.charges === undefined && isCents(one, product)
        ? restOfCents(subscription, to, product)
        : wholeUnits(worthOf(subscription, [name]), { unit, currency });
    const units = least(all - before, left / unit);
    to.set(name, before + (units > 0n ? units : 0n));
    if (units > 0n) left -= units * unit;
  }
  return dimensions.flatMap(({ name: dimension }) => {
    const units = (to.get(dimension) ?? 0n) - (reported.get(dimension) ?? 0n);
    return units <= 0n ? [] : [{ dimension, units: least(units, UNITS_MAX) }];
  });
}

/** What AWS has accepted above what an invoice of it all would be; zero where it has not. */
export function overOf(subscription: Subscription, product: MarketplaceProduct): Nanos {
  const left = leftOf(subscription, subscription.accepted, product);
  return nanosOf(left < 0n ? -left : 0n);
}

/** What an invoice of it all would be, without units of dimensions; below zero where they are more. */
function leftOf(
  worth: Worth,
  units: ReadonlyMap<string, bigint>,
  { dimensions, currency }: MarketplaceProduct,
): Nanos {
  const cent = nanosOf(nanosPerMinorUnit(currency));
  const names = dimensions.map(({ name }) => name);
  const invoiced = wholeUnits(worthOf(worth, names), { unit: cent, currency }) * cent;
  return nanosOf(
    dimensions.reduce((left, { name, unit }) => left - (units.get(name) ?? 0n) * unit, invoiced),
  );
}

/** The cents of all dimensions of cents, rounded together, without those that the others have. */
function restOfCents(
  worth: Worth,
  others: ReadonlyMap<string, bigint>,
  product: MarketplaceProduct,
): bigint {
  const { dimensions, currency } = product;
  const names = dimensions.filter((one) => isCents(one, product)).map(({ name }) => name);
  const unit = nanosOf(nanosPerMinorUnit(currency));
  return names.reduce(
    (rest, name) => rest - (others.get(name) ?? 0n),
    wholeUnits(worthOf(worth, names), { unit, currency }),
  );
}

const isCents = ({ unit }: ProductDimension, { currency }: MarketplaceProduct): boolean =>
  unit === nanosPerMinorUnit(currency);

/** All that dimensions have come to since the subscription began. */
function worthOf({ before, months }: Worth, names: readonly string[]): ExactAmount {
  const all = [before, ...months.map(({ worth }) => worth)];
  return exactOf(
    all.reduce<bigint>(
      (sum, worth) => names.reduce((own, name) => own + (worth.get(name) ?? exactZero), sum),
      0n,
    ),
  );
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
