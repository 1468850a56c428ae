import { randomUUID } from 'node:crypto';
import { ask, type Farthing, isTaken } from './asks.ts';

/** What a newcomer is given. Nobody has paid it. */
export const gift = { amount: '1.00', currency: 'EUR' } as const;

const DAYS = 30;
export const lifeSeconds = DAYS * 86_400;
/** So many wallets are given away within a minute: whoever asks without end fills nothing. */
const NEWCOMERS_MAX = 60;

export interface Newcomer {
  readonly payer: string;
  /** Shown this once: the browser keeps it in a cookie that no script sees. */
  readonly token: string;
}

/** Gives wallets away, a bounded number of them. */
export class Readers {
  readonly #farthing: Farthing;
  #minute = 0;
  #count = 0;

  constructor(farthing: Farthing) {
    this.#farthing = farthing;
  }

  /** Whether a token still works. One that may is not thrown away: what it cannot say now rejects. */
  isKnown(token: string): Promise<boolean> {
    return isTaken({ url: this.#farthing.url, apiKey: token });
  }

  /** A new payer with a wallet, and a token for it; undefined where too many come at once. */
  async welcome(now: number): Promise<Newcomer | undefined> {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) [this.#minute, this.#count] = [minute, 0];
    if (this.#count >= NEWCOMERS_MAX) return undefined;
    this.#count += 1;
    // A reader is a key, without a name: who pays for itself under the default plan.
    const payer = `subject:reader-${randomUUID()}`;
    const path = `/v1/payers/${encodeURIComponent(payer)}`;
    const money = { kind: 'given', ...gift, idempotency: 'welcome' };
    await ask(this.#farthing, 'POST', `${path}/wallet/grants`, money);
    const actions = ['charge', 'read', 'budget', 'refund', 'top-up'];
    const made = await ask(this.#farthing, 'POST', `${path}/tokens`, {
      actions,
      expiresIn: lifeSeconds,
    });
    return { payer, token: String(made?.['token']) };
  }
}
