import type { Clock } from '../kernel/clock.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { IssuedKey, IssuedKeys, KeyLeaves } from './ports.ts';

/** Which keys of private passes there are, and which of them have a leaf. */
export interface KeyPorts {
  readonly clock: Clock;
  readonly issued: IssuedKeys;
  readonly leaves: KeyLeaves;
}

/** Some hundred kilobytes of an item are staged at most. */
const KEYS_MAX = 100;

/**
 * The entry of a key, in clear: everybody sees that a private pass and month has one key. A second one, made to know a
 * reader by it, would be seen as well.
 */
export const keyEntry = ({ pass, month, spki }: IssuedKey): Uint8Array =>
  Buffer.from(
    canonicalJson({
      ...{ month, privatePass: pass },
      tokenKey: Buffer.from(spki).toString('base64url'),
    }),
  );

/** Keys that have no leaf yet, in an order that is a function of them. */
export async function waitingKeys(
  { issued, leaves }: KeyPorts,
  tenant: string,
): Promise<readonly IssuedKey[]> {
  const all = await issued.of(tenant);
  if (all.length === 0) return [];
  const logged = await leaves.find(
    tenant,
    all.map(({ keyId }) => keyId),
  );
  const placeOf = ({ month, pass, keyId }: IssuedKey): string => `${month} ${pass} ${keyId}`;
  return all
    .filter(({ keyId }) => !logged.has(keyId))
    .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .slice(0, KEYS_MAX);
}
