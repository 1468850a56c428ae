import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative } from '../kernel/rounding.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { DimensionValues } from '../pricing/charge.ts';
import type { DomainTerms } from './domain.ts';
import type { PassPart, PassTerms, PassUnits, PassUse, Priced } from './entry.ts';
import { pricedNext } from './priced.ts';
import { type Hold, isHeld, nothingPassed, type Pass, type SpendState } from './state.ts';

/** A hundred percent of a rate that has 12 places. */
const HUNDRED_PERCENT = 100n * 10n ** 12n;

/** What a use costs beside what passes cover of it. */
export interface PricedByPass extends Priced {
  readonly byPass?: PassUse;
}

/** Of what usage is that is asked for. */
interface MeterUse {
  readonly meter: string;
  readonly dimensions: DimensionValues;
}

export const unitsIn = (parts: readonly PassUnits[]): Decimal =>
  decimalOf(parts.reduce<bigint>((sum, { units }) => sum + units, 0n));

/** What of a pass is held by holds that have not ended. */
export function heldOfPass(
  { holds }: Pick<SpendState, 'holds'>,
  pass: string,
  now: Timestamp,
): Decimal {
  let sum = 0n;
  for (const hold of holds.values()) {
    if (hold.passes === undefined || !isHeld(hold, now)) continue;
    sum += unitsIn(hold.passes.filter((one) => one.pass === pass));
  }
  return decimalOf(sum);
}

/** What of a pass can be held or charged now, if it has not ended. */
export function leftOfPass(
  state: Pick<SpendState, 'holds'>,
  { id, terms, used }: Pass,
  now: Timestamp,
): Decimal {
  const left = terms.units - used - heldOfPass(state, id, now);
  return decimalOf(left > 0n ? left : 0n);
}

/** Passes that have not ended, in the order in which they are used. */
export const openPasses = (
  { passes }: Pick<SpendState, 'passes'>,
  now: Timestamp,
): readonly Pass[] => [...passes.values()].filter(({ terms }) => terms.endsAt > now).sort(byEnd);

function byEnd(a: Pass, b: Pass): number {
  const ends = a.terms.endsAt - b.terms.endsAt;
  return ends === 0 ? a.at - b.at : ends;
}

/** Which units of passes a use takes: of the pass that ends first, then of the one that was bought first. */
export function passUnitsFor(
  state: Pick<SpendState, 'passes' | 'holds'>,
  use: MeterUse & { readonly quantity: Decimal },
  now: Timestamp,
): readonly PassUnits[] {
  const fitting = openPasses(state, now).filter(({ terms }) => isFor(terms, use));
  const lefts = fitting.map((pass) => ({
    pass: pass.id,
    units: leftOfPass(state, pass, now),
  }));
  return upTo(lefts, use.quantity);
}

/** Whether usage is of what a pass is for. */
function isFor({ meter, filter = {} }: PassTerms, use: MeterUse): boolean {
  if (meter !== use.meter) return false;
  return Object.entries(filter).every(([name, values]) => {
    const value = use.dimensions[name];
    return typeof value === 'string' && values.includes(value);
  });
}

/** The first of them, so many in all. */
function upTo(parts: readonly PassUnits[], quantity: Decimal): readonly PassUnits[] {
  let rest: bigint = quantity;
  return parts.flatMap(({ pass, units }) => {
    const part = units < rest ? units : rest;
    rest -= part;
    return part === 0n ? [] : [{ pass, units: decimalOf(part) }];
  });
}

/** What is still held of passes after some of it was used, and so much of the hold is left. */
export function unitsAfter(
  held: readonly PassUnits[],
  used: readonly PassUnits[],
  left: Decimal,
): readonly PassUnits[] {
  const rest = held.map(({ pass, units }) => ({
    pass,
    units: decimalOf(units - unitsIn(used.filter((one) => one.pass === pass))),
  }));
  return upTo(rest, left);
}

