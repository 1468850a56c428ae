import type { Timestamp } from '../kernel/timestamp.ts';
import { apiKeyFrom, cursorKeyOf, isSecretOf } from './api-key.ts';
import type { Caller } from './caller.ts';
import { isKeyInForce, type Keys } from './keys.ts';
import type { KnownRefusals } from './known-refusals.ts';

const BEARER = /^bearer +(\S+)$/i;

/** What a caller is looked up with. */
export interface CallerPorts {
  readonly keys: Pick<Keys, 'find'>;
  readonly refusals: KnownRefusals;
}

/**
 * Who asks, by the text of an `Authorization` header, `Bearer ft_…`. `no-key`: the text has nothing that could be a
 * key. `refused`: it has one that is unknown, revoked, at its end or of another mode, and nobody is told which.
 *
 * Nobody is let in without a look at the table: a key works until it is revoked or ends, and whoever keeps the answer
 * answers for how long. What is known to be refused is not looked up again.
 */
export async function authorize(
  { keys, refusals }: CallerPorts,
  authorization: string | undefined,
  now: Timestamp,
): Promise<Caller | 'no-key' | 'refused'> {
  const text = BEARER.exec(authorization ?? '')?.[1];
  const given = text === undefined ? undefined : apiKeyFrom(text);
  if (given === undefined) return 'no-key';
  if (refusals.has(given)) return 'refused';
  const key = await keys.find(given.keyId);
  refusals.note(given.keyId, key);
  if (key === undefined || !isKeyInForce(key, now)) return 'refused';
  if (key.mode !== given.mode || !isSecretOf(given.secret, key.secretHash)) return 'refused';
  return {
    tenant: key.tenant,
    keyId: key.keyId,
    scopes: key.scopes,
    cursorKey: cursorKeyOf(key.secretHash),
  };
}
