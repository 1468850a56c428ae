import type { Currency } from '../../kernel/currency.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { amountText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { noteTold } from '../refill.ts';
import type { RefillState } from '../state.ts';
import type { WalletRails } from './begin.ts';
import type { RefillOutcome } from './refill-outcome.ts';

/** What is said of it besides: what is put in, or why nothing is. */
interface Said {
  readonly refill: 'none' | 'begun' | 'waits' | 'ended';
  readonly reason?: string;
}

/**
 * Tells that a wallet is low, and once more where it is refilled no more. What is told is put down after it: so who
 * dies in between tells it again, with the same id.
 */
export async function tellLow(
  { gate, onLow }: Pick<WalletRails, 'gate' | 'onLow'>,
  tenant: string,
  { payer, outcome }: { readonly payer: PayerKey; readonly outcome: RefillOutcome },
): Promise<void> {
  if (outcome.kind === 'enough') return;
  const { refill, low } = await gate.spend.read(tenant, payer);
  const said = saidOf(outcome);
  const told = said.refill === 'ended' ? 'ended' : 'low';
  if (refill === undefined || low?.id !== outcome.low.id) return;
  if (low.told === told || low.told === 'ended') return;
  await onLow?.(tenant, dataOf({ payer, refill, outcome, said }));
  await gate.spend.decide(tenant, payer, noteTold({ low: low.id, told }));
}

function saidOf(outcome: Exclude<RefillOutcome, { readonly kind: 'enough' }>): Said {
  switch (outcome.kind) {
    case 'told':
      return { refill: 'none' };
    case 'waits':
    case 'ended':
      return { refill: outcome.kind, reason: outcome.reason };
    case 'begun': {
      const { status, reason = status } = outcome.collection;
      const isLost = status === 'failed' || status === 'expired';
      return isLost ? { refill: 'waits', reason } : { refill: 'begun' };
    }
  }
}

function dataOf({
  payer,
  refill: { below, currency },
  outcome: { low },
  said,
}: {
  readonly payer: PayerKey;
  readonly refill: RefillState & { readonly currency: Currency };
  readonly outcome: Exclude<RefillOutcome, { readonly kind: 'enough' }>;
  readonly said: Said;
}): JsonObject {
  return {
    wallet: {
      ...{ id: low.id, payer, currency, since: rfc3339(low.at) },
      left: amountText(low.left, currency),
      below: amountText(below, currency),
      ...said,
    },
  };
}
