import type { Currency } from '../kernel/currency.ts';
import { amountText, type Nanos } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked, GrantEntry, WithdrawalEntry } from './entry.ts';
import { type Exposure, exposureOf } from './exposure.ts';
import type { SpendFacts } from './fit.ts';
import { kindFound } from './repeat.ts';
import { type Grant, overAt, type SpendState } from './state.ts';
import { walletLeft } from './wallet-left.ts';

type Ask = Pick<Asked, 'key' | 'body' | 'token'>;

/** With money left, at once: each capture looks at all of them. */
const GRANTS_MAX = 100;

/** @throws Rejection `wallet.currency-differs` for money that the wallet cannot have */
function refuseOtherThanIn({ currency }: Pick<SpendState, 'currency'>, given: Currency): void {
  if (currency === undefined || currency === given) return;
  const detail = `give ${currency}, the currency of this wallet, got ${given}`;
  throw new Rejection('wallet.currency-differs', detail, { param: '/currency' });
}

/** @throws Rejection `wallet.currency-differs`, `grant.too-many`, `request.invalid` for an end that is over */
export function refuseGrant(
  state: Pick<SpendState, 'currency' | 'grants'>,
  { currency, endsAt }: { readonly currency: Currency; readonly endsAt?: Timestamp | undefined },
  now: Timestamp,
): void {
  refuseOtherThanIn(state, currency);
  if (endsAt !== undefined && endsAt <= now) {
    const detail = `/endsAt: give an end that is to come, got ${rfc3339(endsAt)}, and it is ${rfc3339(now)}`;
    throw new Rejection('request.invalid', detail, { param: '/endsAt' });
  }
  if (
    state.grants.filter(({ left, pass }) => left > 0n && pass === undefined).length < GRANTS_MAX
  ) {
    return;
  }
  const detail = `grant more at a time: the wallet has ${GRANTS_MAX} grants with money left`;
  throw new Rejection('grant.too-many', detail);
}

type MoneyToGrant = Omit<GrantEntry, keyof Asked | 'kind'>;

/**
 * Puts money into the wallet. What is in the books already goes in whatever its end is, and however many grants there
 * are: it would be in no wallet otherwise.
 * @throws Rejection as `refuseGrant`
 */
export const putGrant = ({
  grant,
  asked,
  isBooked = false,
}: {
  readonly grant: MoneyToGrant;
  readonly asked: Ask;
  readonly isBooked?: boolean;
}): SpendDecision<{ readonly id: string }> => ({
  key: asked.key,
  decide(page) {
    const { state, now } = page;
    if (isBooked) refuseOtherThanIn(state, grant.currency);
    else refuseGrant(state, grant, now);
    return { id: page.add({ kind: 'grant', ...grant, ...asked }) };
  },
  repeat(found) {
    kindFound(found, 'grant', asked.body);
    return { id: found.id };
  },
});

/**
 * Takes money out of a grant, no more than is left of it and of the wallet.
 * @throws Rejection `grant.not-found`, `wallet.currency-differs`, `wallet.too-little`
 */
export const withdraw = ({
  of,
  amount,
  why,
  asked,
  ...facts
}: SpendFacts &
  Pick<WithdrawalEntry, 'of' | 'amount' | 'why'> & {
    readonly asked: Ask;
  }): SpendDecision<{
  readonly id: string;
  readonly amount: Nanos;
  readonly document?: string;
}> => ({
  key: asked.key,
  decide(page) {
    const { state, now } = page;
    const grant = state.grants.find(({ id }) => id === of);
    if (grant === undefined) {
      const detail = 'see GET /v1/payers/{payer}/wallet: the wallet has no grant of this id';
      throw new Rejection('grant.not-found', detail);
    }
    refuseOtherPlan(state, facts.terms.currency);
    const most = mostOut(grant, exposureOf(state, { ...facts, now }));
    if (amount > most) {
      const { currency } = facts.terms;
      const text = amountText((most > 0n ? most : 0n) as Nanos, currency);
      throw new Rejection(
        'wallet.too-little',
        `take out ${text} ${currency} at most, got ${amountText(amount, currency)}: the rest is spent, held, or not of this grant`,
      );
    }
    const id = page.add({ kind: 'withdrawal', of, amount, why, ...asked });
    return { id, amount, ...(grant.document === undefined ? {} : { document: grant.document }) };
  },
  repeat(found) {
    const { entry } = kindFound(found, 'withdrawal', asked.body);
    return { id: found.id, amount: entry.amount };
  },
});

/** The most that can be taken out of a grant: nothing that the wallet still needs, which of what is over is nothing. */
export function mostOut(
  { endsAt, left, pass }: Pick<Grant, 'endsAt' | 'left' | 'pass'>,
  of: Exposure,
): bigint {
  if (endsAt !== undefined && overAt(endsAt) <= of.now) return left;
  // What a pass cost is kept for its units.
  if (pass !== undefined) return 0n;
  const inWallet = walletLeft(of) ?? 0n;
  return inWallet < left ? inWallet : left;
}

/**
 * What is left is told by prices of the plan: of another currency, nothing can be compared with it.
 * @throws Rejection `wallet.currency-differs`
 */
export function refuseOtherPlan(
  { currency }: Pick<SpendState, 'currency'>,
  ofPlan: Currency,
): void {
  if (currency === undefined || currency === ofPlan) return;
  const detail = `take it out while the payer has a plan in ${currency}, the currency of this wallet: the plan is in ${ofPlan}`;
  throw new Rejection('wallet.currency-differs', detail);
}
