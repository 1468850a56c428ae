import { type ExactAmount, exactOf } from '../kernel/exact-amount.ts';
import { divided } from './divide.ts';
import { DEPTH_MAX, type Share, versionOn } from './share.ts';

/** What a payee has of something. */
export interface EarnedAmount {
  readonly payee: string;
  readonly amount: ExactAmount;
}

/** What each payee has of all of these, by key. */
export function sumOfEarned(earned: readonly EarnedAmount[]): readonly EarnedAmount[] {
  const sums = new Map<string, bigint>();
  for (const { payee, amount } of earned) sums.set(payee, (sums.get(payee) ?? 0n) + amount);
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([payee, amount]) => ({ payee, amount: exactOf(amount) }));
}

/** Who has what: payees by key, and the platform, which has what nobody else is named for. */
export class Earnings {
  readonly #payees = new Map<string, bigint>();
  #platform = 0n;
  readonly #shares: ReadonlyMap<string, Share>;

  constructor(shares: ReadonlyMap<string, Share>) {
    this.#shares = shares;
  }

  get platform(): ExactAmount {
    return exactOf(this.#platform);
  }

  /** By key; what came to nothing is here, too. */
  payees(): readonly EarnedAmount[] {
    return sumOfEarned(
      [...this.#payees].map(([payee, amount]) => ({ payee, amount: exactOf(amount) })),
    );
  }

  /**
   * Adds what usage of a value came to on days of one version: all of it goes to somebody. Of a share that is named and
   * is not in force, or is named too deep, the payee is the share's own key with `share:` before it: nobody has that
   * key, so that it waits and is not lost.
   */
  add(share: Share, used: UsedValue, depth = 1): void {
    const version = versionOn(share, used.day);
    if (version === undefined || depth > DEPTH_MAX) {
      this.#pay(`share:${share.key}`, used.amount);
      return;
    }
    const { parts, left } = divided(
      used.amount,
      version.split.map(({ part }) => part),
    );
    for (const [place, recipient] of version.split.entries()) {
      const amount = parts[place] ?? exactOf(0n);
      if (recipient.to === 'platform') this.#platform += amount;
      else if (recipient.to === 'payee') this.#pay(recipient.payee, amount);
      else if (recipient.to === 'value') this.#pay(used.value, amount);
      else this.#nested(recipient.share, { ...used, amount }, depth);
    }
    this.#platform += left;
  }

  #nested(key: string, used: UsedValue, depth: number): void {
    const nested = this.#shares.get(key);
    if (nested === undefined) this.#pay(`share:${key}`, used.amount);
    else this.add(nested, used, depth + 1);
  }

  #pay(payee: string, amount: bigint): void {
    this.#payees.set(payee, (this.#payees.get(payee) ?? 0n) + amount);
  }
}

/** What usage of one value came to, from a day on that its payer's calendar has, until a version changes. */
export interface UsedValue {
  readonly value: string;
  readonly day: string;
  readonly amount: ExactAmount;
}
