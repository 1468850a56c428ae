import type { Clock } from '../../kernel/clock.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { UngatedUsage } from '../ungated-usage.ts';

export type LoadUngated = (tenant: string, terms: PayerTerms) => Promise<UngatedUsage>;

/** Somebody asked for what was used besides, and it was not read: it is read, and decided again. */
export class UngatedWanted extends Error {
  override readonly name = 'UngatedWanted';
}

/** What was used besides what was asked for, and whether a decision went by it. */
export interface AskedUngated extends UngatedUsage {
  readonly wasAsked: boolean;
}

interface Loaded {
  readonly usage: Promise<UngatedUsage>;
  readonly since: Timestamp;
}

/**
 * What payers used besides, as this process has read it within a minute. It is read only of payers for whom a decision
 * goes by it: those that a budget or a wallet bounds.
 */
export class KnownUngated {
  readonly #load: LoadUngated;
  readonly #clock: Clock;
  readonly #payersMax: number;
  readonly #loaded = new Map<string, Loaded>();

  constructor(load: LoadUngated, clock: Clock, limits: { readonly payersMax: number }) {
    this.#load = load;
    this.#clock = clock;
    this.#payersMax = limits.payersMax;
  }

  /** What is known of the payer of these terms; where nothing is, what throws `UngatedWanted` when it is asked. */
  async known(tenant: string, terms: PayerTerms): Promise<AskedUngated> {
    return this.#loaded.has(keyOf(tenant, terms)) ? this.read(tenant, terms) : asked(unread);
  }

  /** What the payer of these terms used besides, read within a minute. */
  async read(tenant: string, terms: PayerTerms): Promise<AskedUngated> {
    const key = keyOf(tenant, terms);
    const now = this.#clock.now();
    const known = this.#loaded.get(key);
    const isFresh = known !== undefined && known.since > now - millisecondsPer.minute;
    const loaded = isFresh ? known : { usage: this.#load(tenant, terms), since: now };
    this.#loaded.delete(key);
    this.#loaded.set(key, loaded);
    for (const oldest of this.#loaded.keys()) {
      if (this.#loaded.size <= this.#payersMax) break;
      this.#loaded.delete(oldest);
    }
    try {
      return asked(await loaded.usage);
    } catch (error) {
      if (this.#loaded.get(key) === loaded) this.#loaded.delete(key);
      throw error;
    }
  }
}

const keyOf = (tenant: string, { payer }: PayerTerms): string => JSON.stringify([tenant, payer]);

const wanted = (): never => {
  throw new UngatedWanted();
};
const unread: UngatedUsage = {
  asOf: undefined,
  quantityOf: wanted,
  usedIn: wanted,
  usedInOpenMonths: wanted,
  // Whatever is asked of it then is wanted, too.
  behind: () => unread,
};

function asked(usage: UngatedUsage): AskedUngated {
  let wasAsked = false;
  const telling = (one: UngatedUsage): UngatedUsage => ({
    asOf: one.asOf,
    quantityOf: (domain) => {
      wasAsked = true;
      return one.quantityOf(domain);
    },
    usedIn: (window, meter) => {
      wasAsked = true;
      return one.usedIn(window, meter);
    },
    usedInOpenMonths: () => {
      wasAsked = true;
      return one.usedInOpenMonths();
    },
    behind: (state) => telling(one.behind(state)),
  });
  return {
    ...telling(usage),
    get wasAsked() {
      return wasAsked;
    },
  };
}
