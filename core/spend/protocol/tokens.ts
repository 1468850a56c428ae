import { newTokenSecret, tokenText } from '../../access/token.ts';
import type { Currency } from '../../kernel/currency.ts';
import type { Nanos } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { TokenAction } from '../entry.ts';
import type { Token } from '../state.ts';
import { putToken, removeToken, tokenHash } from '../tokens.ts';
import { askedOnce } from './budgets.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

export interface TokenRequested {
  readonly payer: PayerKey;
  readonly actions: readonly TokenAction[];
  /** Gross. */
  readonly limit: { readonly amount: Nanos; readonly currency: Currency } | undefined;
  readonly lastsMs: number;
}

/** A token that was made: its text is nowhere else. */
export interface IssuedToken {
  readonly id: string;
  readonly text: string;
  readonly endsAt: Timestamp;
}

/** Each is made once, by the tenant: whoever did not get the answer makes another. */
const bySelf = { key: undefined, token: undefined };

/**
 * Makes a token of a payer that there is.
 * @throws Rejection as `putToken` and what reads terms do; `wallet.currency-differs`
 */
export async function issueToken(
  protocol: SpendGate,
  tenant: string,
  { payer, actions, limit, lastsMs }: TokenRequested,
): Promise<IssuedToken> {
  const { spend, clock, random } = protocol;
  const secret = newTokenSecret(random);
  const asked = askedOnce(random, bySelf, ['token', payer]);
  return byFacts(protocol, { tenant, payer }, async ({ terms: { currency } }) => {
    refuseOtherCurrency(limit?.currency, currency);
    const endsAt = timestampOf(clock.now() + lastsMs);
    const common = { hash: tokenHash(secret), actions, endsAt };
    const token =
      limit === undefined ? common : { ...common, limit: limit.amount, currency: limit.currency };
    const { id } = await spend.decide(tenant, payer, putToken({ token, asked }));
    return { id, text: tokenText({ of: 'payer', tenant, tokenId: id, secret }), endsAt };
  });
}

/** @throws Rejection `wallet.currency-differs` */
function refuseOtherCurrency(given: Currency | undefined, own: Currency): void {
  if (given === undefined || given === own) return;
  const detail = `give ${own}, the currency of the payer's plan, got ${given}`;
  throw new Rejection('wallet.currency-differs', detail, { param: '/limit/currency' });
}

/** The tokens of a payer that are in force, the oldest first, and in what currency their limits are. */
export const shownTokens = (
  protocol: SpendGate,
  tenant: string,
  payer: PayerKey,
): Promise<{ readonly currency: Currency; readonly tokens: readonly Token[] }> =>
  byFacts(protocol, { tenant, payer }, async ({ terms: { currency } }) => {
    const { tokens } = await protocol.spend.read(tenant, payer);
    const now = protocol.clock.now();
    return { currency, tokens: [...tokens.values()].filter(({ endsAt }) => endsAt > now) };
  });

/** Revokes a token: nothing is decided by it from then on. @throws Rejection `token.not-found` */
export const tokenRevoked = (
  { spend, random }: Pick<SpendGate, 'spend' | 'random'>,
  tenant: string,
  { payer, id }: { readonly payer: PayerKey; readonly id: string },
): Promise<{ readonly id: string }> => {
  const asked = askedOnce(random, bySelf, ['token-removal', payer, id]);
  return spend.decide(tenant, payer, removeToken({ of: id, asked }));
};
