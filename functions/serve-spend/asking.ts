import type { Caller } from '../../core/access/caller.ts';
import type { PayerKey } from '../../core/kernel/payer.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { ByToken } from '../../core/spend/protocol/hold-ends.ts';

/** Who asks with a token: its payer, and the token's id. */
export const byToken = ({ payer, keyId }: Caller): ByToken =>
  payer === undefined ? undefined : { payer: payer as PayerKey, token: keyId };

/**
 * For whom a request is: the payer of the token, or the one that is named.
 * @throws Rejection `token.not-allowed` where a token is of another; `request.invalid` where none is named
 */
export function payerAsked(caller: Caller, named: string | undefined): PayerKey {
  const own = byToken(caller)?.payer;
  if (own === undefined && named === undefined) {
    const detail = '/payer: give the payer: a key is not of any one';
    throw new Rejection('request.invalid', detail, { param: '/payer' });
  }
  if (own !== undefined && named !== undefined && named !== own) {
    const detail = 'leave payer out, or give that of the token: it is for no other';
    throw new Rejection('token.not-allowed', detail, { param: 'payer' });
  }
  return own ?? (named as PayerKey);
}
