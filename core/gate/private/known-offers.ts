import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { PassEpoch } from './ports.ts';

type Epochs = Promise<readonly PassEpoch[]>;

const KNOWN_MAX = 1_000;
const KEPT_MS = millisecondsPer.minute;

/** What tenants sell privately, as it was a minute ago: by it strangers are told that they can pay so. */
export class KnownOffers {
  readonly #known = new Map<string, { readonly epochs: Epochs; readonly since: Timestamp }>();

  /** What `read` answers, by a key such as the tenant and the month. */
  of(key: string, now: Timestamp, read: () => Epochs): Epochs {
    const before = this.#known.get(key);
    if (before !== undefined && now < before.since + KEPT_MS) return before.epochs;
    const known = { epochs: read(), since: now };
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KNOWN_MAX) break;
      this.#known.delete(oldest);
    }
    known.epochs.catch(() => {
      if (this.#known.get(key) === known) this.#known.delete(key);
    });
    return known.epochs;
  }
}
