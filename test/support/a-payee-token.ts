import { issuePayeeToken, type PayeeTokens } from '../../core/access/payee-tokens.ts';
import type { PayeeTokenAction } from '../../core/contract/route.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Payees } from '../../core/shares/ports.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';

/** A token of a payee that there is, in force for a day, as a question is asked with it. */
export async function aPayeeToken(
  ports: {
    readonly payeeTokens: PayeeTokens;
    readonly payees: Pick<Payees, 'get'>;
    readonly clock: Clock;
  },
  payee: string,
  actions: readonly PayeeTokenAction[] = ['read', 'payout'],
  tenant = 'acme',
): Promise<{ readonly payee: string; readonly id: string }> {
  const made = await issuePayeeToken({ ...ports, random: systemRandom }, tenant, {
    ...{ payee, actions, lastsMs: 86_400_000 },
  });
  if (made === undefined) throw new Error(`there is a payee ${payee}`);
  return { payee, id: made.id };
}
