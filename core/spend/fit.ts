import { type Decimal, decimalOf, decimalText } from '../kernel/decimal.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import { amountText, type Nanos, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import type { SpendTerms } from './domain.ts';
import type { Budget, Gated } from './entry.ts';
import { type Exposure, exposureOf, heldOf, isOf, usedOf } from './exposure.ts';
import type { SpendPage } from './page.ts';
import type { UngatedUsage } from './ungated-usage.ts';
import { walletLeft } from './wallet-left.ts';
import { resetsAt, type Window, windowOf } from './window.ts';

/** What a request goes by beside what the log says. */
export interface SpendFacts {
  readonly terms: SpendTerms;
  readonly ungated: UngatedUsage;
}

/** So much more of what is to be used. */
export interface Wanted {
  readonly gated: Gated;
  readonly quantity: Decimal;
  /** How often some of it can be captured; undefined where any number of times. */
  readonly captures: number | undefined;
  /** How much of it passes cover: none where left out. */
  readonly covered?: Decimal;
  /** Since when it is held: now, where left out. */
  readonly at?: Timestamp;
}

/**
 * Whether so much more fits into every hard budget and the wallet, with all that is held; answers what is left after
 * it, gross, or undefined where nothing bounds it.
 * @throws Rejection `budget.exceeded`, `wallet.empty`, `wallet.currency-differs`
 */
export function leftAfter(page: SpendPage, facts: SpendFacts, wanted: Wanted): Nanos | undefined {
  const { state } = page;
  if (state.budgets.size === 0 && state.grants.length === 0) return undefined;
  refuseOtherWallet(page, facts.terms);
  const of = { ...facts, now: page.now };
  const exposure = exposureOf(state, of, wanted);
  // What passes cover is refused for no lack of money, as long as it takes none from what is held besides.
  const before = isCovered(wanted) ? exposureOf(state, of) : undefined;
  const lefts: bigint[] = [];
  for (const budget of state.budgets.values()) {
    if (!budget.hard || !isOf(budget, wanted.gated.meter)) continue;
    const left = leftOfBudget(page, facts, { budget, wanted, exposure, before });
    if (budget.limit.of === 'money') lefts.push(left);
  }
  const left = leftOfWallet(exposure, before);
  page.noteLeft(left);
  if (left === 'too little') throw empty(page, facts);
  if (left !== undefined) lefts.push(left);
  return lefts.length === 0 ? undefined : atLeastZero(lefts.reduce((a, b) => (a < b ? a : b)));
}

/** What a wallet has left; where it is less than nothing, it is no less than before, or too little. */
function leftOfWallet(
  exposure: Exposure,
  before: Exposure | undefined,
): Nanos | 'too little' | undefined {
  const left = walletLeft(exposure);
  if (left === undefined || left >= 0n) return left;
  const isNoLess = before !== undefined && left >= (walletLeft(before) ?? left);
  return isNoLess ? left : 'too little';
}

const atLeastZero = (amount: bigint): Nanos => nanosOf(amount > 0n ? amount : 0n);

export const isCovered = ({ covered, quantity }: Pick<Wanted, 'covered' | 'quantity'>): boolean =>
  quantity > 0n && covered === quantity;

/**
 * Whether what a pass costs fits into the budgets and the wallet, with all that is held.
 * @throws Rejection as `leftAfter`
 */
export function refusePrice(
  page: SpendPage,
  facts: SpendFacts,
  { meter, price, day }: { readonly meter: string; readonly price: Nanos; readonly day: string },
): void {
  const { state } = page;
  refuseOtherWallet(page, facts.terms);
  const exposure = exposureOf(state, { ...facts, now: page.now });
  for (const budget of state.budgets.values()) {
    if (!budget.hard || budget.limit.of === 'units' || !isOf(budget, meter)) continue;
    refuseOtherCurrency(budget, facts.terms);
    const window = windowOf(budget.every, day, facts.terms.calendar);
    if (leftOf(exposure, budget, window) >= price) continue;
    throw exceeded(page, facts, { budget, window, asked: 'the pass costs more than that' });
  }
  const left = (walletLeft(exposure) ?? 0n) - price;
  page.noteLeft(left);
  if (left < 0n) throw empty(page, facts);
}

