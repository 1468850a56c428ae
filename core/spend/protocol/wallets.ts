import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { type Nanos, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { TimeZone } from '../../kernel/time-zone.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { payerPaymentId, recordPayerPayment } from '../../payments/record-payer-payment.ts';
import { askedUnder } from '../ask.ts';
import type { SpendDecision } from '../decision.ts';
import type { GrantEntry, GrantKind } from '../entry.ts';
import { putGrant, refuseGrant } from '../grants.ts';
import type { PayerTerms } from '../payer-terms.ts';
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
 * @throws Rejection as `recordPayerPayment`, `refuseGrant` and what reads terms do
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
    const { originals } = await gate.books.read(tenant, { cells: [], originals: [payment] });
    // Before it is booked: what is in the books is in the wallet too.
    if (!originals.has(payment)) {
      refuseGrant(await gate.spend.read(tenant, payer), money, gate.clock.now());
    }
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
    const bought = { ...grantOf('bought', money), document: payment };
    const grant = putGrant({ grant: bought, asked, isBooked: true });
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

function refuseOtherCurrency(terms: PayerTerms, currency: Currency): void {
  if (currency === terms.currency) return;
  const detail = `give ${terms.currency}, the currency of the payer's plan, got ${currency}`;
  throw new Rejection('wallet.currency-differs', detail, { param: '/currency' });
}

/** @throws Rejection `request.invalid` */
export function refuseNothing(amount: Nanos): void {
  if (amount > 0n) return;
  const detail = '/amount: give an amount above 0';
  throw new Rejection('request.invalid', detail, { param: '/amount' });
}

export const sellersZone = async (
  { settings }: Pick<SpendGate, 'settings'>,
  tenant: string,
): Promise<TimeZone> => (await tenantBillingOf(settings, tenant)).policy.timeZone;
