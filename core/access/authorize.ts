import type { Timestamp } from '../kernel/timestamp.ts';
import { type ApiKeyText, apiKeyFrom, cursorKeyOf, isSecretOf } from './api-key.ts';
import type { Caller } from './caller.ts';
import { isKeyInForce, type Keys } from './keys.ts';
import type { KnownRefusals } from './known-refusals.ts';
import { type TokenStores, type TokenText, tokenFrom } from './token.ts';

const BEARER = /^bearer +(\S+)$/i;

/** What a caller is looked up with. */
export interface CallerPorts {
  readonly keys: Pick<Keys, 'find'>;
  readonly tokens: TokenStores;
  readonly refusals: KnownRefusals;
}

/**
 * Who asks, by the text of an `Authorization` header: `Bearer ft_…` of a tenant, `ftp_…` of a payer or `fte_…` of a
 * payee. `no-key`: the text has nothing that could be any. `refused`: it has one that is unknown, revoked, at its end
 * or of another mode, and nobody is told which.
 *
 * Nobody is let in without a look at the table: a key works until it is revoked or ends, and whoever keeps the answer
 * answers for how long. What is known to be refused is not looked up again. Whether a payer's token is revoked is not
 * looked at here at all: each decision that it asks for does. A payee's is looked at once more with each request.
 */
export async function authorize(
  ports: CallerPorts,
  authorization: string | undefined,
  now: Timestamp,
): Promise<Caller | 'no-key' | 'refused'> {
  const text = BEARER.exec(authorization ?? '')?.[1] ?? '';
  const token = tokenFrom(text);
  if (token !== undefined) return holderBy(ports, token, now);
  const given = apiKeyFrom(text);
  return given === undefined ? 'no-key' : tenantBy(ports, given, now);
}

async function tenantBy(
  { keys, refusals }: CallerPorts,
  given: ApiKeyText,
  now: Timestamp,
): Promise<Caller | 'refused'> {
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

/** Tokens have no mode: they are found with a tenant of this deployment. */
const mode = 'live';

async function holderBy(
  { tokens, refusals }: CallerPorts,
  { of, tenant, tokenId, secret }: TokenText,
  now: Timestamp,
): Promise<Caller | 'refused'> {
  const name = JSON.stringify(of === 'payer' ? [tenant, tokenId] : [of, tenant, tokenId]);
  if (refusals.has({ keyId: name, secret, mode })) return 'refused';
  const token = await tokens[of].find(tenant, tokenId);
  const end = { expiresAt: token?.endsAt, revokedAt: undefined };
  refusals.note(name, token === undefined ? undefined : { ...token, ...end, mode });
  if (token === undefined || !isKeyInForce(end, now)) return 'refused';
  if (!isSecretOf(secret, token.secretHash)) return 'refused';
  const { holder, secretHash } = token;
  return { tenant, keyId: tokenId, scopes: [], cursorKey: cursorKeyOf(secretHash), [of]: holder };
}
