import { daysOf } from '../../invoicing/billing-period.ts';
import {
  chargeFromFee,
  chargesFrom,
  chargesFromCommitment,
  type PlanStretch,
} from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { decimalOf } from '../../kernel/decimal.ts';
import { exactOf } from '../../kernel/exact-amount.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { Period } from '../../kernel/timestamp.ts';
import { isLevel, type Meter } from '../../metering/meter.ts';
import type { Charge } from '../../pricing/charge.ts';
import { type ChargeUsage, usageKindOf } from '../../pricing/charge-usage.ts';
import { commitmentTopUp } from '../../pricing/commitment.ts';
import { feesOf } from '../../pricing/fees.ts';
import type { FixedFee } from '../../pricing/plan.ts';
import { rate } from '../../pricing/rate.ts';
import { type PartOfLevel, rateLevel, timeShareOf } from '../../pricing/rate-level.ts';
import type { Rating } from '../../pricing/rating.ts';
import { prorated, type Share } from '../../pricing/share.ts';
import { chargeRuns, commitmentRuns, type Run } from './charge-runs.ts';
import { pricedAlike, writtenAlike } from './charges-alike.ts';
import { quantityOfMonth } from './month-quantity.ts';
import { usageByRules1 } from './rate-by-rules-1.ts';
import {
  countMeterOf,
  type MonthUsage,
  meterOf,
  type RatingSources,
  type TalliedStretch,
  unitsOfOne,
} from './rating-sources.ts';
import { rulesBeforeKept, rulesByText } from './rules.ts';
import { chargeTest, quantityOfAll } from './usage-tallies.ts';

/**
 * All that a month comes to: usage, charge by charge, what brings it up to commitments, and fixed fees of either
 * timing.
 */
export async function ratedMonth(
  month: MonthUsage,
  sources: RatingSources,
): Promise<RatedCharge[]> {
  const { rules, stretches } = month;
  const usage =
    rules <= rulesBeforeKept
      ? await usageByRules1(stretches, sources)
      : await ratedUsage(month, sources);
  return [...usage, ...ratedFees(month)];
}

/** A month, and the parts of it in which anything has a price. */
interface CutPeriod {
  readonly period: Period;
  readonly stretches: readonly PlanStretch[];
}

/** What of a month is charged before it. */
export const chargedInAdvance = (month: CutPeriod): RatedCharge[] =>
  ratedFees(month, ({ timing }) => timing === 'advance');

/** Fees are for a plan's stretches of the month together: one without proration is charged once. */
export function ratedFees(
  { period, stretches }: CutPeriod,
  isWanted: (fee: FixedFee) => boolean = () => true,
): RatedCharge[] {
  const plans = new Set(stretches.map(({ plan }) => plan));
  return [...plans].flatMap((plan) => {
    const own = stretches.filter((one) => one.plan === plan).map(({ stretch }) => stretch);
    return feesOf(own)
      .filter(({ fee }) => isWanted(fee))
      .map((fee) => chargeFromFee(plan, fee, period));
  });
}

type ChargeRun = Run<Charge, TalliedStretch>;

/** What a charge came to over its run. */
export interface RatedRun {
  readonly run: ChargeRun;
  readonly rating: Rating;
}

/** A charge is cut only where it changes; so is a commitment, which is for what was charged on its days. */
async function ratedUsage(month: MonthUsage, sources: RatingSources): Promise<RatedCharge[]> {
  const rated = await ratedRuns(month, sources);
  const placed = (run: PlanStretch) => ({ ...run, month: month.period });
  const topUps = commitmentRuns(month.stretches).flatMap((run) => {
    const charged = rated
      .filter((one) => one.run.plan === run.plan)
      .reduce((sum, one) => sum + chargedWithin(one, run.stretch.share), 0n);
    const { version, share } = run.stretch;
    const topUp = commitmentTopUp(version, exactOf(charged), share);
    return chargesFromCommitment(topUp, placed(run));
  });
  const own = rated.flatMap(({ run, rating }) => chargesFrom(run.of, rating, placed(run)));
  return [...own, ...topUps];
}

