import type { Decimal } from '../../kernel/decimal.ts';
import type { Aggregation, Meter } from '../../metering/meter.ts';
import type { MonthUsage, TalliedStretch } from './rating-sources.ts';
import { chargeTest, type DimensionTest, quantityOfAll } from './usage-tallies.ts';

/** What says how much there is, rather than how much there was of it: half a month of it is half. */
export const isLevel: Readonly<Record<Aggregation, boolean>> = {
  count: false,
  sum: false,
  min: true,
  max: true,
  latest: true,
  unique_count: true,
  session_count: true,
  weighted_sum: true,
};

/**
 * The one quantity that a month has of a level which is no mean: of all the time that anything charges for it. The
 * latest also looks at what was there before.
 */
export function quantityOfMonth(
  { period, stretches, levels }: MonthUsage,
  meter: Meter,
  isWanted: DimensionTest,
): Decimal {
  const charged = stretches.filter(({ stretch: { version } }) =>
    (version?.charges ?? []).some((charge) => charge.meter === meter.key),
  );
  if (meter.aggregation === 'latest') {
    return levels.until(meter.key, charged.at(-1)?.stretch.period.end ?? period.end, isWanted);
  }
  const counted = charged.map((one) => {
    const isCharged = chargedTest(one, meter);
    const isBoth: DimensionTest = (values) => isWanted(values) && isCharged(values);
    return { tallies: one.tallies, isWanted: isBoth };
  });
  return quantityOfAll(counted, meter.key, period);
}

/** Whether any charge of a stretch is for usage of a meter with these values. */
function chargedTest({ stretch: { version } }: TalliedStretch, meter: Meter): DimensionTest {
  const charges = version?.charges ?? [];
  const tests = charges
    .filter((one) => one.meter === meter.key)
    .map((one) => chargeTest(one, meter, charges));
  return (values) => tests.some((isCharged) => isCharged(values));
}
