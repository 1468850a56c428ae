import type { Timestamp } from '../kernel/timestamp.ts';
import { apiKeyFrom, cursorKeyOf, isSecretOf } from './api-key.ts';
import type { Caller } from './caller.ts';
import { isKeyInForce, type Keys } from './keys.ts';

const BEARER = /^bearer +(\S+)$/i;

/**
 * Who asks, by the text of an `Authorization` header, `Bearer ft_…`. `no-key`: the text has nothing that could be a
 * key. `refused`: it has one that is unknown, revoked, at its end or of another mode, and nobody is told which.
 *
 * Nothing is kept here: a key works until it is revoked or ends, and whoever keeps the answer answers for how long.
 */
export async function authorize(
  keys: Keys,
  authorization: string | undefined,
  now: Timestamp,
): Promise<Caller | 'no-key' | 'refused'> {
  const text = BEARER.exec(authorization ?? '')?.[1];
  const given = text === undefined ? undefined : apiKeyFrom(text);
  if (given === undefined) return 'no-key';
  const key = await keys.find(given.keyId);
  if (key === undefined || !isKeyInForce(key, now)) return 'refused';
  if (key.mode !== given.mode || !isSecretOf(given.secret, key.secretHash)) return 'refused';
  return {
    tenant: key.tenant,
    keyId: key.keyId,
    scopes: key.scopes,
    cursorKey: cursorKeyOf(key.secretHash),
  };
}
