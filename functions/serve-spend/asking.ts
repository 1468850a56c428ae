import type { Caller } from '../../core/access/caller.ts';
import type { Gate } from '../../core/gate/gate.ts';
import { isPrivateSubject, type PayerKey, payerOf } from '../../core/kernel/payer.ts';
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

/**
 * Who is to pay for what is asked for.
 * @throws Rejection `payer.not-paying` for whom private tokens are used by; as `payerAsked`
 */
export function payingAsked(caller: Caller, named: string | undefined): PayerKey {
  const payer = payerAsked(caller, named);
  const who = payerOf(payer);
  if (!('subject' in who && isPrivateSubject(who.subject))) return payer;
  const detail = `name another payer: ${who.subject} is nobody, and what was paid for private tokens is its money`;
  throw new Rejection('payer.not-paying', detail, { param: '/payer' });
}

/**
 * As whom a key asks that was sent a payer's token. Whether that is in force, the decision sees.
 * @throws Rejection `token.refused` where it is none of the tenant; `token.not-allowed` where a token asks
 */
export async function tokenSent(
  { tokens }: Pick<Gate, 'tokens'>,
  caller: Caller,
  text: string,
): Promise<Required<Pick<Caller, 'payer' | 'keyId'>>> {
  if (caller.payer !== undefined) {
    const detail = '/token: leave it out, or ask with an API key: a token asks for itself alone';
    throw new Rejection('token.not-allowed', detail, { param: '/token' });
  }
  const token = await tokens.of(caller.tenant, text);
  if (token !== undefined) return { payer: token.payer, keyId: token.id };
  const detail = '/token: give a token of one of your payers, as it was sent to you: ftp_…';
  throw new Rejection('token.refused', detail, { param: '/token' });
}
