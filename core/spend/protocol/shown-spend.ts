import type { Currency } from '../../kernel/currency.ts';
import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339, type Timestamp } from '../../kernel/timestamp.ts';
import { type Domain, domainFrom } from '../domain.ts';
import type { Budget } from '../entry.ts';
import { type Exposure, exposureOf, heldOf, mostOfAll, usedOf } from '../exposure.ts';
import { leftOf, type SpendFacts } from '../fit.ts';
import { heldOfPass, leftOfPass, openPasses } from '../pass-units.ts';
import type { PayerTerms } from '../payer-terms.ts';
import {
  type Captured,
  type Hold,
  isHeld,
  type Pass,
  type SpendState,
  type Threshold,
} from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { walletLeft } from '../wallet-left.ts';
import { monthWindow, resetsAt, windowOf } from '../window.ts';
import { type ClosedHold, closedHold } from './closed-hold.ts';
import { byFacts } from './facts.ts';
import { type ByToken, holdNamed } from './hold-ends.ts';
import type { SpendGate } from './ports.ts';

/** How far a budget is used: gross nanos, or units. */
export interface BudgetStanding {
  readonly budget: Budget;
  readonly used: Nanos | Decimal;
  readonly held: Nanos | Decimal;
  /** At least zero. */
  readonly left: Nanos | Decimal;
  readonly resetsAt: Timestamp | undefined;
}

/** What a wallet has: for more, and for what is held. */
interface WalletStanding {
  readonly available: Nanos;
  readonly held: Nanos;
}

/** What was captured of what is a usage line of an invoice. */
interface LineStanding extends Domain, Captured {
  /** What passes change of it, without tax; undefined where they cover none of it. */
  readonly passes?: Nanos;
}

/** A pass, what holds keep of it, and what can be used or held. */
export interface PassStanding {
  readonly pass: Pass;
  readonly held: Decimal;
  readonly left: Decimal;
}

export interface SpendStanding {
  readonly payer: PayerKey;
  readonly currency: Currency;
  readonly month: Month;
  /** That of what was captured in the month, and of its lines. */
  readonly monthCurrency: Currency;
  /** In the month, with tax. */
  readonly captured: Nanos;
  /** What passes covered of it. */
  readonly covered: Nanos;
  readonly lines: readonly LineStanding[];
  readonly ungated: Nanos;
  readonly held: Nanos;
  readonly asOf: Timestamp;
  readonly openHolds: number;
  readonly unreported: ReadonlyMap<string, Decimal>;
  readonly budgets: readonly BudgetStanding[];
  readonly passes: readonly PassStanding[];
  readonly wallet: WalletStanding | undefined;
  readonly threshold: Threshold | undefined;
}

/** What is asked to be shown of a payer. */
export interface SpendAsked {
  readonly payer: PayerKey;
  /** The current one of the payer where undefined. */
  readonly month: Month | undefined;
  readonly token: string | undefined;
}

/** As long as it is kept what was captured by each charge. */
const MONTHS_BACK = 13;

/**
 * What a payer has spent in a month, and what it holds and has left now.
 * @throws Rejection as what reads terms does; `period.malformed` of a month that is not kept
 */
export const shownSpend = (
  protocol: SpendGate,
  tenant: string,
  asked: SpendAsked,
): Promise<SpendStanding> =>
  byFacts(protocol, { tenant, payer: asked.payer }, async ({ terms }) => {
    const { spend, clock } = protocol;
    const state = await spend.read(tenant, asked.payer);
    const now = later(clock.now(), state.at);
    refuseByToken({ state, now }, asked.token, 'read');
    const current = terms.calendar.monthAt(now);
    const { month = current } = asked;
    refuseMonth(month, current);
    const facts = await factsOf(protocol, tenant, { terms, month });
    return standingOf(state, { ...facts, now, month });
  });

type MonthFacts = Awaited<ReturnType<SpendGate['ofMonth']>>;

function standingOf(
  state: SpendState,
  { month, now, ...facts }: MonthFacts & { readonly now: Timestamp; readonly month: Month },
): SpendStanding {
  const { terms, ungated } = facts;
  const exposure = exposureOf(state, { ...facts, now });
  const lines = linesOf(state, month);
  return {
    ...{ payer: terms.payer as PayerKey, currency: terms.currency, month, lines },
    monthCurrency: terms.currencyIn(month),
    covered: coveredIn(state, month),
    captured: nanosOf(lines.reduce<bigint>((sum, { net, tax }) => sum + net + tax, 0n)),
    ungated: ungated.usedIn(monthWindow(terms.calendar, month), undefined).gross,
    held: mostOfAll(exposure),
    asOf: ungated.asOf ?? now,
    openHolds: [...state.holds.values()].filter((hold) => isHeld(hold, now)).length,
    unreported: state.unreported,
    budgets: [...state.budgets.values()].map((budget) => budgetShown(exposure, facts, budget)),
    passes: openPasses(state, now).map((pass) => ({
      pass,
      held: heldOfPass(state, pass.id, now),
      left: leftOfPass(state, pass, now),
    })),
    wallet: walletShown(exposure),
    threshold: state.threshold,
  };
}

