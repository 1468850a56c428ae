import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { DomainTerms, SpendTerms } from './domain.ts';
import type { Budget, Gated } from './entry.ts';
import { grossAt, mostGrossOf } from './most.ts';
import { mostGrossOfPart } from './most-of-part.ts';
import { unitsIn } from './pass-units.ts';
import {
  type Hold,
  isHeld,
  nothingCaptured,
  nothingUsed,
  type SpendState,
  type Used,
} from './state.ts';
import { noUngatedUsage, type UngatedUsage } from './ungated-usage.ts';
import { endedMoney } from './wallet.ts';
import { isWithin, type Window } from './window.ts';

/** Some of the units that are held. */
interface HeldUnits {
  readonly quantity: Decimal;
  /** How often some of them can be captured at most; undefined where that is not known, as of a lease. */
  readonly captures: number | undefined;
  /** Those that no pass covers. */
  readonly paid: Decimal;
}

/** Units of a domain that are held, and by which days and tokens. */
interface HeldDomain extends HeldUnits {
  readonly meter: string;
  readonly byDay: ReadonlyMap<string, HeldUnits>;
  readonly byToken: ReadonlyMap<string, HeldUnits>;
  /** By the last of `since` that was not after they were held; one entry where there is none. */
  readonly bySince: ReadonlyMap<number, HeldUnits>;
}

/** What a payer has bound, and what it can come to: of a state, at an instant. */
export interface Exposure {
  /** By domain. */
  readonly held: ReadonlyMap<string, HeldDomain>;
  /**
   * Where money has ended under what is held: the first instant of which something is held, then the ends since;
   * ascending. What is held since one of them may be paid with what ended after it.
   */
  readonly since: readonly Timestamp[];
  readonly state: SpendState;
  readonly terms: SpendTerms;
  readonly ungated: UngatedUsage;
  readonly now: Timestamp;
}

/** A budget that counts what is used of a meter. */
export const isOf = (budget: Pick<Budget, 'meter'>, meter: string): boolean =>
  budget.meter === undefined || budget.meter === meter;

/** What is held at `now`, with more of it that is asked for. */
export function exposureOf(
  state: SpendState,
  { terms, ungated, now }: Pick<Exposure, 'terms' | 'ungated' | 'now'>,
  asked?: {
    readonly gated: Gated;
    readonly quantity: Decimal;
    readonly captures?: number | undefined;
    readonly covered?: Decimal | undefined;
    readonly token?: string;
    /** Since when it is held: now, where left out. */
    readonly at?: Timestamp | undefined;
  },
): Exposure {
  const held = new Map<string, HeldDomain>();
  const since = endsUnderHolds(state, now, asked?.at ?? now);
  const add = (
    { gated: { domain, day, meter }, token = '', at }: HeldOf,
    more: HeldUnits,
  ): void => {
    const before = held.get(domain) ?? { ...nothingHeld, meter };
    held.set(domain, {
      meter,
      byDay: withMore(before.byDay, day, more),
      byToken: withMore(before.byToken, token, more),
      bySince: withMore(
        before.bySince,
        since.findLastIndex((one) => one <= at),
        more,
      ),
      ...sumOf(before, more),
    });
  };
  for (const hold of state.holds.values()) {
    const captures = hold.isLease ? undefined : 1;
    const { quantity, passes = [] } = hold;
    if (!isHeld(hold, now)) continue;
    add(hold, { quantity, captures, paid: paidOf(quantity, unitsIn(passes)) });
  }
  if (asked !== undefined) {
    const { quantity, captures, covered = decimalOf(0n), at = now } = asked;
    add({ ...asked, at }, { quantity, captures, paid: paidOf(quantity, covered) });
  }
  return { held, since, state, terms, ungated: ungated.behind(state), now };
}

type HeldOf = Pick<Hold, 'gated' | 'at'> & { readonly token?: string };

/** As `since` of an exposure, with something that is asked for as of an instant. */
function endsUnderHolds(
  { grants, holds }: Pick<SpendState, 'grants' | 'holds'>,
  now: Timestamp,
  askedAt: Timestamp,
): readonly Timestamp[] {
  const ended = endedMoney(grants, now);
  if (ended.length === 0) return [];
  let first: Timestamp = askedAt;
  for (const hold of holds.values()) if (isHeld(hold, now) && hold.at < first) first = hold.at;
  const ends = ended.flatMap(({ endsAt = now }) => (endsAt > first ? [endsAt] : []));
  return ends.length === 0 ? [] : [...new Set([first, ...ends])].sort((a, b) => a - b);
}

const paidOf = (quantity: Decimal, covered: Decimal): Decimal =>
  decimalOf(quantity > covered ? quantity - covered : 0n);

const nothingUnits: HeldUnits = { quantity: decimalOf(0n), captures: 0, paid: decimalOf(0n) };

const nothingHeld: Omit<HeldDomain, 'meter'> = {
  ...{ byDay: new Map(), byToken: new Map(), bySince: new Map(), ...nothingUnits },
};

const sumOf = (a: HeldUnits, b: HeldUnits): HeldUnits => ({
  quantity: decimalOf(a.quantity + b.quantity),
  captures:
    a.captures === undefined || b.captures === undefined ? undefined : a.captures + b.captures,
  paid: decimalOf(a.paid + b.paid),
});

const withMore = <Key>(
  units: ReadonlyMap<Key, HeldUnits>,
  key: Key,
  more: HeldUnits,
): ReadonlyMap<Key, HeldUnits> =>
  new Map([...units, [key, sumOf(units.get(key) ?? nothingHeld, more)]]);

