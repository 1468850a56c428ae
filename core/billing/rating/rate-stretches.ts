import {
  chargeFromFee,
  chargesFrom,
  chargesFromCommitment,
  type PlanStretch,
} from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { decimalOf } from '../../kernel/decimal.ts';
import { exactOf } from '../../kernel/exact-amount.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import type { Charge } from '../../pricing/charge.ts';
import { type ChargeUsage, usageKindOf } from '../../pricing/charge-usage.ts';
import { commitmentTopUp } from '../../pricing/commitment.ts';
import { feesOf } from '../../pricing/fees.ts';
import type { FixedFee, PlanVersion } from '../../pricing/plan.ts';
import { rate } from '../../pricing/rate.ts';
import type { MeteredValue } from './read-events.ts';
import { chargeTest, type UsageTallies } from './usage-tallies.ts';

/** A stretch of a customer's month under one version of a plan, with its tallies. */
export interface TalliedStretch extends PlanStretch {
  readonly tallies: UsageTallies;
}

/** What rating asks for beside tallies. */
export interface RatingSources {
  readonly meters: ReadonlyMap<string, Meter>;
  /** The events of a meter in the stretch, one by one; asked only where a price looks at each. */
  eventsOf(stretch: TalliedStretch, meter: Meter): Promise<readonly MeteredValue[]>;
}

/**
 * All that a month comes to: usage, charge by charge, what brings it up to commitments, and fixed fees of either
 * timing.
 */
export async function ratedMonth(
  stretches: readonly TalliedStretch[],
  sources: RatingSources,
): Promise<RatedCharge[]> {
  const charges: RatedCharge[] = [];
  for (const stretch of stretches) charges.push(...(await ratedUsage(stretch, sources)));
  return [...charges, ...ratedFees(stretches, () => true)];
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

async function ratedUsage(tallied: TalliedStretch, sources: RatingSources): Promise<RatedCharge[]> {
  const { version, share } = tallied.stretch;
  if (version === undefined) return [];
  const rated: RatedCharge[] = [];
  let sum = 0n;
  for (const charge of version.charges) {
    const rating = rate(charge, await usageOf(charge, version, tallied, sources), share);
    sum += rating.amount;
    rated.push(...chargesFrom(charge, rating, tallied));
  }
  const topUp = commitmentTopUp(version, exactOf(sum), share);
  return [...rated, ...chargesFromCommitment(topUp, tallied)];
}

async function usageOf(
  charge: Charge,
  { charges }: PlanVersion,
  tallied: TalliedStretch,
  sources: RatingSources,
): Promise<ChargeUsage> {
  const { meters, eventsOf } = sources;
  const meter = meterOf(charge.meter, meters);
  const isWanted = chargeTest(charge, meter, charges);
  const kind = usageKindOf(charge.price);
  if (kind === 'each-event') {
    const events = await eventsOf(tallied, meter);
    return { kind, events: events.filter(({ dimensions }) => isWanted(dimensions)) };
  }
  const { period } = tallied.stretch;
  const quantity = tallied.tallies.quantity(charge.meter, period, isWanted);
  if (kind === 'quantity') return { kind, quantity };
  // Both meters have the same dimensions, so what is wanted of one is wanted of the other.
  return { kind, quantity, count: countOf(charge, tallied, { period, isWanted }) };
}

const UNITS = decimalOf(10n ** 12n);

function countOf(
  { price }: Charge,
  { tallies }: TalliedStretch,
  {
    period,
    isWanted,
  }: { readonly period: Period; readonly isWanted: ReturnType<typeof chargeTest> },
): bigint {
  invariant(
    price.model === 'percentage' && price.countMeter !== undefined,
    'a price with an amount per event names the meter that counts them',
  );
  return tallies.quantity(price.countMeter, period, isWanted) / UNITS;
}

function meterOf(key: string, meters: ReadonlyMap<string, Meter>): Meter {
  const meter = meters.get(key);
  invariant(meter !== undefined, `a plan is taken only with its meters, and ${key} is not there`);
  return meter;
}
