import type { Scope } from '../contract/route.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { KeyMode } from './api-key.ts';

/** A key as it is kept: never its secret. Nothing of it changes but `revokedAt`, once. */
export interface StoredKey {
  readonly keyId: string;
  readonly tenant: string;
  readonly mode: KeyMode;
  /** SHA-256 of the secret. */
  readonly secretHash: Uint8Array;
  readonly scopes: readonly Scope[];
  /** What a person calls it. */
  readonly name: string | undefined;
  readonly createdAt: Timestamp;
  /** From when on it is refused; undefined where it has no end. */
  readonly expiresAt: Timestamp | undefined;
  /** Undefined while nobody has revoked it. */
  readonly revokedAt: Timestamp | undefined;
}

/** Whether a key lets anybody in. */
export const isKeyInForce = (
  { expiresAt, revokedAt }: Pick<StoredKey, 'expiresAt' | 'revokedAt'>,
  at: Timestamp,
): boolean => revokedAt === undefined && (expiresAt === undefined || at < expiresAt);

/** Where keys are kept. */
export interface Keys {
  /** Strongly consistent: a refusal is cached by the gateway, so a new key must be found at once. */
  find(keyId: string): Promise<StoredKey | undefined>;
  /** Keeps the key unless its id is taken. */
  add(key: StoredKey): Promise<'added' | 'taken'>;
  /** Marks the key as revoked; when it was already, the first time stays. */
  revoke(keyId: string, revokedAt: Timestamp): Promise<'revoked' | 'not-found'>;
  /** All of a tenant's, by key id. A key made a moment ago may be missing. */
  list(tenant: string): Promise<readonly StoredKey[]>;
  /** Those of a tenant with an id past `after`, by key id, at most `limit`; `more` when there may be others. */
  page(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly keys: readonly StoredKey[]; readonly more: boolean }>;
}
