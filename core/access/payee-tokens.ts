import type { PayeeTokenAction } from '../contract/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Random } from '../kernel/random.ts';
import { Rejection } from '../kernel/rejection.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { secretHashOf } from './api-key.ts';
import type { Caller } from './caller.ts';
import { newTokenSecret, type StoredTokens, tokenText } from './token.ts';

/** A token of a payee, as it is kept: never its secret. */
export interface PayeeToken {
  /** The how-manieth of its payee, from 1. */
  readonly n: number;
  /** SHA-256 of the secret. */
  readonly secretHash: Uint8Array;
  readonly actions: readonly PayeeTokenAction[];
  readonly createdAt: Timestamp;
  /** From then on it is refused. */
  readonly endsAt: Timestamp;
}

/** The tokens of one payee: those that are not revoked, and perhaps some that are at their end. */
export interface TokensOfPayee {
  readonly payee: string;
  /** How many were ever made, so that no id is given twice. */
  readonly made: number;
  /** How many times this was put. */
  readonly revision: number;
  readonly tokens: readonly PayeeToken[];
}

/** Where tokens of payees are kept: those of one payee are one record, by `tokensPlace`. */
export interface PayeeTokens {
  /** Strongly consistent. */
  get(tenant: string, place: string): Promise<TokensOfPayee | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(tenant: string, place: string, tokens: TokensOfPayee): Promise<PutOutcome>;
}

/** A token as whoever made it is told: its text is nowhere else. */
export interface IssuedPayeeToken extends Pick<PayeeToken, 'endsAt'> {
  readonly id: string;
  readonly text: string;
}

/** A token that is in force, and by what it is called. */
export type KnownPayeeToken = PayeeToken & { readonly id: string };

const TOKENS_MAX = 50;
const LIFE_MS_MAX = 30 * millisecondsPer.day;
const ATTEMPTS_MAX = 10;
const PLACE_BYTES = 16;
const RADIX = 36;
const ID = /^([A-Za-z0-9_-]{22})\.([1-9a-z][0-9a-z]{0,9})$/;

/** The name of a payee's record: 128 bits of SHA-256, so that ids of tokens lead to it and tell nothing of it. */
const tokensPlace = (tenant: string, payee: string): string =>
  sha256(JSON.stringify(['payee', tenant, payee])).toString('base64url', 0, PLACE_BYTES);

const idAt = (place: string, n: number): string => `${place}.${n.toString(RADIX)}`;

/** The tokens of payees, as whoever lets requests in looks them up. */
export const storedPayeeTokens = (kept: Pick<PayeeTokens, 'get'>): StoredTokens => ({
  async find(tenant, tokenId) {
    const found = await tokenAt(kept, tenant, tokenId);
    if (found === undefined) return undefined;
    const { payee, secretHash, endsAt } = found;
    return { holder: payee, secretHash, endsAt };
  },
});

async function tokenAt(
  kept: Pick<PayeeTokens, 'get'>,
  tenant: string,
  tokenId: string,
): Promise<(PayeeToken & { readonly payee: string }) | undefined> {
  const [, place, n] = ID.exec(tokenId) ?? [];
  if (place === undefined || n === undefined) return undefined;
  const record = await kept.get(tenant, place);
  if (record === undefined || tokensPlace(tenant, record.payee) !== place) return undefined;
  const token = record.tokens.find((one) => one.n === Number.parseInt(n, RADIX));
  return token === undefined ? undefined : { ...token, payee: record.payee };
}

/** What each request with a payee's token is held to. */
export interface PayeeTokenPorts {
  readonly payeeTokens: Pick<PayeeTokens, 'get'>;
  readonly clock: Clock;
}

/**
 * Holds a request to the token that it came with, as it is now: whoever let it in may remember a minute ago.
 * @throws Rejection `token.refused` where it was revoked or is at its end; `token.not-allowed` where it is for less
 */
export async function refuseByPayeeToken(
  { payeeTokens, clock }: PayeeTokenPorts,
  { tenant, keyId, payee }: Caller,
  action: PayeeTokenAction,
): Promise<void> {
  const token = await tokenAt(payeeTokens, tenant, keyId);
  if (token === undefined || token.payee !== payee || token.endsAt <= clock.now()) {
    const detail = 'ask for a new token: this one was revoked, or has come to its end';
    throw new Rejection('token.refused', detail);
  }
  if (token.actions.includes(action)) return;
  const detail = `use an API key, or a token for ${action}: this one is for ${token.actions.join(', ')}`;
  throw new Rejection('token.not-allowed', detail);
}

