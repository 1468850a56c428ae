import type { ListedKeyAnswer } from '../contract/keys/shapes.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import type { KeyUses } from './key-uses.ts';
import type { StoredKey } from './keys.ts';

/** Keys whose last use is asked for at a time. */
const USES_AT_ONCE = 8;

/** Keys as they are shown, to operators and to their tenant: never a secret, or what is kept of one. */
export const listedKeys = (
  uses: Pick<KeyUses, 'lastOf'>,
  keys: readonly StoredKey[],
): Promise<readonly ListedKeyAnswer[]> =>
  inParallel(USES_AT_ONCE, keys, async (key) => listedKey(key, await uses.lastOf(key.keyId)));

const listedKey = (
  { keyId, mode, name, scopes, createdAt, expiresAt, revokedAt }: StoredKey,
  lastUsed: string | undefined,
): ListedKeyAnswer => ({
  keyId,
  mode,
  ...definedOnly({ name }),
  scopes,
  createdAt: rfc3339(createdAt),
  ...definedOnly({
    expiresAt: instantText(expiresAt),
    revokedAt: instantText(revokedAt),
    lastUsed,
  }),
});

const instantText = (instant: Timestamp | undefined): string | undefined =>
  instant === undefined ? undefined : rfc3339(instant);
