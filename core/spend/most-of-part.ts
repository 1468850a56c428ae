import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative, towardPositive } from '../kernel/rounding.ts';
import type { Price, Tier } from '../pricing/price.ts';
import { prorated } from '../pricing/share.ts';
import type { DomainTerms } from './domain.ts';
import {
  breaksIn,
  exactAt,
  grossAt,
  type HeldRange,
  mostGrossOf,
  mostOf,
  netAt,
  taxOf,
} from './most.ts';

const exactPerNano = 10n ** 15n;
const one = 10n ** 12n;

/** Some of the units that are held, which may be used before, after and between the others. */
export interface HeldPart extends HeldRange {
  readonly part: Decimal;
  /** How many times some of the part is captured, at most; any number of times where left out. */
  readonly captures?: number;
  /** What every quantity is a multiple of: 1 of a meter that counts. Any quantity there can be where left out. */
  readonly grain?: Decimal;
}

/**
 * What captures of the part come to together before tax, at most, in whatever order it and the rest are captured. It is
 * `mostOf` where all is the part, and the part at its price where all units cost the same whole nanos. Elsewhere it may
 * be more than any order comes to: each unit is taken at the dearest price, with each fee on the way.
 */
export function mostOfPart(terms: DomainTerms, held: HeldPart): Nanos {
  if (held.part >= held.held) return mostOf(terms, held);
  return held.part <= 0n ? nanosOf(0n) : netOfPart(terms, held);
}

/** As `mostOfPart`, with tax. */
export function mostGrossOfPart(terms: DomainTerms, held: HeldPart): Nanos {
  if (held.part >= held.held) return mostGrossOf(terms, held);
  if (held.part <= 0n) return nanosOf(0n);
  const net = netOfPart(terms, held);
  if (terms.taxRate === 0n) return net;
  const all = risesOf((quantity) => grossAt(terms, quantity), terms, held);
  if (held.captures === undefined) return all;
  const cut = taxOf(terms, net);
  const isCut = cut * one * 100n !== net * terms.taxRate;
  // Each capture may take a nano that was cut before it.
  const tax = cut + (isCut ? 1n : 0n) + BigInt(held.captures - 1);
  return lesser(all, net + tax);
}

function netOfPart(terms: DomainTerms, held: HeldPart): Nanos {
  const all = risesOf((quantity) => netAt(terms, quantity), terms, held);
  const pieces = piecesOf(terms, held);
  const dearest = dearestOf(pieces, held);
  if (isInWholeNanos(terms, pieces, held)) return lesser(all, dearest / exactPerNano);
  if (held.captures === undefined) return all;
  const nanos = towardPositive(dearest, exactPerNano) + BigInt(held.captures - 1);
  return lesser(all, nanos);
}

const lesser = (a: bigint, b: bigint): Nanos => nanosOf(a < b ? a : b);

/** A part of the range over which one price holds. Amounts are in 1e-24. */
interface Piece {
  readonly from: bigint;
  /** What its first unit costs beside its price. */
  readonly entry: bigint;
  /** What it comes to beside its entry, if all of it is used. */
  readonly rise: bigint;
  readonly price: bigint;
  /** The price is for a package of so many; undefined where it is for a unit. */
  readonly size: bigint | undefined;
}

function piecesOf(terms: DomainTerms, held: HeldRange): readonly Piece[] {
  const starts = [held.base, ...breaksIn(terms, held)];
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? decimalOf(held.base + held.held);
    return pieceOf(terms, from, to);
  });
}

function pieceOf(terms: DomainTerms, from: Decimal, to: Decimal): Piece {
  const { price, size, isFull } = priceJustAbove(terms, from);
  const before = exactWithoutMaximum(terms, from);
  const first = exactWithoutMaximum(terms, decimalOf(from + 1n)) - before;
  if (size === undefined) {
    return { from, entry: atLeastZero(first - price), rise: price * (to - from), price, size };
  }
  // Where the first bit begins a package, that is not what entering costs.
  const begun = isFull === true && first >= price * one ? price * one : 0n;
  const later = exactWithoutMaximum(terms, to) - before - first;
  return { from, entry: atLeastZero(first - begun), rise: later + begun, price, size };
}

const atLeastZero = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

/** A maximum makes no capture dearer. */
const exactWithoutMaximum = ({ charge, ...terms }: DomainTerms, quantity: Decimal): bigint =>
  exactAt({ ...terms, charge: { ...charge, maximum: undefined } }, quantity);

