import {
  type TopUpPolicy,
  tenantBillingOf,
  type ViewRefundPolicy,
} from '../../catalog/tenant-billing.ts';
import type { Party } from '../../contract/invoices/invoice.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { Token } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { refundsLeft } from '../view-refund.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

/** Who asks with a token, what it may, and of whom it buys. */
export interface AskingPayer {
  readonly payer: PayerKey;
  readonly terms: PayerTerms;
  /** Undefined where a key asks. */
  readonly token: Token | undefined;
  readonly seller: Pick<Party, 'name' | 'contact'>;
  readonly topUps: TopUpPolicy | undefined;
  readonly refunds: (ViewRefundPolicy & { readonly left: number }) | undefined;
}

/** @throws Rejection `token.refused`, `token.not-allowed`, and as what reads terms does */
export const askingPayer = (
  gate: SpendGate,
  tenant: string,
  { payer, token: id }: { readonly payer: PayerKey; readonly token: string | undefined },
): Promise<AskingPayer> =>
  byFacts(gate, { tenant, payer }, async ({ terms }) => {
    const { policy, viewRefunds, topUps } = await tenantBillingOf(gate.settings, tenant);
    const state = await gate.spend.read(tenant, payer);
    const clock = gate.clock.now();
    const now = clock > state.at ? clock : state.at;
    const token = refuseByToken({ state, now }, id, 'read');
    const day = terms.calendar.dayAt(now);
    return {
      ...{ payer, terms, token, topUps, seller: policy.seller },
      refunds:
        viewRefunds === undefined
          ? undefined
          : { ...viewRefunds, left: refundsLeft(state, day, viewRefunds) },
    };
  });
