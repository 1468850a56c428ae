import type { JsonValue } from '../../kernel/json.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import type { Random } from '../../kernel/random.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { askedUnder } from '../ask.ts';
import { putBudget, removeBudget } from '../budgets.ts';
import type { Budget } from '../entry.ts';
import { budgetCodec } from '../entry-codec.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';
import { callersKey } from './use.ts';

const KEY_BYTES = 16;

/** Of whoever gave no key, each request is one of its own. */
export const askedOnce = (
  random: Random,
  { key, token }: { readonly key: string | undefined; readonly token: string | undefined },
  body: JsonValue,
) =>
  askedUnder(
    key === undefined
      ? `once ${Buffer.from(random.bytes(KEY_BYTES)).toString('base64url')}`
      : callersKey(key, token),
    body,
    token,
  );

/** Under which key something is asked for, and with which token of the payer. */
interface Asking {
  readonly payer: PayerKey;
  readonly key: string | undefined;
  readonly token: string | undefined;
}

/**
 * Puts a budget of a payer that there is, in the currency of its plan, or of units of a meter that there is.
 * @throws Rejection `budget.too-many`, `wallet.currency-differs`, `meter.not-found`, and as what reads terms does
 */
export async function budgetPut(
  protocol: SpendGate,
  tenant: string,
  { payer, budget, ...asking }: Asking & { readonly budget: Budget },
): Promise<Budget> {
  const asked = askedOnce(protocol.random, asking, ['budget', payer, budgetCodec.toJson(budget)]);
  return byFacts(protocol, { tenant, payer }, async ({ terms }) => {
    const { limit, meter } = budget;
    if (meter !== undefined) terms.meter(meter);
    if (limit.of === 'money' && limit.currency !== terms.currency) {
      const detail = `give ${terms.currency}, the currency of the payer's plan, got ${limit.currency}`;
      throw new Rejection('wallet.currency-differs', detail, { param: '/limit/currency' });
    }
    return protocol.spend.decide(tenant, payer, putBudget({ budget, asked }));
  });
}

/** Takes a budget away. @throws Rejection `budget.not-found` */
export const budgetRemoved = (
  { spend, random }: Pick<SpendGate, 'spend' | 'random'>,
  tenant: string,
  { payer, budget, ...asking }: Asking & { readonly budget: string },
): Promise<{ readonly key: string }> => {
  const asked = askedOnce(random, asking, ['budget-removal', payer, budget]);
  return spend.decide(tenant, payer, removeBudget({ budget, asked }));
};