interface PriceAbove extends Pick<Piece, 'price' | 'size'> {
  /** Whether no package is begun and not full there, so that the next bit begins one. */
  readonly isFull?: boolean;
}

function priceJustAbove(
  { charge: { price, included }, share }: DomainTerms,
  quantity: Decimal,
): PriceAbove {
  const charged = quantity - prorated(included, share);
  return quantity < 0n || charged < 0n
    ? { price: 0n, size: undefined }
    : priceAbove(price, charged);
}

function priceAbove(price: Price, charged: bigint): PriceAbove {
  switch (price.model) {
    case 'per_unit':
      return { price: price.unitPrice, size: undefined };
    case 'dynamic':
      return { price: price.multiplier, size: undefined };
    case 'package':
      return packagePrice(price.packagePrice, price.packageSize, charged);
    case 'percentage':
      return { price: price.ratePercent / 100n, size: undefined };
    case 'graduated_percentage':
      return { price: tierAbove(price.tiers, charged).ratePercent / 100n, size: undefined };
    case 'graduated':
    case 'volume': {
      const { unitPrice, packageSize } = tierAbove(price.tiers, charged);
      const begins = price.model === 'volume' ? 0n : startOfTier(price.tiers, charged);
      return packagePrice(unitPrice, packageSize, charged - begins);
    }
  }
}

const packagePrice = (price: bigint, size: bigint | undefined, used: bigint): PriceAbove => ({
  price,
  size,
  isFull: size !== undefined && used % size === 0n,
});

/** Packages of a graduated tier begin with it; those of a volume price with the first unit of all. */
const startOfTier = (tiers: readonly Tier[], charged: bigint): bigint =>
  tiers.findLast(({ upTo }) => upTo !== undefined && upTo <= charged)?.upTo ?? 0n;

function tierAbove<Some extends Tier>(tiers: readonly Some[], charged: bigint): Some {
  const tier = tiers.find(({ upTo }) => upTo === undefined || upTo > charged);
  invariant(tier !== undefined, 'the last tier has no end');
  return tier;
}

/** Every entry on the way, and the units of the part at the highest prices there are. */
function dearestOf(pieces: readonly Piece[], { part, captures }: HeldPart): bigint {
  const dearestFirst = pieces
    .map((piece) => ({ ...piece, begun: begunIn(piece, captures) }))
    .toSorted((a, b) => (a.price * (b.size ?? one) > b.price * (a.size ?? one) ? -1 : 1));
  let left: bigint = part;
  let sum = 0n;
  for (const { entry, begun, rise, price, size = one } of dearestFirst) {
    const rest = rise - begun;
    const atPrice = towardPositive(left * price * one, size);
    sum += entry + begun + (atPrice < rest ? atPrice : rest);
    const used = price === 0n ? 0n : towardNegative(rest * size, price * one);
    left -= used < left ? used : left;
  }
  return sum;
}

/** What packages come to of which captures take the first bit, each of them a whole one. */
function begunIn({ price, size, rise }: Piece, captures: number | undefined): bigint {
  if (size === undefined) return 0n;
  if (captures === undefined) return rise;
  const begun = BigInt(captures) * price * one;
  return begun < rise ? begun : rise;
}

/** Whether no capture of whole grains leaves a part of a nano to the next. */
function isInWholeNanos(
  terms: DomainTerms,
  pieces: readonly Piece[],
  { base, grain = decimalOf(1n) }: HeldPart,
): boolean {
  const isWhole = (exact: bigint): boolean => exact % exactPerNano === 0n;
  const isWholeAt = (quantity: bigint): boolean =>
    isWhole(exactWithoutMaximum(terms, decimalOf(quantity)));
  return (
    isWholeAt(base) &&
    pieces.every(
      ({ from, price, size }) =>
        from % grain === 0n &&
        isWholeAt(from + grain) &&
        isWhole(price * (size === undefined ? grain : one)),
    )
  );
}

/** What an amount rises by on the way, falls left out: however it is divided, no part gets more of it. */
function risesOf(
  amountAt: (quantity: Decimal) => Nanos,
  terms: DomainTerms,
  held: HeldRange,
): Nanos {
  const { base } = held;
  const stops = [
    ...[base, ...breaksIn(terms, held)].flatMap((from) => [from, decimalOf(from + 1n)]),
    decimalOf(base + held.held),
  ].map(amountAt);
  const rises = stops.map((amount, index) => amount - (stops[index - 1] ?? amount));
  return nanosOf(rises.reduce<bigint>((sum, rise) => (rise > 0n ? sum + rise : sum), 0n));
}
