import { type TopUpPolicy, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { amountText, type Nanos, nanosOf } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { Collection, CollectionPlace, RailName, WalletTopUp } from '../../rails/collection.ts';
import type { Collections } from '../../rails/ports.ts';
import { askedUnder } from '../ask.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { refuseUnbookable } from '../protocol/refuse-unbookable.ts';
import { callersKey } from '../protocol/use.ts';
import { refuseNothing } from '../protocol/wallets.ts';
import type { Token } from '../state.ts';
import { begun, PAGE, refuseMany, type WalletRails } from './begin.ts';
import { walletName } from './wallet-place.ts';

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
  /** Whether the payer lets the rail keep by what it is paid. */
  readonly isKept?: boolean | undefined;
}

const PER_DAY = 10;

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
  const topUp = topUpOf(asked);
  return begun(ports, tenant, {
    ...{ rail: asked.rail, asked: topUp, action: 'top-up' },
    async prepare(latest, place, token) {
      await refuseMoney(ports, tenant, asked);
      const { perDay = PER_DAY } = await policyOf(ports.gate, tenant);
      const before = latest.filter((one) => one.topUp !== undefined);
      refuseMany(before, { now: ports.gate.clock.now(), perDay, code: 'top-up.too-many' });
      if (token?.limit !== undefined) await refuseOverLimit(ports, tenant, asked, token);
      return prepared(ports, asked, { ...place, topUp });
    },
  });
}

function topUpOf({ payer, key, token, isKept = false, ...asked }: TopUpAsked): WalletTopUp {
  const { amount, currency, rail, successUrl, cancelUrl } = asked;
  const body = ['top-up', payer, String(amount), currency, rail, successUrl, cancelUrl];
  const kept = isKept ? { isKept } : {};
  return {
    payer,
    ...askedUnder(callersKey(key, token), isKept ? [...body, 'kept'] : body, token),
    ...kept,
  };
}

/** @throws Rejection `top-up.off` */
export async function policyOf({ settings }: SpendGate, tenant: string): Promise<TopUpPolicy> {
  const { topUps } = await tenantBillingOf(settings, tenant);
  if (topUps !== undefined) return topUps;
  throw new Rejection(
    'top-up.off',
    'ask whoever sells: no wallet is topped up by its payer here, as the billing settings have no topUps',
  );
}

/** Refuses what could not be asked for, or not be booked once it has come. @throws Rejection */
export async function refuseMoney(
  { gate, rails }: WalletRails,
  tenant: string,
  { payer, amount, currency, rail }: Pick<TopUpAsked, 'payer' | 'amount' | 'currency' | 'rail'>,
): Promise<void> {
  refuseNothing(amount);
  const policy = await policyOf(gate, tenant);
  await byFacts(gate, { tenant, payer }, async ({ terms }) => {
    await refuseUnbookable(gate, tenant, { payer, currency, terms });
  });
  refuseBounds({ rails }, policy, { amount, currency, rail });
}

/** @throws Rejection `top-up.amount-invalid`, `collection.amount-not-collectable` */
export function refuseBounds(
  { rails }: Pick<WalletRails, 'rails'>,
  { least, most }: TopUpPolicy,
  { amount, currency, rail }: Pick<TopUpAsked, 'amount' | 'currency' | 'rail'>,
): void {
  if (amount < least || amount > most) {
    const [from, to] = [amountText(least, currency), amountText(most, currency)];
    const detail = `/amount: give ${from} ${currency} at least, and ${to} at most, got ${amountText(amount, currency)}`;
    throw new Rejection('top-up.amount-invalid', detail, { param: '/amount' });
  }
  const quote = rails[rail].quote(amount, currency);
  if (quote.kind === 'collectable') return;
  throw new Rejection('collection.amount-not-collectable', quote.detail, { param: '/amount' });
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
export async function* since(
  collections: Pick<Collections, 'newest'>,
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
  { topUp, ...place }: CollectionPlace & { readonly topUp: WalletTopUp },
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