/** What tokens are made with. */
export interface IssuingPorts {
  readonly payeeTokens: PayeeTokens;
  /** Whether there is a payee under a key. */
  readonly payees: { get(tenant: string, key: string): Promise<object | undefined> };
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Makes a token of a payee, for 30 days at most. Undefined where there is no such payee.
 * @throws Rejection `token.end-invalid`, `token.too-many`, `payee.changed-meanwhile`
 */
export async function issuePayeeToken(
  { payeeTokens, payees, clock, random }: IssuingPorts,
  tenant: string,
  asked: Pick<PayeeToken, 'actions'> & { readonly payee: string; readonly lastsMs: number },
): Promise<IssuedPayeeToken | undefined> {
  const { payee, actions, lastsMs } = asked;
  if (lastsMs <= 0 || lastsMs > LIFE_MS_MAX) {
    const detail = 'let a token end within 30 days from now';
    throw new Rejection('token.end-invalid', detail, { param: '/expiresIn' });
  }
  if ((await payees.get(tenant, payee)) === undefined) return undefined;
  const secret = newTokenSecret(random);
  const now = clock.now();
  const endsAt = timestampOf(now + lastsMs);
  const made = { secretHash: secretHashOf(secret), actions, createdAt: now, endsAt };
  const { n } = await changed(payeeTokens, tenant, payee, (before) => {
    const inForce = before.tokens.filter((one) => one.endsAt > now);
    if (inForce.length >= TOKENS_MAX) {
      const detail = `revoke a token first: this payee has ${TOKENS_MAX}, as many as there may be`;
      throw new Rejection('token.too-many', detail);
    }
    const token = { n: before.made + 1, ...made };
    return { next: { made: token.n, tokens: [...inForce, token] }, answer: token };
  });
  const id = idAt(tokensPlace(tenant, payee), n);
  return { id, text: tokenText({ of: 'payee', tenant, tokenId: id, secret }), endsAt };
}

/** The tokens of a payee that are in force, the oldest first. */
export async function shownPayeeTokens(
  { payeeTokens, clock }: PayeeTokenPorts,
  tenant: string,
  payee: string,
): Promise<readonly KnownPayeeToken[]> {
  const place = tokensPlace(tenant, payee);
  const { tokens = [] } = (await payeeTokens.get(tenant, place)) ?? {};
  const now = clock.now();
  return tokens
    .filter(({ endsAt }) => endsAt > now)
    .map((token) => ({ ...token, id: idAt(place, token.n) }));
}

/**
 * Revokes a token of a payee: no request is answered by it from then on.
 * @throws Rejection `token.not-found`, `payee.changed-meanwhile`
 */
export async function revokePayeeToken(
  payeeTokens: PayeeTokens,
  tenant: string,
  { payee, id }: { readonly payee: string; readonly id: string },
): Promise<void> {
  const place = tokensPlace(tenant, payee);
  await changed(payeeTokens, tenant, payee, ({ made, tokens }) => {
    const left = tokens.filter(({ n }) => idAt(place, n) !== id);
    if (left.length === tokens.length) {
      const detail = 'see GET /v1/payees/{key}/tokens: this payee has no such token';
      throw new Rejection('token.not-found', detail, { param: 'id' });
    }
    return { next: { made, tokens: left }, answer: undefined };
  });
}

type Standing = Pick<TokensOfPayee, 'made' | 'tokens'>;

/** Puts what is made of the newest record; whoever was first is gone after. */
async function changed<Answer>(
  payeeTokens: PayeeTokens,
  tenant: string,
  payee: string,
  change: (before: Standing) => { readonly next: Standing; readonly answer: Answer },
): Promise<Answer> {
  const place = tokensPlace(tenant, payee);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await payeeTokens.get(tenant, place);
    const { next, answer } = change(before ?? { made: 0, tokens: [] });
    const revision = (before?.revision ?? 0) + 1;
    const outcome = await payeeTokens.put(tenant, place, { payee, revision, ...next });
    if (outcome === 'put') return answer;
  }
  const detail = `send the request again: others were changing the tokens of ${payee} at the same time`;
  throw new Rejection('payee.changed-meanwhile', detail);
}
