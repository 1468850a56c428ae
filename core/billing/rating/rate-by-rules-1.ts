import { chargesFrom, chargesFromCommitment } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { exactOf } from '../../kernel/exact-amount.ts';
import type { Charge } from '../../pricing/charge.ts';
import { type ChargeUsage, usageKindOf } from '../../pricing/charge-usage.ts';
import { commitmentTopUp } from '../../pricing/commitment.ts';
import type { PlanVersion } from '../../pricing/plan.ts';
import { rate } from '../../pricing/rate.ts';
import {
  countMeterOf,
  meterOf,
  type RatingSources,
  type TalliedStretch,
  unitsOfOne,
} from './rating-sources.ts';
import { chargeTest } from './usage-tallies.ts';

/** The usage of a month that was closed under rules 1: each stretch on its own, every level from nothing. */
export async function usageByRules1(
  stretches: readonly TalliedStretch[],
  sources: RatingSources,
): Promise<RatedCharge[]> {
  const charges: RatedCharge[] = [];
  for (const stretch of stretches) charges.push(...(await ratedStretch(stretch, sources)));
  return charges;
}

async function ratedStretch(
  tallied: TalliedStretch,
  sources: RatingSources,
): Promise<RatedCharge[]> {
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
  { meters, eventsOf }: RatingSources,
): Promise<ChargeUsage> {
  const meter = meterOf(charge.meter, meters);
  const isWanted = chargeTest(charge, meter, charges);
  const kind = usageKindOf(charge.price);
  if (kind === 'each-event') {
    const events = await eventsOf(tallied, meter);
    return { kind, events: events.filter(({ dimensions }) => isWanted(dimensions)) };
  }
  const { tallies, stretch } = tallied;
  const quantity = tallies.quantity(charge.meter, stretch.period, isWanted);
  if (kind === 'quantity') return { kind, quantity };
  // Both meters have the same dimensions, so what is wanted of one is wanted of the other.
  const counted = tallies.quantity(countMeterOf(charge), stretch.period, isWanted);
  return { kind, quantity, count: counted / unitsOfOne };
}
