import type { RatedRun } from '../billing/rating/rate-stretches.ts';
import type { RatingRun } from '../billing/rating/rating-run.ts';
import { meterOf } from '../billing/rating/rating-sources.ts';
import { chargeTest } from '../billing/rating/usage-tallies.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf, sumOfExact } from '../kernel/exact-amount.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import { Rejection } from '../kernel/rejection.ts';
import { addsUp } from '../metering/meter.ts';
import { quantityOf } from '../metering/tally.ts';
import { type EarnedAmount, Earnings, sumOfEarned } from './earnings.ts';
import { type MatchedShare, shareMatcher } from './match-share.ts';
import { partOf, type Ratio } from './ratio.ts';
import { type Share, versionsOn } from './share.ts';
import { byQuantity, type QuantityOf } from './values-of-charge.ts';

/** What was used of one value on days of one version, over all charges, and who has which part of it. */
interface SharedLine extends MatchedShare {
  readonly quantity: Decimal;
  readonly amount: ExactAmount;
  /** By key; together with `platform` it is the amount. */
  readonly payees: readonly EarnedAmount[];
  readonly platform: ExactAmount;
}

/** What payees, the platform, and nobody by any share, have of what was shared. */
export interface SharedAmounts {
  readonly amount: ExactAmount;
  readonly payees: readonly EarnedAmount[];
  readonly platform: ExactAmount;
  readonly unshared: ExactAmount;
  readonly lines: readonly SharedLine[];
}

/** What of a payer's month is invoiced, and is paid, of all that was; a share may wait for either. */
export interface Awaited {
  readonly invoiced: Ratio;
  readonly paid: Ratio;
}

const VALUES_MAX = 5_000;

/** What is known of a value on its way through the charges of a month. */
interface Worth extends MatchedShare {
  quantity: bigint;
  amount: bigint;
  /** Of its version's days, one. */
  readonly day: string;
}

/** What usage of a value came to on days on which the same versions decide, and who has it. */
type EarnedWorth = Worth & Pick<SharedLine, 'payees' | 'platform'>;

/** Of one value and one version one line, though versions of shares that it names may tell its days apart. */
function linesOf(worth: readonly EarnedWorth[]): SharedLine[] {
  const lines = new Map<string, SharedLine>();
  for (const { share, version, value, quantity, amount, payees, platform } of worth) {
    const key = JSON.stringify([share.key, version.effectiveFrom, value]);
    const before = lines.get(key);
    lines.set(key, {
      ...{ share, version, value },
      quantity: decimalOf((before?.quantity ?? 0n) + quantity),
      amount: exactOf((before?.amount ?? 0n) + amount),
      payees: sumOfEarned([...(before?.payees ?? []), ...payees]),
      platform: exactOf((before?.platform ?? 0n) + platform),
    });
  }
  return [...lines.values()];
}

/**
 * What counts of each as far as its basis says: of what is invoiced or paid in part, cut together and not one by one,
 * so that parts of a month are the part of it, to 1e-24.
 */
function countedOf(worth: readonly Worth[], awaited: Awaited): readonly Worth[] {
  const before = { invoiced: 0n, paid: 0n };
  return worth.map((one) => {
    const { basis } = one.share;
    if (basis === 'list') return one;
    const all = before[basis] + one.amount;
    const amount = partOf(all, awaited[basis]) - partOf(before[basis], awaited[basis]);
    before[basis] = all;
    return { ...one, amount };
  });
}

/** What charges come to, given to values by quantity, and to payees by the shares of each. */
export class SharedWorth {
  readonly #run: Pick<RatingRun, 'meters'>;
  readonly #shares: ReadonlyMap<string, Share>;
  readonly #calendar: LocalCalendar;
  readonly #worth = new Map<string, Worth>();
  #unshared = 0n;

  constructor(
    run: Pick<RatingRun, 'meters'>,
    shares: ReadonlyMap<string, Share>,
    calendar: LocalCalendar,
  ) {
    this.#run = run;
    this.#shares = shares;
    this.#calendar = calendar;
  }

  /** What coupons take `off` is not invoiced; the list price is before it. */
  add({ run, rating }: RatedRun, off = 0n): void {
    const list = rating.usageAmount;
    const invoiced = exactOf(list - rating.maximumDiscount - off);
    const used = this.#usedIn(run);
    const quantities = [...used].map(([key, { quantity }]) => ({ key, quantity }));
    const ofInvoice = byQuantity(invoiced, quantities);
    const amounts = {
      list: byQuantity(list, quantities),
      ...{ invoiced: ofInvoice, paid: ofInvoice },
    };
    if (amounts.invoiced.size === 0) this.#unshared += invoiced;
    for (const [key, { matched, quantity, day }] of used) {
      const basis = matched?.share.basis ?? 'invoiced';
      const amount = amounts[basis].get(key) ?? 0n;
      if (matched === undefined) this.#unshared += amount;
      else this.#add(key, matched, { quantity, amount, day });
    }
  }

  /** What counts of it is taken before it is divided, so that parts that are not together all of it can be told. */
  shared(awaited: Awaited): SharedAmounts {
    const ordered = [...this.#worth].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const counted = countedOf(ordered, awaited);
    const worth = counted.map((one): EarnedWorth => {
      const earnings = new Earnings(this.#shares);
      earnings.add(one.share, { ...one, amount: exactOf(one.amount) });
      return { ...one, payees: earnings.payees(), platform: earnings.platform };
    });
    const unshared = exactOf(this.#unshared);
    const payees = sumOfEarned(worth.flatMap((one) => one.payees));
    const platform = sumOfExact(worth.map((one) => one.platform));
    return {
      amount: sumOfExact([...counted.map(({ amount }) => exactOf(amount)), unshared]),
      ...{ payees, platform, unshared },
      lines: linesOf(worth),
    };
  }

  #add(key: string, matched: MatchedShare, used: Pick<Worth, 'quantity' | 'amount' | 'day'>): void {
    const known = this.#worth.get(key);
    if (known !== undefined) {
      known.quantity += used.quantity;
      known.amount += used.amount;
      return;
    }
    if (this.#worth.size >= VALUES_MAX) {
      const detail = `ask for a smaller month: more than ${VALUES_MAX} values are told apart`;
      throw new Rejection('answer.too-large', detail);
    }
    this.#worth.set(key, { ...matched, ...used });
  }

  /** Days on which the same versions decide are one, whatever other shares do on them. */
  #keyOf({ share, value }: MatchedShare, day: string): string {
    return JSON.stringify([share.key, versionsOn(share, this.#shares, day), value]);
  }

  /** What was used under a charge by value; under the key `''`, of none. */
  #usedIn({ of: charge, stretches, stretch }: RatedRun['run']) {
    const meter = meterOf(charge.meter, this.#run.meters);
    const isWanted = chargeTest(charge, meter, stretch.version.charges);
    const match = shareMatcher(addsUp(meter) ? this.#shares.values() : [], meter);
    const used = new Map<
      string,
      QuantityOf & { readonly day: string; readonly matched: MatchedShare | undefined }
    >();
    for (const { tallies, stretch: part } of stretches) {
      const day = this.#calendar.dayAt(part.period.start);
      for (const { dimensions, tally } of tallies.counted(meter.key)) {
        if (!isWanted(dimensions)) continue;
        const matched = match(dimensions, day);
        const key = matched === undefined ? '' : this.#keyOf(matched, day);
        const quantity = decimalOf(
          (used.get(key)?.quantity ?? 0n) + quantityOf(tally, part.period),
        );
        used.set(key, { key, quantity, day, matched });
      }
    }
    return used;
  }
}
