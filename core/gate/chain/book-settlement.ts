import { CHAIN_RAIL } from '../../catalog/chain-rail.ts';
import { type PayerKey, payerKeyOf } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { byFacts } from '../../spend/protocol/facts.ts';
import type { SpendGate } from '../../spend/protocol/ports.ts';
import { refuseUnbookable } from '../../spend/protocol/refuse-unbookable.ts';
import { topUp } from '../../spend/protocol/wallets.ts';
import type { PaidMoney, SettlingPorts } from './settle.ts';
import { referenceOf, type Settlement } from './settlement.ts';

/** As grants that nobody says it of are used. */
const PRIORITY = 100;
/** Puts what is settled into the books and the wallet, once, however often. @throws Rejection as `topUp` does */
async function bookSettlement(gate: SpendGate, settlement: Settlement): Promise<void> {
  const { tenant, payer, money: amount, currency, settledAt } = settlement;
  await topUp(gate, tenant, {
    ...{ payer, amount, currency, priority: PRIORITY, endsAt: undefined },
    ...{ rail: CHAIN_RAIL, reference: referenceOf(settlement), at: () => settledAt },
  });
}

/** Refuses money that could not be booked, before it is taken. @throws Rejection as that does, and what reads terms */
const refuseMoney = (
  gate: SpendGate,
  tenant: string,
  { payer, currency }: PaidMoney,
): Promise<void> =>
  byFacts(gate, { tenant, payer }, ({ terms }) =>
    refuseUnbookable(gate, tenant, { payer, currency, terms }),
  );

/** What settles, with the books and wallets of a gate. */
export const settlingWith = (
  ports: Omit<SettlingPorts, 'refuseUnbookable' | 'book' | 'onNotice'>,
  gate: SpendGate,
): SettlingPorts => ({
  ...ports,
  onNotice: (notice) => gate.onNotice(notice),
  refuseUnbookable: (tenant, money) => refuseMoney(gate, tenant, money),
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
