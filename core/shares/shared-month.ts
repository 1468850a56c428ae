import type { RatingPorts } from '../billing/ports.ts';
import { askedMonths } from '../billing/rating/asked-months.ts';
import { cutIntoStretches, ratedRunsOf, readMonths } from '../billing/rating/month-usage.ts';
import { cutMonth } from '../billing/rating/prepare-closings.ts';
import type { RatedRun } from '../billing/rating/rate-stretches.ts';
import { type RatingRun, ratingRun, type TalliedMonth } from '../billing/rating/rating-run.ts';
import { meterOf } from '../billing/rating/rating-sources.ts';
import { chargeTest } from '../billing/rating/usage-tallies.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import type { PlanStretch } from '../invoicing/rated-charges.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf, sumOfExact } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import type { Month } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { quantityOf } from '../metering/tally.ts';
import { shareOf } from '../pricing/share.ts';
import { type EarnedAmount, Earnings, sumOfEarned } from './earnings.ts';
import { loadShares } from './load-shares.ts';
import { type MatchedShare, shareMatcher } from './match-share.ts';
import type { Shares } from './ports.ts';
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

/** Who has which share in a payer's month: payees, the platform, and what no share is of, are all of it. */
export interface SharedMonth {
  readonly currency: Currency;
  /** Where the payer is, ISO 3166; undefined where nobody said so. */
  readonly country: string | undefined;
  readonly amount: ExactAmount;
  readonly payees: readonly EarnedAmount[];
  readonly platform: ExactAmount;
  readonly unshared: ExactAmount;
  readonly lines: readonly SharedLine[];
}

const VALUES_MAX = 5_000;

/**
 * What of a payer's month whom a share is due to, as of now: a function of its usage, what prices it, and the shares
 * in force on each of its days. It asks what closing the month asks, so that what is shared is what is billed.
 * @throws Rejection `customer.not-found`, `customer.unpriced`, `billing-settings.not-found`, `answer.too-large`
 */
export async function sharedMonth(
  { rating, shares }: { readonly rating: RatingPorts; readonly shares: Shares },
  tenant: string,
  asked: { readonly customer: string; readonly month: Month },
): Promise<SharedMonth> {
  const run = await ratingRun(rating, tenant);
  const known = await loadShares(shares, tenant);
  const [found] = await askedMonths(run, { customers: [asked.customer], month: asked.month }, 0);
  invariant(found !== undefined, 'one customer is asked for, and one month is there');
  const calendar = customerCalendar(found.customer);
  const cut = await cutMonth(found.customer, found.current, run);
  const currency = currencyOf(cut.stretches, asked.month);
  const stretches = cutAtVersions(cut, known, calendar);
  const month = { ...cut, ...cutIntoStretches(found.current, stretches, run.meters) };
  await readMonths(run, [month]);
  const worth = new SharedWorth(run, known, calendar);
  for (const one of await ratedRunsOf(month, run)) worth.add(one);
  return { currency, country: found.customer.address?.country, ...worth.shared() };
}

/** @throws Rejection `customer.unpriced` where nothing prices the month, or plans of several currencies do */
function currencyOf(stretches: readonly PlanStretch[], month: Month): Currency {
  const currencies = new Set(stretches.flatMap(({ stretch }) => stretch.version?.currency ?? []));
  const [currency] = currencies;
  if (currency !== undefined && currencies.size === 1) return currency;
  const detail =
    currency === undefined
      ? `ask for a month in which a plan of the customer, or the default plan, is in force: in ${month} none is, so that nothing has a price to share`
      : `give the customer plans of one currency in ${month}, got ${[...currencies].join(' and ')}`;
  throw new Rejection('customer.unpriced', detail, { param: 'key' });
}

/** Stretches cut again where a version of any share begins, so that on each of them the same are in force. */
function cutAtVersions(
  { stretches, period }: Pick<TalliedMonth, 'stretches' | 'period'>,
  shares: ReadonlyMap<string, Share>,
  calendar: LocalCalendar,
): PlanStretch[] {
  const days = [...shares.values()].flatMap(({ versions }) => versions);
  const starts = new Set(days.map(({ effectiveFrom }) => calendar.dayStart(effectiveFrom)));
  return stretches.flatMap(({ plan, stretch }) => {
    const { start, end } = stretch.period;
    const cuts = [...starts].filter((at) => at > start && at < end).sort((a, b) => a - b);
    return [start, ...cuts].map((from, place) => {
      const part = { start: from, end: cuts[place] ?? end };
      return {
        plan,
        stretch: { ...stretch, period: part, share: shareOf(part, period, calendar) },
      };
    });
  });
}

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

/** What charges come to, given to values by quantity, and to payees by the shares of each. */
class SharedWorth {
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

  add({ run, rating }: RatedRun): void {
    const list = rating.usageAmount;
    const invoiced = exactOf(list - rating.maximumDiscount);
    const used = this.#usedIn(run);
    const quantities = [...used].map(([key, { quantity }]) => ({ key, quantity }));
    const amounts = {
      list: byQuantity(list, quantities),
      invoiced: byQuantity(invoiced, quantities),
    };
    if (amounts.invoiced.size === 0) this.#unshared += invoiced;
    for (const [key, { matched, quantity, day }] of used) {
      const basis = matched?.share.basis ?? 'invoiced';
      const amount = amounts[basis].get(key) ?? 0n;
      if (matched === undefined) this.#unshared += amount;
      else this.#add(key, matched, { quantity, amount, day });
    }
  }

  shared(): Omit<SharedMonth, 'currency' | 'country'> {
    const worth = [...this.#worth]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]): EarnedWorth => {
        const earnings = new Earnings(this.#shares);
        earnings.add(one.share, { ...one, amount: exactOf(one.amount) });
        return { ...one, payees: earnings.payees(), platform: earnings.platform };
      });
    const unshared = exactOf(this.#unshared);
    const payees = sumOfEarned(worth.flatMap((one) => one.payees));
    const platform = sumOfExact(worth.map((one) => one.platform));
    return {
      amount: sumOfExact([...payees.map(({ amount }) => amount), platform, unshared]),
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
    const isAdditive = meter.aggregation === 'count' || meter.aggregation === 'sum';
    const match = shareMatcher(isAdditive ? this.#shares.values() : [], meter);
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
