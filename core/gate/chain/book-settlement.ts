import { CHAIN_RAIL } from '../../catalog/chain-rail.ts';
import { type PayerKey, payerKeyOf } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { unappliedOn } from '../../payments/too-many-unapplied.ts';
import { refuseGrant } from '../../spend/grants.ts';
import { byFacts } from '../../spend/protocol/facts.ts';
import type { SpendGate } from '../../spend/protocol/ports.ts';
import { topUp } from '../../spend/protocol/wallets.ts';
import type { PaidMoney, SettlingPorts } from './settle.ts';
import { referenceOf, type Settlement } from './settlement.ts';

/** As grants that nobody says it of are used. */
const PRIORITY = 100;
/** Fewer than the books and a wallet can have: so that what is on its way at the same time has room. */
const WAITING_MAX = 70;

/** Puts what is settled into the books and the wallet, once, however often. @throws Rejection as `topUp` does */
async function bookSettlement(gate: SpendGate, settlement: Settlement): Promise<void> {
  const { tenant, payer, money: amount, currency, settledAt } = settlement;
  await topUp(gate, tenant, {
    ...{ payer, amount, currency, priority: PRIORITY, endsAt: undefined },
    ...{ rail: CHAIN_RAIL, reference: referenceOf(settlement), at: () => settledAt },
  });
}

/**
 * Refuses money that could not be booked, before it is taken.
 * @throws Rejection `wallet.currency-differs`, `grant.too-many`, `payment.too-many-unapplied`, and as what reads terms
 */
const refuseUnbookable = (
  gate: SpendGate,
  tenant: string,
  { payer, currency }: PaidMoney,
): Promise<void> =>
  byFacts(gate, { tenant, payer }, async ({ terms }) => {
    if (terms.currency !== currency) {
      const detail = `pay in ${terms.currency}, the currency of the payer's plan, got ${currency}`;
      throw new Rejection('wallet.currency-differs', detail);
    }
    refuseGrant(await gate.spend.read(tenant, payer), { currency }, gate.clock.now());
    const customer = { kind: 'customer', customer: payer } as const;
    const page = await gate.books.read(tenant, { cells: [customer], originals: [] });
    if (unappliedOn(page, payer) < WAITING_MAX) return;
    throw new Rejection(
      'payment.too-many-unapplied',
      `spend what was paid before: ${WAITING_MAX} payments wait for an invoice that uses them, which is the most that may when another one is taken`,
    );
  });

/** What settles, with the books and wallets of a gate. */
export const settlingWith = (
  ports: Omit<SettlingPorts, 'refuseUnbookable' | 'book' | 'onNotice'>,
  gate: SpendGate,
): SettlingPorts => ({
  ...ports,
  onNotice: (notice) => gate.onNotice(notice),
  refuseUnbookable: (tenant, money) => refuseUnbookable(gate, tenant, money),
  book: (settlement) => bookSettlement(gate, settlement),
});

/** Who pays for what an address pays: a customer that pays for it as a subject, or it by itself. */
export async function payerOfAddress(
  { terms, clock }: Pick<SpendGate, 'terms' | 'clock'>,
  tenant: string,
  address: string,
): Promise<PayerKey> {
  const own = payerKeyOf({ subject: address });
  try {
    await terms.of(tenant, own, clock.now());
    return own;
  } catch (error) {
    const customer = error instanceof Rejection ? error.extensions['customer'] : undefined;
    if (typeof customer !== 'string') throw error;
    return payerKeyOf({ customer });
  }
}
