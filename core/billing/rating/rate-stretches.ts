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
import type { Aggregation, Meter } from '../../metering/meter.ts';
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
import type { MonthLevels } from './month-levels.ts';
import { usageByRules1 } from './rate-by-rules-1.ts';
import {
  countMeterOf,
  meterOf,
  type RatingSources,
  type TalliedStretch,
  unitsOfOne,
} from './rating-sources.ts';
import { rulesBeforeKept } from './rules.ts';
import { chargeTest, type DimensionTest, quantityOfAll } from './usage-tallies.ts';

/** A customer's month cut into stretches, with what was used in each, and its levels. */
export interface MonthUsage {
  readonly rules: number;
  readonly period: Period;
  readonly stretches: readonly TalliedStretch[];
  readonly levels: MonthLevels;
}

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
  return [...usage, ...ratedFees(stretches, () => true)];
}

/** What of a month is charged before it. */
export const chargedInAdvance = (stretches: readonly PlanStretch[]): RatedCharge[] =>
  ratedFees(stretches, ({ timing }) => timing === 'advance');

/** Fees are for a plan's stretches of the month together: one without proration is charged once. */
function ratedFees(
  stretches: readonly PlanStretch[],
  isWanted: (fee: FixedFee) => boolean,
): RatedCharge[] {
  const plans = new Set(stretches.map(({ plan }) => plan));
  return [...plans].flatMap((plan) => {
    const own = stretches.filter((one) => one.plan === plan).map(({ stretch }) => stretch);
    return feesOf(own)
      .filter(({ fee }) => isWanted(fee))
      .map((fee) => chargeFromFee(plan, fee));
  });
}

type ChargeRun = Run<Charge, TalliedStretch>;

/** What a charge came to over its run. */
interface RatedRun {
  readonly run: ChargeRun;
  readonly rating: Rating;
}

/** A charge is cut only where it changes; so is a commitment, which is for what was charged on its days. */
async function ratedUsage(month: MonthUsage, sources: RatingSources): Promise<RatedCharge[]> {
  const rated: RatedRun[] = [];
  for (const run of chargeRuns(month.stretches)) {
    rated.push({ run, rating: await ratingOf(run, month, sources) });
  }
  const topUps = commitmentRuns(month.stretches).flatMap((run) => {
    const charged = rated
      .filter((one) => one.run.plan === run.plan)
      .reduce((sum, one) => sum + chargedWithin(one, run.stretch.share), 0n);
    const { version, share } = run.stretch;
    return chargesFromCommitment(commitmentTopUp(version, exactOf(charged), share), run);
  });
  return [...rated.flatMap(({ run, rating }) => chargesFrom(run.of, rating, run)), ...topUps];
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
  if (isLevel[meter.aggregation]) {
    const share = timeShareOf(stretch.period, month.period);
    return rateLevel(charge, partOfLevel(run, meter, month), share);
  }
  return rate(charge, await usageOf(run, meter, sources), stretch.share);
}

/** What says how much there is, rather than how much there was of it: half a month of it is half. */
const isLevel: Readonly<Record<Aggregation, boolean>> = {
  count: false,
  sum: false,
  min: true,
  max: true,
  latest: true,
  unique_count: true,
  weighted_sum: true,
};

/**
 * A weighted sum is cut where the run is. Of the others a month has one quantity, of all the time that anything charges
 * for it; a run has its share of that by time.
 */
function partOfLevel(run: ChargeRun, meter: Meter, month: MonthUsage): PartOfLevel {
  const { of: charge, stretch } = run;
  const isWanted = chargeTest(charge, meter, stretch.version.charges);
  const { period, stretches, levels } = month;
  if (meter.aggregation === 'weighted_sum') return levels.over(meter.key, stretch.period, isWanted);
  const charged = stretches.flatMap((one) => {
    const isCharged = chargedTest(one, meter);
    const isBoth: DimensionTest = (values) => isWanted(values) && isCharged(values);
    return one.stretch.version?.charges.some((other) => other.meter === meter.key) === true
      ? [{ tallies: one.tallies, isWanted: isBoth, end: one.stretch.period.end }]
      : [];
  });
  const level =
    meter.aggregation === 'latest'
      ? levels.latest(meter.key, charged.at(-1)?.end ?? period.end, isWanted)
      : quantityOfAll(charged, meter.key, period);
  const share = timeShareOf(stretch.period, period);
  return { level, quantity: decimalOf(prorated(level, share)) };
}

/** Whether any charge of a stretch is for usage of a meter with these values. */
function chargedTest({ stretch: { version } }: TalliedStretch, meter: Meter): DimensionTest {
  const charges = version?.charges ?? [];
  const tests = charges
    .filter((one) => one.meter === meter.key)
    .map((one) => chargeTest(one, meter, charges));
  return (values) => tests.some((isCharged) => isCharged(values));
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
