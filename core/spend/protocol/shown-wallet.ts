import type { Currency } from '../../kernel/currency.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { paymentInBooks } from '../../payments/payment-in-books.ts';
import { exposureOf, mostOfAll } from '../exposure.ts';
import type { Grant, LowState, RefillState } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { walletLeft } from '../wallet-left.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

/** A grant, and what of its payment no invoice has used; undefined where nothing is left, or nobody paid it. */
export interface GrantState extends Grant {
  readonly unapplied: Nanos | undefined;
}

/** What a wallet has now, grant by grant. */
export interface WalletState {
  readonly payer: PayerKey;
  readonly currency: Currency;
  readonly available: Nanos;
  readonly held: Nanos;
  /** Used without asking before, in months that are not invoiced yet; with tax. */
  readonly ungated: Nanos;
  readonly owed: Nanos;
  readonly grants: readonly GrantState[];
  readonly refill: RefillState | undefined;
  readonly low: LowState | undefined;
}

/** @throws Rejection as what reads terms does */
export const shownWallet = (
  gate: SpendGate,
  tenant: string,
  payer: PayerKey,
  token: string | undefined,
): Promise<WalletState> =>
  byFacts(gate, { tenant, payer }, async ({ terms }) => {
    const ungated = await gate.ungated.read(tenant, terms);
    const state = await gate.spend.read(tenant, payer);
    const now = gate.clock.now();
    refuseByToken({ state, now: now > state.at ? now : state.at }, token, 'read');
    const exposure = exposureOf(state, { terms, ungated, now });
    const { currency = terms.currency } = state;
    // Of another currency than the plan's, nothing can be spent.
    const left = currency === terms.currency ? (walletLeft(exposure) ?? 0n) : 0n;
    return {
      ...{ payer, currency, owed: state.owed, refill: state.refill, low: state.low },
      grants: await shownGrants(gate, tenant, state.grants),
      available: nanosOf(left > 0n ? left : 0n),
      held: mostOfAll(exposure),
      ungated: exposure.ungated.usedInOpenMonths().gross,
    };
  });

/** Only those with money left are looked up in the books: of them, there is a most. */
async function shownGrants(
  { books }: Pick<SpendGate, 'books'>,
  tenant: string,
  grants: readonly Grant[],
): Promise<readonly GrantState[]> {
  const paid = ({ left, document }: Grant) =>
    document === undefined || left === 0n ? [] : [document];
  const originals = [...new Set(grants.flatMap(paid))];
  if (originals.length === 0) return grants.map((grant) => ({ ...grant, unapplied: undefined }));
  const page = await books.read(tenant, { cells: [], originals });
  return grants.map((grant) => {
    const [payment] = paid(grant);
    const unapplied = payment === undefined ? undefined : paymentInBooks(page, payment).unapplied;
    return { ...grant, unapplied };
  });
}