/** @throws Rejection `period.malformed` */
function refuseMonth(month: Month, current: Month): void {
  const earliest = laterMonth(current, -MONTHS_BACK);
  if (month >= earliest && month <= current) return;
  const detail = `give a month from ${earliest} to ${current}, got ${month}`;
  throw new Rejection('period.malformed', detail, { param: 'period' });
}

/** Terms and usage that the month is of, too; those that are known, where it is. */
async function factsOf(
  { ungated, ofMonth }: SpendGate,
  tenant: string,
  { terms, month }: { readonly terms: PayerTerms; readonly month: Month },
): Promise<MonthFacts> {
  const isKnown = terms.months.some(({ period }) => period.month === month);
  return isKnown
    ? { terms, ungated: await ungated.read(tenant, terms) }
    : ofMonth(tenant, terms.payer as PayerKey, month);
}

const coveredIn = ({ passed }: SpendState, month: Month): Nanos =>
  nanosOf(
    [...passed].reduce<bigint>(
      (sum, [key, { net, tax }]) => (domainFrom(key)?.month === month ? sum + net + tax : sum),
      0n,
    ),
  );

/** In the order in which their parts of the month begin. */
function linesOf({ captured, passed }: SpendState, month: Month): readonly LineStanding[] {
  const lines = [...captured].flatMap(([key, sums]): LineStanding[] => {
    const domain = domainFrom(key);
    if (domain?.month !== month) return [];
    const by = passed.get(key);
    const passes = by === undefined ? {} : { passes: nanosOf(by.paid.net - by.net) };
    return [{ ...domain, ...sums, ...passes }];
  });
  const place = ({ start, plan, charge }: Domain): string =>
    JSON.stringify([rfc3339(start), plan, charge]);
  return lines.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

const later = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);

function budgetShown(
  exposure: Exposure,
  { terms }: Pick<SpendFacts, 'terms'>,
  budget: Budget,
): BudgetStanding {
  const window = windowOf(budget.every, terms.calendar.dayAt(exposure.now), terms.calendar);
  const [used, held] = [usedOf(exposure, budget, window), heldOf(exposure, budget, window)];
  const left = leftOf(exposure, budget, window);
  const atLeast = left > 0n ? left : 0n;
  const common = { budget, resetsAt: resetsAt(window, terms.calendar) };
  return budget.limit.of === 'money'
    ? { ...common, used: used.gross, held: held.gross, left: nanosOf(atLeast) }
    : { ...common, used: used.quantity, held: held.quantity, left: decimalOf(atLeast) };
}

function walletShown(exposure: Exposure): WalletStanding | undefined {
  const left = walletLeft(exposure);
  if (left === undefined) return undefined;
  return { available: nanosOf(left > 0n ? left : 0n), held: mostOfAll(exposure) };
}

/** A hold, and where it is. */
export interface HoldStanding {
  readonly hold: Hold;
  readonly status: 'open' | 'ended' | 'closed';
  /** What became of it, where it is closed and the log still says so within reach. */
  readonly closed?: ClosedHold;
}

/** The holds that can be captured, the oldest first. */
export async function shownHolds(
  { spend, clock }: Pick<SpendGate, 'spend' | 'clock'>,
  tenant: string,
  payer: PayerKey,
  token: string | undefined,
): Promise<readonly HoldStanding[]> {
  const state = await spend.read(tenant, payer);
  const now = later(clock.now(), state.at);
  refuseByToken({ state, now }, token, 'read');
  return [...state.holds.values()].map((hold) => ({
    hold,
    status: isHeld(hold, now) ? 'open' : 'ended',
  }));
}

/**
 * One hold, as it is now.
 * @throws Rejection `hold.not-found`
 */
export async function shownHold(
  protocol: Pick<SpendGate, 'spend' | 'clock'>,
  tenant: string,
  { id, by }: { readonly id: string; readonly by: ByToken },
): Promise<HoldStanding & { readonly payer: PayerKey }> {
  const found = await holdNamed(protocol, tenant, { id, by });
  const { payer, at, entry } = found;
  const holds = await shownHolds(protocol, tenant, payer, by?.token);
  const known = holds.find(({ hold }) => hold.id === id);
  if (known !== undefined) return { ...known, payer };
  const { quantity, endsAt, lease } = entry;
  const closed = await closedHold(protocol, tenant, { ...found, id });
  const hold: Hold = {
    ...{ id, at, gated: entry, endsAt, isLease: lease === true, hasEnded: true },
    ...{ quantity: decimalOf(0n), captured: quantity, captures: 0 },
  };
  return { payer, hold, status: 'closed', ...(closed === undefined ? {} : { closed }) };
}
