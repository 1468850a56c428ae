import { documentId } from '../../books/document.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { TimeZone } from '../../kernel/time-zone.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { payerPaymentId, recordPayerPayment } from '../../payments/record-payer-payment.ts';
import { refundPayment } from '../../payments/refund-payment.ts';
import { askedUnder } from '../ask.ts';
import type { SpendDecision } from '../decision.ts';
import type { GrantEntry, GrantKind, WithdrawalEntry } from '../entry.ts';
import { exposureOf, mostOfAll, walletLeft } from '../exposure.ts';
import type { SpendFacts } from '../fit.ts';
import { putGrant, withdraw } from '../grants.ts';
import type { SpendPage } from '../page.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { Grant } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { askedOnce } from './budgets.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

/** Money that goes into a wallet. */
export interface MoneyGranted {
  readonly payer: PayerKey;
  readonly amount: Nanos;
  readonly currency: Currency;
  readonly priority: number;
  readonly endsAt: Timestamp | undefined;
}

/** How the money moved: what it is known by. */
export interface MoneyMoved {
  readonly rail: string;
  readonly reference: string;
  /** When, where that is told; a day of the seller begins where the seller is. */
  at(sellers: TimeZone): Timestamp | undefined;
}

/**
 * Records a payment of the payer for no invoice, and grants as much. Told again, it is answered as it was.
 * @throws Rejection as `recordPayerPayment`, `putGrant` and what reads terms do
 */
export const topUp = (
  gate: SpendGate,
  tenant: string,
  { payer, rail, reference, at, ...money }: MoneyGranted & MoneyMoved,
): Promise<{ readonly id: string; readonly payment: string }> =>
  byFacts(gate, { tenant, payer }, async ({ terms }) => {
    refuseOtherCurrency(terms, money.currency);
    refuseNothing(money.amount);
    const told = { payer, rail, reference, isOfWallet: true } as const;
    const payment = payerPaymentId(told);
    const timeZone = await sellersZone(gate, tenant);
    await recordPayerPayment(gate.books, tenant, {
      ...{
        ...told,
        timeZone,
        currency: money.currency,
        amount: money.amount,
        apply: 'none',
        isCustomer: true,
      },
      receivedAt: at(timeZone) ?? gate.clock.now(),
    });
    const asked = askedUnder(`top-up ${payment}`, [nanosText(money.amount), money.currency]);
    const grant = putGrant({ grant: { ...grantOf('bought', money), document: payment }, asked });
    const { id } = await gate.spend.decide(tenant, payer, onceFor(payment, grant));
    return { id, payment };
  });

/** However long ago it was told first, a payment is in the wallet once. */
const onceFor = (
  payment: string,
  grant: SpendDecision<{ readonly id: string }>,
): SpendDecision<{ readonly id: string }> => ({
  ...grant,
  decide: (page) => {
    const known = page.state.grants.find(({ document }) => document === payment);
    return known === undefined ? grant.decide(page) : { id: known.id };
  },
});

/** Puts money that nobody paid into a wallet. @throws Rejection as `putGrant` and what reads terms do */
export const giveMoney = (
  gate: SpendGate,
  tenant: string,
  {
    payer,
    kind,
    key,
    ...money
  }: MoneyGranted & {
    readonly kind: Exclude<GrantKind, 'bought'>;
    readonly key: string | undefined;
  },
): Promise<{ readonly id: string }> =>
  byFacts(gate, { tenant, payer }, async ({ terms }) => {
    refuseOtherCurrency(terms, money.currency);
    refuseNothing(money.amount);
    const { amount, currency, priority, endsAt = null } = money;
    const body = ['grant', payer, kind, nanosText(amount), currency, priority, endsAt];
    const asked = askedOnce(gate.random, { key, token: undefined }, body);
    return gate.spend.decide(tenant, payer, putGrant({ grant: grantOf(kind, money), asked }));
  });

function grantOf(
  grant: GrantKind,
  { amount, currency, priority, endsAt }: Omit<MoneyGranted, 'payer'>,
): Omit<GrantEntry, 'kind' | 'key' | 'body'> {
  return { grant, amount, currency, priority, ...(endsAt === undefined ? {} : { endsAt }) };
}

/** What is to be taken out of a grant. */
export interface WithdrawalRequest {
  readonly payer: PayerKey;
  readonly grant: string;
  /** All that can be taken where left out. */
  readonly amount: Nanos | undefined;
}

/**
 * Takes bought money out of a wallet, then records the refund of its payment. Told again, it is answered as it was.
 * @throws Rejection as `withdraw`, `refundPayment` and what reads terms do
 */