/** The most that holds of a token can come to. */
export function heldOfToken(exposure: Exposure, token: string): Nanos {
  let sum = 0n;
  for (const [domain, all] of exposure.held) {
    const part = all.byToken.get(token);
    if (part !== undefined) sum += mostOfDomain(exposure, domain, { part, all });
  }
  return nanosOf(sum);
}

/**
 * The most that so much more can cost when it is captured, whatever is captured before it: of what is held now, and as
 * much as a nano is cut by. What was not asked for does not count: captures are priced without it.
 */
export function mostOfUse(
  state: SpendState,
  { terms, now }: Pick<Exposure, 'terms' | 'now'>,
  use: { readonly gated: Gated; readonly quantity: Decimal; readonly covered: Decimal },
): Nanos {
  const exposure = exposureOf(state, { terms, ungated: noUngatedUsage, now }, use);
  const all = exposure.held.get(use.gated.domain) ?? nothingUnits;
  // With the least that is more, it counts as a part: so it stays the most while more of the domain is held.
  const more = { ...all, quantity: decimalOf(all.quantity + 1n) };
  const { quantity, covered } = use;
  const part = { quantity, captures: 1, paid: paidOf(quantity, covered) };
  return mostOfDomain(exposure, use.gated.domain, { part, all: more });
}

/** What of a budget is used in a window, by captures and by what is not gated; gross, or units. */
export function usedOf(
  { state, ungated }: Pick<Exposure, 'state' | 'ungated'>,
  { meter }: Pick<Budget, 'meter'>,
  window: Window,
): Used {
  let [quantity, gross] = [0n, 0n];
  const add = (meters: ReadonlyMap<string, Used>): void => {
    for (const [key, used] of meters) {
      if (!isOf({ ...(meter === undefined ? {} : { meter }) }, key)) continue;
      quantity += used.quantity;
      gross += used.gross;
    }
  };
  for (const [day, meters] of state.days) if (isWithin(window, day)) add(meters);
  if (window.until === undefined) add(state.before);
  const { quantity: more, gross: moreGross } = ungated.usedIn(window, meter);
  return { quantity: decimalOf(quantity + more), gross: nanosOf(gross + moreGross) };
}

/** The most that holds can come to, of those whose day is in the window and whose meter the budget counts. */
export function heldOf(
  exposure: Exposure,
  budget: Pick<Budget, 'meter' | 'limit'>,
  window: Window,
): Used {
  let sum = nothingUsed;
  for (const [domain, all] of exposure.held) {
    if (!isOf(budget, all.meter)) continue;
    const part = [...all.byDay]
      .filter(([day]) => isWithin(window, day))
      .reduce((units, [, one]) => sumOf(units, one), nothingUnits);
    if (part.quantity === 0n) continue;
    sum = {
      quantity: decimalOf(sum.quantity + part.quantity),
      gross: nanosOf(sum.gross + mostOfDomain(exposure, domain, { part, all })),
    };
  }
  return sum;
}

/** The most that all holds can come to. */
export const mostOfAll = (exposure: Exposure): Nanos => mostSince(exposure, 0);

/** The most that holds can come to which were made at an instant of `since` or after it. */
export function mostSince(exposure: Exposure, index: number): Nanos {
  let sum = 0n;
  for (const [domain, all] of exposure.held) {
    const later = [...all.bySince].flatMap(([key, units]) => (key >= index ? [units] : []));
    const part = index === 0 ? all : later.reduce(sumOf, nothingUnits);
    if (part.quantity > 0n) sum += mostOfDomain(exposure, domain, { part, all });
  }
  return nanosOf(sum);
}

function mostOfDomain(
  exposure: Exposure,
  domain: string,
  { part, all }: { readonly part: HeldUnits; readonly all: HeldUnits },
): Nanos {
  const own = exposure.terms.domain(domain);
  // A plan's version that has begun stays; what has no price any more cannot be captured.
  if (own === undefined || part.paid === 0n) return nanosOf(0n);
  const range = { base: baseOf(exposure, own), held: all.quantity };
  const captures = part.captures === undefined ? {} : { captures: part.captures };
  const isWhole = part.paid === all.quantity;
  const most =
    isWhole && !isFallOfPasses(exposure, own)
      ? mostGrossOf(own, range)
      : mostGrossOfPart(own, {
          ...range,
          // With the least that is more, all of it counts as a part.
          held: decimalOf(isWhole ? range.held + 1n : range.held),
          part: part.paid,
          ...captures,
          ...(own.grain === undefined ? {} : { grain: own.grain }),
        });
  return nanosOf(most + correctionOf(exposure, own));
}

/** Whether what a price falls by goes to what passes covered, so that it makes nothing else cheaper. */
const isFallOfPasses = ({ state }: Exposure, { key, charge }: DomainTerms): boolean =>
  charge.price.model === 'volume' && (state.passed.get(key)?.net ?? 0n) > 0n;

/** What the next capture takes beside its price, as the plan was changed since the last; never what it gives back. */
function correctionOf({ state }: Exposure, own: DomainTerms): bigint {
  const captured = state.captured.get(own.key);
  if (captured === undefined) return 0n;
  const correction = grossAt(own, captured.quantity) - captured.net - captured.tax;
  return correction > 0n ? correction : 0n;
}

/** From where on further units of a domain are priced, where it is asked what they can come to. */
const baseOf = (
  { state, ungated }: Pick<Exposure, 'state' | 'ungated'>,
  { key }: DomainTerms,
): Decimal =>
  decimalOf((state.captured.get(key) ?? nothingCaptured).quantity + ungated.quantityOf(key));
