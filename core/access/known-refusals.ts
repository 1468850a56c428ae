import type { Clock } from '../kernel/clock.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { type ApiKeyText, isSecretOf } from './api-key.ts';
import { isKeyInForce, type StoredKey } from './keys.ts';

/** As much of a key, or of a token, as never changes. */
type Remembered = Pick<StoredKey, 'mode' | 'secretHash' | 'expiresAt' | 'revokedAt'>;

/** How much is remembered of keys that do not let in. */
export interface KnownRefusalsOptions {
  readonly clock: Clock;
  /** For how long an id that no key has is not asked for again. */
  readonly unknownMs: number;
  /** Ids that no key has, and keys, each; the one that came up least lately is forgotten first. */
  readonly keptMax: number;
}

/**
 * What certainly does not let in, without a look at the table: an id that no key had a moment ago, and a secret that is
 * not the key's. Of a key it keeps what never changes (the hash of its secret, its end, and that it is revoked, once it
 * is), so whoever guesses secrets of an id costs one look. Nothing here ever lets anybody in.
 */
export class KnownRefusals {
  readonly #options: KnownRefusalsOptions;
  readonly #unknown = new Map<string, Timestamp>();
  readonly #keys = new Map<string, Remembered>();

  constructor(options: KnownRefusalsOptions) {
    this.#options = options;
  }

  /** Whether a key is refused, whatever the table says. */
  has({ keyId, secret, mode }: ApiKeyText): boolean {
    const since = this.#unknown.get(keyId);
    const now = this.#options.clock.now();
    if (since !== undefined && since <= now && now - since < this.#options.unknownMs) return true;
    const key = this.#keys.get(keyId);
    if (key === undefined) return false;
    return !isKeyInForce(key, now) || key.mode !== mode || !isSecretOf(secret, key.secretHash);
  }

  /** Notes what the table has under an id. */
  note(keyId: string, key: Remembered | undefined): void {
    if (key === undefined) this.#keep(this.#unknown, keyId, this.#options.clock.now());
    else {
      this.#unknown.delete(keyId);
      this.#keep(this.#keys, keyId, key);
    }
  }

  #keep<Value>(kept: Map<string, Value>, keyId: string, value: Value): void {
    kept.delete(keyId);
    kept.set(keyId, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= this.#options.keptMax) return;
      kept.delete(oldest);
    }
  }
}
