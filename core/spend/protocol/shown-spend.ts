import type { Currency } from '../../kernel/currency.ts';
import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { type Month, monthOfDate } from '../../kernel/month.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Budget } from '../entry.ts';
import { type Exposure, exposureOf, heldOf, mostOfAll, usedOf, walletLeft } from '../exposure.ts';
import { leftOf } from '../fit.ts';
import { type Hold, isHeld } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { noUngatedUsage } from '../ungated-usage.ts';
import { resetsAt, windowOf } from '../window.ts';
import { byFacts, type KnownFacts } from './facts.ts';
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

export interface SpendStanding {
  readonly payer: PayerKey;
  readonly currency: Currency;
  readonly month: Month;
  /** In the month, with tax. */
  readonly captured: Nanos;
  readonly ungated: Nanos;
  readonly held: Nanos;
  readonly asOf: Timestamp;
  readonly openHolds: number;
  readonly unreported: ReadonlyMap<string, Decimal>;
  readonly budgets: readonly BudgetStanding[];
  readonly wallet: WalletStanding | undefined;
}

/** What a payer has spent, holds and has left, now. @throws Rejection as what reads terms does */
export const shownSpend = (
  protocol: SpendGate,
  tenant: string,
  payer: PayerKey,
  token: string | undefined,
): Promise<SpendStanding> =>
  byFacts(protocol, { tenant, payer }, async ({ terms }) => {
    const { spend, ungated, clock } = protocol;
    const state = await spend.read(tenant, payer);
    const now = later(clock.now(), state.at);
    refuseByToken({ state, now }, token, 'read');
    const facts: KnownFacts = { terms, ungated: await ungated.read(tenant, terms) };
    const exposure = exposureOf(state, { ...facts, now });
    const day = terms.calendar.dayAt(now);
    const month = windowOf('month', day);
    const captured = usedOf({ state, ungated: noUngatedUsage }, {}, month).gross;
    return {
      ...{ payer, currency: terms.currency, month: monthOfDate(day), captured },
      ungated: facts.ungated.usedIn(month, undefined).gross,
      held: mostOfAll(exposure),
      asOf: facts.ungated.asOf ?? now,
      openHolds: [...state.holds.values()].filter((hold) => isHeld(hold, now)).length,
      unreported: state.unreported,
      budgets: [...state.budgets.values()].map((budget) => budgetShown(exposure, facts, budget)),
      wallet: walletShown(exposure),
    };
  });

const later = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);

function budgetShown(
  exposure: Exposure,
  { terms }: Pick<KnownFacts, 'terms'>,
  budget: Budget,
): BudgetStanding {
  const window = windowOf(budget.every, terms.calendar.dayAt(exposure.now));
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
  const { payer, at, entry } = await holdNamed(protocol, tenant, { id, by });
  const holds = await shownHolds(protocol, tenant, payer, by?.token);
  const known = holds.find(({ hold }) => hold.id === id);
  if (known !== undefined) return { ...known, payer };
  const { quantity, endsAt, lease } = entry;
  const nothing = decimalOf(0n);
  const hold: Hold = {
    ...{ id, at, gated: entry, endsAt, isLease: lease === true, hasEnded: true },
    ...{ quantity: nothing, captured: quantity, captures: 0 },
  };
  return { payer, hold, status: 'closed' };
}