/** The charges of a month, each over the days on which it is alike: what a coupon takes off cuts none. */
const runsIn = ({ rules, stretches }: MonthUsage): ChargeRun[] =>
  chargeRuns(stretches, rules <= rulesByText ? writtenAlike : pricedAlike);

/**
 * What was used under a charge within days of its own; zero of a level, of which days have no part by quantity.
 */
export function usedWithin(
  month: MonthUsage,
  meters: RatingSources['meters'],
): (charge: RatedCharge, days: Period) => bigint {
  const runs = runsIn(month);
  return ({ kind, charge: key, plan, stretch }, { start, end }) => {
    const from = (stretch ?? month.period).start;
    const run = runs.find(
      (one) =>
        kind === 'usage' &&
        one.of.key === key &&
        one.plan === plan.key &&
        (stretch === undefined || one.stretch.period.start === from),
    );
    const meter = run === undefined ? undefined : meterOf(run.of.meter, meters);
    if (run === undefined || meter === undefined || isLevel(meter)) return 0n;
    const isWanted = chargeTest(run.of, meter, run.stretch.version.charges);
    const within = run.stretches.filter(
      ({ stretch: { period } }) => start <= period.start && period.start < end,
    );
    const counted = within.map(({ tallies }) => ({ tallies, isWanted }));
    return quantityOfAll(counted, meter.key, run.stretch.period);
  };
}

/** What each charge came to over the days on which it was alike. */
export async function ratedRuns(month: MonthUsage, sources: RatingSources): Promise<RatedRun[]> {
  const rated: RatedRun[] = [];
  for (const run of runsIn(month)) {
    rated.push({ run, rating: await ratingOf(run, month, sources) });
  }
  return rated;
}

/** What of a charge falls to these days of the month: all of it, unless it goes on past them. */
function chargedWithin({ run, rating }: RatedRun, { from, to }: Share): bigint {
  const own = run.stretch.share;
  const inside = (day: number): number => Math.min(Math.max(day, own.from), own.to) - own.from;
  return prorated(rating.amount, { from: inside(from), to: inside(to), of: own.to - own.from });
}

async function ratingOf(
  run: ChargeRun,
  month: MonthUsage,
  sources: RatingSources,
): Promise<Rating> {
  const { of: charge, stretch } = run;
  const meter = meterOf(charge.meter, sources.meters);
  if (isLevel(meter)) {
    const share = timeShareOf(stretch.period, month.period, daysOf(month.period));
    return rateLevel(charge, partOfLevel(run, meter, month), share);
  }
  return rate(charge, await usageOf(run, meter, sources), stretch.share);
}

/** A mean is cut where the run is; of any other level a run has its share by time of the month's quantity. */
function partOfLevel(run: ChargeRun, meter: Meter, month: MonthUsage): PartOfLevel {
  const { of: charge, stretch } = run;
  const isWanted = chargeTest(charge, meter, stretch.version.charges);
  if (meter.aggregation === 'weighted_sum') {
    return month.levels.over(meter.key, stretch.period, isWanted);
  }
  const level = quantityOfMonth(month, meter, isWanted);
  const share = timeShareOf(stretch.period, month.period, daysOf(month.period));
  return { level, quantity: decimalOf(prorated(level, share)) };
}

async function usageOf(
  { of: charge, stretches, stretch }: ChargeRun,
  meter: Meter,
  { eventsOf }: RatingSources,
): Promise<ChargeUsage> {
  const isWanted = chargeTest(charge, meter, stretch.version.charges);
  const kind = usageKindOf(charge.price);
  if (kind === 'each-event') {
    const events = await inParallel(1, stretches, (one) => eventsOf(one, meter));
    return { kind, events: events.flat().filter(({ dimensions }) => isWanted(dimensions)) };
  }
  const counted = stretches.map(({ tallies }) => ({ tallies, isWanted }));
  const quantity = quantityOfAll(counted, meter.key, stretch.period);
  if (kind === 'quantity') return { kind, quantity };
  // Both meters have the same dimensions, so what is wanted of one is wanted of the other.
  const count = quantityOfAll(counted, countMeterOf(charge), stretch.period);
  return { kind, quantity, count: count / unitsOfOne };
}
