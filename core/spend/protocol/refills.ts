import { nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { putRefill } from '../refill.ts';
import type { Refill } from '../refill-entry.ts';
import { askedOnce } from './budgets.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

/**
 * Puts how a payer's wallet is refilled, in the currency of its plan.
 * @throws Rejection `wallet.currency-differs`, `token.not-allowed`, and as what reads terms does
 */
export async function refillPut(
  gate: SpendGate,
  tenant: string,
  {
    payer,
    refill,
    ...asking
  }: {
    readonly payer: PayerKey;
    readonly refill: Refill;
    readonly key: string | undefined;
    readonly token: string | undefined;
  },
): Promise<Refill> {
  const { below, currency, by } = refill;
  const means = by === undefined ? [] : [nanosText(by.amount), nanosText(by.monthly), by.payment];
  const asked = askedOnce(gate.random, asking, [
    'refill',
    payer,
    nanosText(below),
    currency,
    ...means,
  ]);
  return byFacts(gate, { tenant, payer }, async ({ terms }) => {
    if (currency !== terms.currency) {
      const detail = `give ${terms.currency}, the currency of the payer's plan, got ${currency}`;
      throw new Rejection('wallet.currency-differs', detail, { param: '/currency' });
    }
    return gate.spend.decide(tenant, payer, putRefill({ refill, asked }));
  });
}
