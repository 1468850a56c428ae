import { nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Threshold } from '../state.ts';
import { putThreshold } from '../threshold.ts';
import { askedOnce } from './budgets.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

/**
 * Puts the threshold of a payer that there is, in the currency of its plan.
 * @throws Rejection `wallet.currency-differs`, and as what reads terms does
 */
export async function thresholdPut(
  protocol: SpendGate,
  tenant: string,
  {
    payer,
    threshold,
    ...asking
  }: {
    readonly payer: PayerKey;
    readonly threshold: Threshold;
    readonly key: string | undefined;
    readonly token: string | undefined;
  },
): Promise<Threshold> {
  const { amount, currency } = threshold;
  const body = ['threshold', payer, nanosText(amount), currency];
  const asked = askedOnce(protocol.random, asking, body);
  return byFacts(protocol, { tenant, payer }, async ({ terms }) => {
    if (currency !== terms.currency) {
      const detail = `give ${terms.currency}, the currency of the payer's plan, got ${currency}`;
      throw new Rejection('wallet.currency-differs', detail, { param: '/currency' });
    }
    return protocol.spend.decide(tenant, payer, putThreshold({ threshold, asked }));
  });
}
