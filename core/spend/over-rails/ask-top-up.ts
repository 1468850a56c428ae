import { type TopUpPolicy, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { amountText, type Nanos, nanosOf } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, timestampOf } from '../../kernel/timestamp.ts';
import { advanced } from '../../rails/advance.ts';
import {
  type Collection,
  collectionId,
  isOver,
  type RailName,
  type WalletTopUp,
} from '../../rails/collection.ts';
import { railCaller } from '../../rails/connect.ts';
import type { Collections, Rail, RailCaller, RailSecrets } from '../../rails/ports.ts';
import type { RailBooks } from '../../rails/rail-books.ts';
import { askedUnder } from '../ask.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { refuseUnbookable } from '../protocol/refuse-unbookable.ts';
import { callersKey } from '../protocol/use.ts';
import { refuseNothing } from '../protocol/wallets.ts';
import type { Token } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { walletName } from './wallet-place.ts';

/** What money of wallets goes over rails by. */
export interface WalletRails {
  readonly gate: SpendGate;
  readonly collections: Collections;
  readonly secrets: RailSecrets;
  readonly rails: Readonly<Record<RailName, Rail>>;
  readonly books: RailBooks;
}

/** Money that is asked for over a rail. */
export interface TopUpAsked {
  readonly payer: PayerKey;
  readonly amount: Nanos;
  readonly currency: Currency;
  readonly rail: Exclude<RailName, 'sepa'>;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly key: string;
  /** The token by which it is asked for, if any. */
  readonly token: string | undefined;
}

/** Of one wallet, at once: each is an address at which somebody may pay. */
const OPEN_MAX = 3;
const PER_DAY = 10;
/** Each time, another one was begun meanwhile. */
const ROUNDS_MAX = 10;
/** A day has fewer; and all that may be open are of a day. */
const PAGE = 100;

/**
 * Asks for money over a rail: where the payer pays, and what became of it. It is in the wallet once the rail says that
 * it has come. Asked again under the same key, it is the same one.
 * @throws Rejection `top-up.off`, `top-up.amount-invalid`, `top-up.too-many`, `rail.not-connected`,
 * `collection.amount-not-collectable`, `collection.refused`, `rail.outcome-unknown`, `request.idempotency-key-reused`,
 * `token.limit-exceeded`, and as `refuseUnbookable`, `refuseByToken` and what reads terms do
 */
export async function askTopUp(
  ports: WalletRails,
  tenant: string,
  asked: TopUpAsked,
): Promise<Collection> {
  const caller = await railCaller(ports, { tenant, rail: asked.rail });
  const topUp = topUpOf(asked);
  const invoice = walletName(tenant, asked.payer);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const latest = await ports.collections.newest(tenant, invoice, {
      below: undefined,
      limit: PAGE,
    });
    const known = latest.find((one) => one.topUp?.key === topUp.key);
    const token = await refuseToken(ports.gate, tenant, asked);
    if (known !== undefined) return brought(ports, caller, { known, body: topUp.body });
    await refuseMoney(ports, tenant, asked);
    refuseMany(latest, ports.gate.clock.now(), await policyOf(ports.gate, tenant));
    if (token?.limit !== undefined) await refuseOverLimit(ports, tenant, asked, token);
    const attempt = (latest[0]?.attempt ?? 0) + 1;
    const next = prepared(ports, asked, { tenant, invoice, attempt, topUp });
    if ((await ports.collections.put(next)) === 'put') {
      return brought(ports, caller, { known: next, body: topUp.body });
    }
  }
  throw new Rejection('rail.outcome-unknown', 'ask again: others were asking at the same time');
}

function topUpOf({ payer, key, token, ...asked }: TopUpAsked): WalletTopUp {
  const { amount, currency, rail, successUrl, cancelUrl } = asked;
  const body = ['top-up', payer, String(amount), currency, rail, successUrl, cancelUrl];
  return { payer, ...askedUnder(callersKey(key, token), body, token) };
}

/** Whether the token is in force, and for this. */
async function refuseToken(
  { spend, clock }: SpendGate,
  tenant: string,
  { payer, token }: TopUpAsked,
): Promise<Token | undefined> {
  if (token === undefined) return undefined;
  const state = await spend.read(tenant, payer);
  const now = clock.now() > state.at ? clock.now() : state.at;
  return refuseByToken({ state, now }, token, 'top-up');
}

async function policyOf({ settings }: SpendGate, tenant: string): Promise<TopUpPolicy> {
  const { topUps } = await tenantBillingOf(settings, tenant);
  if (topUps !== undefined) return topUps;
  throw new Rejection(
    'top-up.off',
    'ask whoever sells: no wallet is topped up by its payer here, as the billing settings have no topUps',
  );
}

