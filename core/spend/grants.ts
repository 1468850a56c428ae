import { amountText, type Nanos } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked, GrantEntry, WithdrawalEntry } from './entry.ts';
import { exposureOf, walletLeft } from './exposure.ts';
import type { SpendFacts } from './fit.ts';
import { kindFound } from './repeat.ts';

type Ask = Pick<Asked, 'key' | 'body' | 'token'>;

/** With money left, at once: each capture looks at all of them. */
const GRANTS_MAX = 100;

/**
 * Puts money into the wallet.
 * @throws Rejection `wallet.currency-differs`, `grant.too-many`
 */
export const putGrant = ({
  grant,
  asked,
}: {
  readonly grant: Omit<GrantEntry, keyof Asked | 'kind'>;
  readonly asked: Ask;
}): SpendDecision<{ readonly id: string }> => ({
  key: asked.key,
  decide(page) {
    const { currency, grants } = page.state;
    if (currency !== undefined && currency !== grant.currency) {
      const detail = `give ${currency}, the currency of this wallet, got ${grant.currency}`;
      throw new Rejection('wallet.currency-differs', detail);
    }
    if (grants.filter(({ left }) => left > 0n).length >= GRANTS_MAX) {
      const detail = `grant more at a time: the wallet has ${GRANTS_MAX} grants with money left`;
      throw new Rejection('grant.too-many', detail);
    }
    return { id: page.add({ kind: 'grant', ...grant, ...asked }) };
  },
  repeat(found) {
    kindFound(found, 'grant', asked.body);
    return { id: found.id };
  },
});

/**
 * Takes money out of a grant, no more than is left of it and of the wallet.
 * @throws Rejection `grant.not-found`, `wallet.too-little`
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
    const inWallet = walletLeft(exposureOf(state, { ...facts, now })) ?? 0n;
    const most = inWallet < grant.left ? inWallet : grant.left;
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
