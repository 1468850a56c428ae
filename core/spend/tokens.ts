import { sha256 } from '../kernel/digest.ts';
import { amountText, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked, TokenAction, TokenEntry } from './entry.ts';
import { exposureOf, heldOfToken } from './exposure.ts';
import { isCovered, type SpendFacts, type Wanted } from './fit.ts';
import type { SpendPage } from './page.ts';
import { kindFound } from './repeat.ts';
import type { Token } from './state.ts';
import { tokenInForce } from './token-in-force.ts';

type Ask = Pick<Asked, 'key' | 'body' | 'token'>;

const TOKENS_MAX = 50;
const LIFE_MS_MAX = 30 * millisecondsPer.day;

/** What is kept of a secret. */
export const tokenHash = (secret: string): string => sha256(secret).toString('base64url');

/**
 * Lets a payer ask by itself, for 30 days at most.
 * @throws Rejection `token.too-many`, `token.end-invalid`
 */
export const putToken = ({
  token,
  asked,
}: {
  readonly token: Omit<TokenEntry, keyof Asked | 'kind'>;
  readonly asked: Ask;
}): SpendDecision<{ readonly id: string }> => ({
  key: asked.key,
  decide(page) {
    refuseByToken(page, asked.token, 'mint');
    if (token.endsAt > page.now + LIFE_MS_MAX || token.endsAt <= page.now) {
      const detail = 'let a token end within 30 days from now';
      throw new Rejection('token.end-invalid', detail, { param: '/expiresIn' });
    }
    if (page.state.tokens.size >= TOKENS_MAX) {
      const detail = `revoke a token first: this payer has ${TOKENS_MAX}, as many as there may be`;
      throw new Rejection('token.too-many', detail);
    }
    return { id: page.add({ kind: 'token', ...token, ...asked }) };
  },
  repeat(found) {
    kindFound(found, 'token', asked.body);
    return { id: found.id };
  },
});

/**
 * Revokes a token: what is asked for with it from now on is refused. What it holds can still be captured by others.
 * @throws Rejection `token.not-found`
 */
export const removeToken = ({
  of,
  asked,
}: {
  readonly of: string;
  readonly asked: Ask;
}): SpendDecision<{ readonly id: string }> => ({
  key: asked.key,
  decide(page) {
    if (!page.state.tokens.has(of)) {
      const detail = 'see GET /v1/payers/{payer}/tokens: this payer has no such token';
      throw new Rejection('token.not-found', detail, { param: 'id' });
    }
    page.add({ kind: 'token-removal', of, ...asked });
    return { id: of };
  },
  repeat(found) {
    kindFound(found, 'token-removal', asked.body);
    return { id: of };
  },
});

/**
 * The token that something is asked for with, where it is in force and may; undefined where nobody asks with one.
 * Nothing is minted with a token.
 * @throws Rejection `token.refused`, `token.not-allowed`
 */
export function refuseByToken(
  { state, now }: Pick<SpendPage, 'state' | 'now'>,
  id: string | undefined,
  action: TokenAction | 'mint' | 'refill',
): Token | undefined {
  const token = tokenInForce({ state, now }, id);
  if (token === undefined) return undefined;
  // Who may refill may top up; what goes on by itself has no limit of a token's.
  const needed = action === 'refill' ? 'top-up' : action;
  const isWithoutLimit = action === 'budget' || action === 'refill';
  const isOverLimit = isWithoutLimit && token.limit !== undefined;
  if (needed === 'mint' || isOverLimit || !token.actions.includes(needed)) {
    const detail = `use an API key, or a token for ${needed}: this one is for ${token.actions.join(', ')}${token.limit === undefined ? '' : ' up to a limit'}`;
    throw new Rejection('token.not-allowed', detail);
  }
  return token;
}

/**
 * Whether so much more is within a token's own limit, with all that is held by it.
 * @throws Rejection `token.refused`, `token.not-allowed`, `token.limit-exceeded`
 */
export function refuseOverToken(
  page: SpendPage,
  facts: SpendFacts,
  { token: id, ...wanted }: Wanted & { readonly token: string | undefined },
): void {
  const token = refuseByToken(page, id, 'charge');
  if (token !== undefined) refuseOverLimit(page, facts, token, wanted);
}

/** @throws Rejection `token.limit-exceeded`, `wallet.currency-differs` */
export function refuseOverLimit(
  page: SpendPage,
  facts: SpendFacts,
  token: Token,
  wanted: Wanted,
): void {
  if (token.limit === undefined) return;
  refuseOtherLimit(token, facts);
  const asked = { ...wanted, token: token.id };
  const exposure = exposureOf(page.state, { ...facts, now: page.now }, asked);
  const left = token.limit - token.spent - heldOfToken(exposure, token.id);
  if (left >= 0n) return;
  const { currency } = facts.terms;
  const before = exposureOf(page.state, { ...facts, now: page.now });
  const rest = token.limit - token.spent - heldOfToken(before, token.id);
  if (isCovered(wanted) && left >= rest) return;
  const text = amountText(nanosOf(rest > 0n ? rest : 0n), currency);
  throw new Rejection(
    'token.limit-exceeded',
    `this token has ${text} ${currency} left, and this can cost more than that`,
    { extensions: { left: text } },
  );
}

/** A limit is in the currency that the payer's plan had: what it is worth in another nobody has said. */
function refuseOtherLimit({ currency }: Token, { terms }: SpendFacts): void {
  if (currency === undefined || currency === terms.currency) return;
  const detail = `ask for a new token: the limit of this one is in ${currency}, and the plan charges in ${terms.currency}`;
  throw new Rejection('wallet.currency-differs', detail);
}
