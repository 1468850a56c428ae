import type { Currency } from '../kernel/currency.ts';
import { sha256 } from '../kernel/digest.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import type { Month } from '../kernel/month.ts';
import type { Earned } from '../payees/post-shares.ts';
import { parts } from './parts.ts';
import type { PayerWorth, ShareMonths, ShareSums } from './ports.ts';

/** What all payers' months come to, and what some of those who earn have of it. */
export interface RoundSums {
  readonly sums: readonly ShareSums[];
  readonly payers: number;
  readonly refused: number;
  /** Of payees past `from`, by the hash of their keys, so many that they can be held. */
  readonly earned: readonly Earned[];
  /** The hash of the last of them; undefined where there are no others. */
  readonly next: string | undefined;
}

/** Holds the payees with the lowest hashes, and half as many again before it lets go of others. */
class HeldPayees {
  readonly #held = new Map<string, { readonly hash: string; readonly earned: Sums }>();
  readonly #from: string;
  readonly #most: number;
  #until: string | undefined;

  constructor(from: string, most: number) {
    this.#from = from;
    this.#most = most;
  }

  addAll({ currency, lines, gone }: PayerWorth): void {
    for (const one of gone) this.#add(one.payee, one.currency);
    if (currency === undefined) return;
    for (const { meter, payees } of lines) {
      for (const { payee, amount } of payees) this.#add(payee, currency, { meter, amount });
    }
  }

  taken(): Pick<RoundSums, 'earned' | 'next'> {
    this.#letGo();
    const earned = [...this.#held].flatMap(([payee, { earned: sums }]) => earnedOf(payee, sums));
    return { earned, next: this.#until };
  }

  #add(payee: string, currency: Currency, earning?: Earning): void {
    const known = this.#held.get(payee);
    if (known !== undefined) {
      addTo(known.earned, currency, earning);
      return;
    }
    const hash = hashOf(payee);
    if (hash <= this.#from || (this.#until !== undefined && hash > this.#until)) return;
    const earned: Sums = new Map();
    addTo(earned, currency, earning);
    this.#held.set(payee, { hash, earned });
    if (this.#held.size > this.#most + this.#most / 2) this.#letGo();
  }

  #letGo(): void {
    if (this.#held.size <= this.#most) return;
    const byHash = [...this.#held].sort(([, a], [, b]) => (a.hash < b.hash ? -1 : 1));
    for (const [payee] of byHash.slice(this.#most)) this.#held.delete(payee);
    this.#until = byHash[this.#most - 1]?.[1].hash;
  }
}

/** By currency, then by meter. */
type Sums = Map<Currency, Map<string, bigint>>;

interface Earning {
  readonly meter: string;
  readonly amount: bigint;
}

function addTo(sums: Sums, currency: Currency, earning: Earning | undefined): void {
  const byMeter = sums.get(currency) ?? new Map<string, bigint>();
  sums.set(currency, byMeter);
  if (earning === undefined) return;
  const { meter, amount } = earning;
  byMeter.set(meter, (byMeter.get(meter) ?? 0n) + amount);
}

const earnedOf = (payee: string, sums: Sums): readonly Earned[] =>
  [...sums].map(([currency, byMeter]) => ({
    payee,
    currency,
    earned: [...byMeter].map(([meter, amount]) => ({ meter, exact: exactOf(amount) })),
  }));

/** Orders payees as nothing that they are called by does. */
const hashOf = (payee: string): string => sha256(payee).toString('hex');

/** What all that was shared comes to, by currency. */
class MonthSums {
  readonly #sums = new Map<
    Currency,
    { -readonly [Name in keyof Omit<ShareSums, 'currency'>]: bigint }
  >();

  add(currency: Currency, { amount, unshared, lines }: PayerWorth): void {
    const sum = this.#of(currency);
    sum.amount += amount;
    sum.unshared += unshared;
    for (const { platform, payees } of lines) {
      sum.platform += platform;
      for (const one of payees) sum.payees += one.amount;
    }
  }

  taken(): readonly ShareSums[] {
    return [...this.#sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { amount, payees, platform, unshared }]) => ({
        currency,
        ...{ amount: exactOf(amount), payees: exactOf(payees) },
        ...{ platform: exactOf(platform), unshared: exactOf(unshared) },
      }));
  }

  #of(currency: Currency) {
    const known = this.#sums.get(currency);
    if (known !== undefined) return known;
    const begun = { amount: 0n, payees: 0n, platform: 0n, unshared: 0n };
    this.#sums.set(currency, begun);
    return begun;
  }
}

/**
 * Adds up what all payers' months are worth, of payees past a hash and so many of them that memory stays the same
 * however many there are. What the order is in which they come changes nothing.
 */
export async function addUp(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  { month, from, most }: { readonly month: Month; readonly from: string; readonly most: number },
): Promise<RoundSums> {
  const payees = new HeldPayees(from, most);
  const sums = new MonthSums();
  let [payers, refused] = [0, 0];
  for await (const worth of allWorths(months, tenant, month)) {
    payers += 1;
    if (worth.refused !== undefined) refused += 1;
    payees.addAll(worth);
    if (worth.currency !== undefined) sums.add(worth.currency, worth);
  }
  return { sums: sums.taken(), payers, refused, ...payees.taken() };
}

/** What all payers’ months are worth, part by part. */
export async function* allWorths(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  month: Month,
): AsyncGenerator<PayerWorth> {
  for (const part of parts) {
    for await (const page of months.worths(tenant, { month, part })) yield* page;
  }
}