/** Which units of passes a capture takes: those that it holds; of a hold that has ended, what is left of them. */
export function passUnitsOf(
  state: Pick<SpendState, 'passes' | 'holds'>,
  hold: Hold,
  { quantity, now }: { readonly quantity: Decimal; readonly now: Timestamp },
): readonly PassUnits[] {
  const { passes = [] } = hold;
  if (isHeld(hold, now)) return upTo(passes, quantity);
  const still = passes.flatMap(({ pass, units }) => {
    const own = state.passes.get(pass);
    const left = own === undefined ? decimalOf(0n) : leftOfPass(state, own, now);
    return left === 0n ? [] : [{ pass, units: left < units ? left : units }];
  });
  return upTo(still, quantity);
}

/**
 * As `pricedNext`, of which passes cover the last units. What costs nothing takes no unit of a pass. What a price that
 * falls gives back, it gives back to what passes covered first: nobody paid more for that.
 */
export function pricedByPass(
  state: SpendState,
  terms: DomainTerms,
  { quantity, passes }: { readonly quantity: Decimal; readonly passes: readonly PassUnits[] },
): PricedByPass {
  const all = pricedNext(state, terms, quantity);
  const others = decimalOf(quantity - unitsIn(passes));
  const own = passes.length > 0 && others > 0n ? pricedNext(state, terms, others) : nothing;
  const covered = passes.length === 0 ? nothing : minus(all, own);
  const isCovered = covered.net + covered.tax > 0n;
  const cost = isCovered ? own : all;
  const passed = state.passed.get(terms.key) ?? nothingPassed;
  const by = isCovered ? covered : nothing;
  const back = {
    net: fallOf(cost.net, passed.net + by.net),
    tax: fallOf(cost.tax, passed.tax + by.tax),
  };
  const use = { net: nanosOf(by.net - back.net), tax: nanosOf(by.tax - back.tax) };
  const parts = isCovered ? partsOf(state, terms, passes) : [];
  const isPassed = parts.length > 0 || use.net !== 0n || use.tax !== 0n;
  return {
    net: nanosOf(cost.net + back.net),
    tax: nanosOf(cost.tax + back.tax),
    ...(isPassed ? { byPass: { ...use, parts } } : {}),
  };
}

const nothing: Priced = { net: nanosOf(0n), tax: nanosOf(0n) };

const minus = (a: Priced, b: Priced): Priced => ({
  net: nanosOf(a.net - b.net),
  tax: nanosOf(a.tax - b.tax),
});

/** How much of what falls is given back to what was covered. */
function fallOf(amount: bigint, covered: bigint): bigint {
  if (amount >= 0n || covered <= 0n) return 0n;
  return -amount < covered ? -amount : covered;
}

/** What units take of the prices of their passes, with tax in it as it is when they are used. */
function partsOf(
  state: Pick<SpendState, 'passes' | 'passed'>,
  { key, taxRate }: DomainTerms,
  passes: readonly PassUnits[],
): readonly PassPart[] {
  const { paid } = state.passed.get(key) ?? nothingPassed;
  let gross = paid.net + paid.tax;
  let before: bigint = paid.net;
  return passes.map(({ pass, units }) => {
    const own = state.passes.get(pass);
    const taken = own === undefined ? 0n : priceOf(own, units);
    gross += taken;
    const all = towardNegative(gross * HUNDRED_PERCENT, HUNDRED_PERCENT + taxRate);
    // After the rate of tax has changed, what was paid before says little of it.
    const net = atMost(all > before ? all - before : 0n, taken);
    before += net;
    return { pass, units, net: nanosOf(net), tax: nanosOf(taken - net) };
  });
}

const atMost = (amount: bigint, most: bigint): bigint => (amount < most ? amount : most);

/** What further units take of the price of a pass: together all of it, to the nano. */
function priceOf({ terms, used }: Pass, units: Decimal): Nanos {
  return nanosOf(paidBy(terms, decimalOf(used + units)) - paidBy(terms, used));
}

function paidBy({ price, units, flat }: PassTerms, used: Decimal): bigint {
  if (flat === true) return used > 0n ? price : 0n;
  return (price * used) / units;
}