export const refundMoney = (
  gate: SpendGate,
  tenant: string,
  { rail, reference, at, ...taken }: WithdrawalRequest & MoneyMoved,
): Promise<{ readonly id: string; readonly amount: Nanos; readonly payment: string }> =>
  byFacts(gate, { tenant, payer: taken.payer }, async (facts) => {
    const { payer, grant } = taken;
    if (taken.amount !== undefined) refuseNothing(taken.amount);
    const payment = await paymentOf(gate, tenant, taken);
    const { books, clock } = gate;
    const refund = documentId('refund', [payment, rail, reference]);
    const known = (await books.read(tenant, { cells: [], originals: [refund] })).originals;
    const before = known.get(refund);
    // What was paid back was taken out before.
    if (before?.kind === 'refund' && (taken.amount ?? before.amount) === before.amount) {
      return { id: refund, amount: before.amount, payment };
    }
    const asked = askedUnder(`refund ${refund}`, ['refund', grant, wishOf(taken)]);
    const out = await gate.spend.decide(
      tenant,
      payer,
      takenOut({ ...taken, why: 'refund', asked, facts }),
    );
    const timeZone = await sellersZone(gate, tenant);
    await refundPayment(books, tenant, {
      ...{ timeZone, payment, rail, reference, amount: out.amount, isOfWallet: true },
      refundedAt: at(timeZone) ?? clock.now(),
    });
    return { id: refund, amount: out.amount, payment };
  });

/** Takes money out of a wallet that is not paid back. @throws Rejection as `withdraw` and what reads terms do */
export const revokeMoney = (
  gate: SpendGate,
  tenant: string,
  { key, ...taken }: WithdrawalRequest & { readonly key: string | undefined },
): Promise<{ readonly id: string; readonly amount: Nanos }> =>
  byFacts(gate, { tenant, payer: taken.payer }, async (facts) => {
    const { payer, grant } = taken;
    if (taken.amount !== undefined) refuseNothing(taken.amount);
    const asked = askedOnce(gate.random, { key, token: undefined }, [
      'revocation',
      grant,
      wishOf(taken),
    ]);
    const { id, amount } = await gate.spend.decide(
      tenant,
      payer,
      takenOut({ ...taken, why: 'revocation', asked, facts }),
    );
    return { id, amount };
  });

const wishOf = ({ amount }: Pick<WithdrawalRequest, 'amount'>): string =>
  amount === undefined ? 'all' : nanosText(amount);

interface TakingOut extends WithdrawalRequest, Pick<WithdrawalEntry, 'why'> {
  readonly asked: ReturnType<typeof askedUnder>;
  readonly facts: SpendFacts;
}

/** Takes what is asked for, or all that can be taken when it is decided. */
function takenOut({ grant: of, amount, why, asked, facts }: TakingOut) {
  const ofAmount = (one: Nanos) => withdraw({ of, amount: one, why, asked, ...facts });
  const { key, repeat } = ofAmount(nanosOf(0n));
  return {
    ...{ key, repeat },
    decide: (page: SpendPage) =>
      ofAmount(amount ?? allOf(page, of, { facts, isWhole: why === 'refund' })).decide(page),
  };
}

/** All that is left of a grant and free in the wallet; in whole minor units where it is to be paid back. */
function allOf(
  { state, now }: Pick<SpendPage, 'state' | 'now'>,
  grant: string,
  { facts, isWhole }: { readonly facts: SpendFacts; readonly isWhole: boolean },
): Nanos {
  const inWallet = walletLeft(exposureOf(state, { ...facts, now })) ?? 0n;
  const left = state.grants.find(({ id }) => id === grant)?.left ?? 0n;
  const most = left < inWallet ? left : inWallet;
  const unit = isWhole ? nanosPerMinorUnit(facts.terms.currency) : 1n;
  const whole = most > 0n ? most - (most % unit) : 0n;
  if (whole > 0n) return nanosOf(whole);
  throw new Rejection('wallet.too-little', 'nothing is left of it that can be taken out');
}

/** The payment that a grant was bought with. @throws Rejection `grant.not-found` */
async function paymentOf(
  { spend }: SpendGate,
  tenant: string,
  { payer, grant }: WithdrawalRequest,
): Promise<string> {
  const found = await spend.find(tenant, grant);
  const entry = found?.payer === payer ? found.entry : undefined;
  const payment = entry?.kind === 'grant' ? entry.document : undefined;
  if (payment !== undefined) return payment;
  const detail = 'name what was bought: see GET /v1/payers/{payer}/wallet; else use revocations';
  throw new Rejection('grant.not-found', detail, { param: '/grant' });
}

function refuseOtherCurrency(terms: PayerTerms, currency: Currency): void {
  if (currency === terms.currency) return;
  const detail = `give ${terms.currency}, the currency of the payer's plan, got ${currency}`;
  throw new Rejection('wallet.currency-differs', detail, { param: '/currency' });
}

function refuseNothing(amount: Nanos): void {
  if (amount > 0n) return;
  const detail = '/amount: give an amount above 0';
  throw new Rejection('request.invalid', detail, { param: '/amount' });
}

const sellersZone = async (
  { settings }: Pick<SpendGate, 'settings'>,
  tenant: string,
): Promise<TimeZone> => (await tenantBillingOf(settings, tenant)).policy.timeZone;

/** What a wallet has now, grant by grant. */
export interface WalletState {
  readonly payer: PayerKey;
  readonly currency: Currency;
  readonly available: Nanos;
  readonly held: Nanos;
  readonly owed: Nanos;
  readonly grants: readonly Grant[];
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
    const left = walletLeft(exposure) ?? 0n;
    return {
      ...{ payer, currency: terms.currency, owed: state.owed, grants: state.grants },
      available: nanosOf(left > 0n ? left : 0n),
      held: mostOfAll(exposure),
    };
  });