/** Refuses what could not be asked for, or not be booked once it has come. */
async function refuseMoney(
  { gate, rails }: WalletRails,
  tenant: string,
  { payer, amount, currency, rail }: TopUpAsked,
): Promise<void> {
  refuseNothing(amount);
  const { least, most } = await policyOf(gate, tenant);
  await byFacts(gate, { tenant, payer }, async ({ terms }) => {
    await refuseUnbookable(gate, tenant, { payer, currency, terms });
  });
  if (amount < least || amount > most) {
    const [from, to] = [amountText(least, currency), amountText(most, currency)];
    const detail = `/amount: give ${from} ${currency} at least, and ${to} at most, got ${amountText(amount, currency)}`;
    throw new Rejection('top-up.amount-invalid', detail, { param: '/amount' });
  }
  const quote = rails[rail].quote(amount, currency);
  if (quote.kind === 'collectable') return;
  throw new Rejection('collection.amount-not-collectable', quote.detail, { param: '/amount' });
}

/** @throws Rejection `top-up.too-many` */
function refuseMany(
  latest: readonly Collection[],
  now: number,
  { perDay = PER_DAY }: TopUpPolicy,
): void {
  const open = latest.filter((one) => one.topUp !== undefined && !isOver(one));
  if (open.length >= OPEN_MAX) {
    const detail = `pay one that is open, or let it end: ${OPEN_MAX} are, as many as may be`;
    throw new Rejection('top-up.too-many', detail);
  }
  const since = now - millisecondsPer.day;
  const ofDay = latest.filter((one) => one.topUp !== undefined && one.preparedAt > since);
  if (ofDay.length < perDay) return;
  const detail = `ask again tomorrow: ${perDay} were begun within a day, as many as may be`;
  throw new Rejection('top-up.too-many', detail);
}

/** A token asks for no more than its limit, all that it has asked for and that may have come together. */
async function refuseOverLimit(
  { collections }: WalletRails,
  tenant: string,
  { payer, amount, currency, token: id }: TopUpAsked,
  { limit = nanosOf(0n), at, currency: ofLimit }: Token,
): Promise<void> {
  if (ofLimit !== undefined && ofLimit !== currency) {
    const detail = `ask for a new token: the limit of this one is in ${ofLimit}`;
    throw new Rejection('wallet.currency-differs', detail);
  }
  let asked = 0n;
  for await (const one of since(collections, { tenant, payer, at })) {
    const isLost = one.status === 'failed' || one.status === 'expired';
    if (one.topUp?.token === id && !isLost) asked += one.amount;
  }
  if (asked + amount <= limit) return;
  const rest = limit > asked ? limit - asked : 0n;
  const left = amountText(nanosOf(rest), currency);
  throw new Rejection(
    'token.limit-exceeded',
    `this token can ask for ${left} ${currency} more, got ${amountText(amount, currency)}`,
    { extensions: { left } },
  );
}

/** All of a wallet that were begun since then: ten or so a day. */
async function* since(
  collections: Collections,
  { tenant, payer, at }: { readonly tenant: string; readonly payer: PayerKey; readonly at: number },
): AsyncGenerator<Collection> {
  let below: number | undefined;
  for (;;) {
    const page = await collections.newest(tenant, walletName(tenant, payer), {
      below,
      limit: PAGE,
    });
    const later = page.filter(({ preparedAt }) => preparedAt >= at);
    yield* later;
    if (later.length < PAGE) return;
    below = page.at(-1)?.attempt;
  }
}

function prepared(
  { rails, gate }: WalletRails,
  { amount, currency, rail, successUrl, cancelUrl }: TopUpAsked,
  {
    topUp,
    ...place
  }: Pick<Collection, 'tenant' | 'invoice' | 'attempt'> & { readonly topUp: WalletTopUp },
): Collection {
  const now = gate.clock.now();
  return {
    ...{ ...place, rail, currency, amount, topUp, successUrl, cancelUrl },
    number: `Top-up ${place.attempt}`,
    preparedAt: now,
    expiresAt: timestampOf(now + rails[rail].openMs),
    status: 'prepared',
    ...{ reference: undefined, url: undefined, payment: undefined, reason: undefined },
    ...{ changedAt: now, revision: 1 },
  };
}

/** Brings one on, so that it says where to pay, or what became of it. */
async function brought(
  { gate: { clock }, collections, rails, books }: WalletRails,
  caller: RailCaller,
  { known, body }: { readonly known: Collection; readonly body: string },
): Promise<Collection> {
  if (known.topUp?.body !== body) {
    const detail = 'use another key: something else was asked for under this one';
    throw new Rejection('request.idempotency-key-reused', detail);
  }
  const now = await advanced({ clock, collections, books, rail: rails[known.rail] }, caller, known);
  if (now.kind === 'is') {
    const { status, rail, reason = 'it does not say why' } = now.collection;
    if (known.status !== 'prepared' || status !== 'failed') return now.collection;
    throw new Rejection('collection.refused', `see what ${rail} says of it: ${reason}`);
  }
  // What came and cannot be booked is told to a person by who looks at it; the payer sees that it is open.
  if (now.kind === 'unbookable') return known;
  throw new Rejection(
    'rail.outcome-unknown',
    `ask again, under the same key: ${known.rail} has not said what became of ${collectionId(known)} (${now.detail})`,
  );
}
