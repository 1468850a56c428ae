import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { amountText, type Nanos } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { type PaymentInBooks, readPayment } from '../../payments/payment-in-books.ts';
import { type Collection, type RailName, railNames } from '../../rails/collection.ts';
import { askedUnder } from '../ask.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { allOf, boughtMoney } from '../protocol/take-out.ts';
import { callersKey } from '../protocol/use.ts';
import { refuseNothing } from '../protocol/wallets.ts';
import { begun, refuseMany, type WalletRails } from './begin.ts';

/** What is to go back over the rail it came over. */
export interface RefundAsked {
  readonly payer: PayerKey;
  readonly grant: string;
  /** All that can be paid back where left out. */
  readonly amount: Nanos | undefined;
  readonly key: string;
  /** The token by which it is asked for, if any. */
  readonly token: string | undefined;
}

const PER_DAY = 10;

/**
 * Pays bought money back over the rail that it came over. It is out of the wallet before the rail is asked, and in it
 * again where the rail refuses; the books have it once the rail says that it has gone. Asked again under the same key,
 * it is the same one.
 * @throws Rejection `grant.not-found`, `wallet.too-little`, `wallet.currency-differs`, `refund.off`, `refund.no-rail`,
 * `refund.too-many`, `collection.amount-not-collectable`, and as `begun` and what reads terms do
 */
export async function askRefund(
  ports: WalletRails,
  tenant: string,
  asked: RefundAsked,
): Promise<Collection> {
  const { gate } = ports;
  const { payer, grant, amount, key, token } = asked;
  if (amount !== undefined) refuseNothing(amount);
  if (token !== undefined) await refuseOff(gate, tenant);
  const { payment } = await boughtMoney(gate, tenant, asked);
  const found = await readPayment(gate.books, tenant, payment);
  const rail = railOf(ports, found);
  const body = ['refund over rail', payer, grant, amount === undefined ? 'all' : String(amount)];
  const own = { payer, ...askedUnder(callersKey(key, token), body, token) };
  return begun(ports, tenant, {
    ...{ rail, asked: own, action: 'refund' },
    async prepare(latest, place) {
      const before = latest.filter((one) => one.refund !== undefined);
      const now = gate.clock.now();
      refuseMany(before, { now, perDay: PER_DAY, code: 'refund.too-many' });
      const { currency, reference } = found.document;
      const out = await amountOut(ports, tenant, { ...asked, found, rail });
      const { refundMs = 0 } = ports.rails[rail];
      return {
        ...{ ...place, rail, currency, amount: out, refund: { ...own, grant, of: reference } },
        ...{ number: `Refund ${place.attempt}`, successUrl: undefined, cancelUrl: undefined },
        ...{ preparedAt: now, expiresAt: timestampOf(now + refundMs), status: 'prepared' },
        ...{ reference: undefined, url: undefined, payment: undefined, reason: undefined },
        ...{ changedAt: now, revision: 1 },
      };
    },
  });
}

/** Payers do it by themselves where the seller lets them. */
async function refuseOff({ settings }: SpendGate, tenant: string): Promise<void> {
  const { topUps } = await tenantBillingOf(settings, tenant);
  if (topUps?.refundable === true) return;
  throw new Rejection('refund.off', 'ask whoever sells: payers are not paid back by themselves');
}

/** @throws Rejection `refund.no-rail` */
function railOf(
  { rails }: WalletRails,
  { document: { rail, reference } }: PaymentInBooks,
): RailName {
  const name = railNames.find((one) => one === rail);
  if (name !== undefined && rails[name].canRefund(reference)) return name;
  throw new Rejection(
    'refund.no-rail',
    `pay it back by hand, and give the rail and the reference of that: it came over ${rail}, which pays nothing back by itself`,
  );
}

/** What can be taken out now, as it is decided again when it is taken out. */
async function amountOut(
  { gate, rails }: WalletRails,
  tenant: string,
  {
    payer,
    grant,
    amount,
    found,
    rail,
  }: RefundAsked & { readonly found: PaymentInBooks; readonly rail: RailName },
): Promise<Nanos> {
  const { currency } = found.document;
  const most = await byFacts(gate, { tenant, payer }, async (facts) => {
    const state = await gate.spend.read(tenant, payer);
    const clock = gate.clock.now();
    const now = clock > state.at ? clock : state.at;
    return allOf({ state, now }, { grant, facts, unapplied: found.unapplied });
  });
  const out = amount ?? most;
  if (out > most) {
    const text = amountText(most, currency);
    const detail = `pay back ${text} ${currency} at most, got ${amountText(out, currency)}: the rest is spent, held, or used by invoices`;
    throw new Rejection('wallet.too-little', detail, { param: '/amount' });
  }
  const quote = rails[rail].quoteRefund(out, currency);
  if (quote.kind === 'collectable') return out;
  throw new Rejection('collection.amount-not-collectable', quote.detail, { param: '/amount' });
}