/** What is left of a budget in the window that is asked for, where it fits in all that it touches. */
function leftOfBudget(
  page: SpendPage,
  facts: SpendFacts,
  {
    budget,
    wanted,
    exposure,
    before,
  }: {
    readonly budget: Budget;
    readonly wanted: Wanted;
    readonly exposure: Exposure;
    /** Without it, where it is to make nothing worse. */
    readonly before: Exposure | undefined;
  },
): bigint {
  refuseOtherCurrency(budget, facts.terms);
  const [own, ...others] = windowsTouched(budget, wanted.gated, {
    exposure,
    calendar: facts.terms.calendar,
  });
  const isExceeded = (window: Window): boolean => {
    const left = leftOf(exposure, budget, window);
    return left < 0n && (before === undefined || left < leftOf(before, budget, window));
  };
  const window = [own, ...others].find(isExceeded);
  if (window !== undefined) {
    const asked = askedOf(budget, wanted);
    throw exceeded(page, facts, { budget, window, asked });
  }
  return leftOf(exposure, budget, own);
}

/** What is left of a budget in a window, below zero where it is exceeded: gross nanos, or units. */
export function leftOf(exposure: Exposure, budget: Budget, window: Window): bigint {
  const used = usedOf(exposure, budget, window);
  const held = heldOf(exposure, budget, window);
  return budget.limit.of === 'money'
    ? budget.limit.amount - used.gross - held.gross
    : budget.limit.units - used.quantity - held.quantity;
}

/**
 * The window that is asked for, and those of other days' holds that are priced together with it: what is used before
 * them can make them dearer.
 */
function windowsTouched(
  { every }: Budget,
  { day, domain }: Gated,
  { exposure, calendar }: { readonly exposure: Exposure; readonly calendar: LocalCalendar },
): [Window, ...Window[]] {
  const own = windowOf(every, day, calendar);
  const days = [...(exposure.held.get(domain)?.byDay.keys() ?? [])];
  const others = days
    .map((one) => windowOf(every, one, calendar))
    .filter(({ from }) => from !== own.from);
  return [own, ...new Map(others.map((one) => [one.from, one])).values()];
}

/** @throws Rejection `wallet.currency-differs` where the wallet has money of another currency than the plan charges */
function refuseOtherWallet({ state }: SpendPage, { currency }: SpendTerms): void {
  if (state.grants.length === 0 || state.currency === currency) return;
  const detail = `pay the wallet back first, or give the payer a plan in ${state.currency}: the plan charges in ${currency}, and nothing is converted`;
  throw new Rejection('wallet.currency-differs', detail);
}

/** @throws Rejection `wallet.currency-differs` where a budget of money is not in the currency of the plan */
function refuseOtherCurrency({ key, limit }: Budget, { currency }: SpendTerms): void {
  if (limit.of === 'units' || limit.currency === currency) return;
  const detail = `put the budget ${JSON.stringify(key)} in ${currency}, the currency of the payer's plan, got ${limit.currency}`;
  throw new Rejection('wallet.currency-differs', detail);
}

function exceeded(
  page: SpendPage,
  { terms, ungated }: SpendFacts,
  {
    budget,
    window,
    asked,
  }: { readonly budget: Budget; readonly window: Window; readonly asked: string },
): Rejection {
  const before = exposureOf(page.state, { terms, ungated, now: page.now });
  const left = leftOf(before, budget, window);
  const shown = left > 0n ? left : 0n;
  const { limit, key } = budget;
  const [text, all] =
    limit.of === 'money'
      ? [
          amountText(nanosOf(shown), limit.currency),
          `${amountText(limit.amount, limit.currency)} ${limit.currency}`,
        ]
      : [decimalText(decimalOf(shown)), `${decimalText(limit.units)} units`];
  const resets = resetsAt(window, terms.calendar);
  const detail = `the budget ${JSON.stringify(key)} of ${all} has ${text} left, and ${asked}`;
  return new Rejection('budget.exceeded', detail, {
    extensions: {
      budget: key,
      left: text,
      ...(resets === undefined ? {} : { resetsAt: rfc3339(resets) }),
    },
  });
}

const askedOf = ({ limit }: Budget, { quantity, gated: { meter } }: Wanted): string =>
  limit.of === 'money'
    ? `${decimalText(quantity)} more of ${meter} can cost more than that`
    : `${decimalText(quantity)} more of ${meter} are asked for`;

function empty(page: SpendPage, { terms, ungated }: SpendFacts): Rejection {
  const left = walletLeft(exposureOf(page.state, { terms, ungated, now: page.now })) ?? 0n;
  const { currency } = terms;
  const text = amountText(nanosOf(left > 0n ? left : 0n), currency);
  const detail = `the wallet has ${text} ${currency} left, and this can cost more than that`;
  return new Rejection('wallet.empty', detail, { extensions: { left: text } });
}
