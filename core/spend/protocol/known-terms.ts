import type { Clock } from '../../kernel/clock.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { PayerTerms } from '../payer-terms.ts';

interface Loaded {
  readonly terms: Promise<PayerTerms>;
  /** When it was begun to read them. */
  readonly since: Timestamp;
}

export type LoadTerms = (tenant: string, payer: PayerKey, at: Timestamp) => Promise<PayerTerms>;

/**
 * By what payers are priced, as this process has read it a short while ago. Whoever refuses by it asks again for what
 * was read since.
 */
export class KnownTerms {
  readonly #load: LoadTerms;
  readonly #clock: Clock;
  readonly #limits: { readonly keptMs: number; readonly payersMax: number };
  /** The one that was asked for longest ago first. */
  readonly #loaded = new Map<string, Loaded>();

  constructor(
    load: LoadTerms,
    clock: Clock,
    limits: { readonly keptMs: number; readonly payersMax: number },
  ) {
    this.#load = load;
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * The terms of a payer, read no earlier than `since`, or within the time that they are kept.
   * @throws Rejection as `loadSpendTerms` does
   */
  async of(tenant: string, payer: PayerKey, since?: Timestamp): Promise<PayerTerms> {
    const key = JSON.stringify([tenant, payer]);
    const now = this.#clock.now();
    const earliest = since ?? now - this.#limits.keptMs;
    const known = this.#loaded.get(key);
    if (known !== undefined && known.since >= earliest) {
      const terms = await known.terms;
      if (since !== undefined || terms.covers(now)) return this.#used(key, known);
    }
    return this.#read(key, this.#load(tenant, payer, now), now);
  }

  #read(key: string, terms: Promise<PayerTerms>, since: Timestamp): Promise<PayerTerms> {
    const loaded: Loaded = { terms, since };
    terms.catch(() => {
      if (this.#loaded.get(key) === loaded) this.#loaded.delete(key);
    });
    return this.#used(key, loaded);
  }

  #used(key: string, loaded: Loaded): Promise<PayerTerms> {
    this.#loaded.delete(key);
    this.#loaded.set(key, loaded);
    for (const oldest of this.#loaded.keys()) {
      if (this.#loaded.size <= this.#limits.payersMax) break;
      this.#loaded.delete(oldest);
    }
    return loaded.terms;
  }
}
