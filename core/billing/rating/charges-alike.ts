import { standardTaxCode } from '../../catalog/tax-treatment.ts';
import type { Decimal } from '../../kernel/decimal.ts';
import type { Charge, ChargeFilter } from '../../pricing/charge.ts';
import type { Price } from '../../pricing/price.ts';

/** Text of a charge, one of `charges` of a version, that is the same of two which go on as one. */
type Alike = (charge: Charge, charges: readonly Charge[]) => string;

/** The same of two charges when nothing about what they cost is different, nor what they are for, however written. */
export const pricedAlike: Alike = (charge, charges) => {
  const { key, meter, price, included, minimum, maximum, taxCode } = charge;
  return plain([
    key,
    meter,
    filterMeant(charge, charges),
    priceMeant(price),
    included,
    aboveZero(minimum),
    maximum,
    taxCode ?? standardTaxCode,
  ]);
};

/** As rules 2 have it: by what was written. */
export const writtenAlike: Alike = (charge, charges) => {
  const { key, meter, filter, price, included, minimum, maximum, taxCode } = charge;
  const others =
    filter.kind === 'rest'
      ? filtersBeside(charge, charges)
          .map((one) => plain(one))
          .sort()
      : [];
  return plain([key, meter, filter, price, included, minimum, maximum, taxCode, others]);
};

/** The default bucket is what the others leave: all, where there are none. */
function filterMeant(charge: Charge, charges: readonly Charge[]): unknown {
  if (charge.filter.kind !== 'rest') return valuesMeant(charge.filter);
  const others = filtersBeside(charge, charges).map((one) => plain(valuesMeant(one)));
  return others.length === 0 ? [] : { butFor: [...new Set(others)].sort() };
}

const filtersBeside = ({ meter }: Charge, charges: readonly Charge[]): readonly ChargeFilter[] =>
  charges
    .filter((one) => one.meter === meter && one.filter.kind === 'match')
    .map(({ filter }) => filter);

/** Values are a set, and no dimension named is all. */
const valuesMeant = (filter: ChargeFilter): readonly (readonly [string, readonly string[]])[] =>
  filter.kind === 'match'
    ? [...filter.values]
        .map(([name, values]) => [name, [...new Set(values)].sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    : [];

/** Which meter counts the events is no difference: they are the same events. */
function priceMeant(price: Price): Price {
  if (price.model !== 'percentage') return price;
  const isNoneFree = price.freeEvents === 0n;
  return {
    ...price,
    countMeter: undefined,
    minimumPerEvent: aboveZero(price.minimumPerEvent),
    ...(isNoneFree ? { freeEvents: undefined, freeAmount: undefined } : {}),
  };
}

/** A least amount of nothing is none. */
const aboveZero = (least: Decimal | undefined): Decimal | undefined =>
  least === 0n ? undefined : least;

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}`;
    if (part instanceof Map) return [...part].sort(([a], [b]) => (a < b ? -1 : 1));
    return part === undefined ? null : part;
  });
