import type { Decimal } from '../../kernel/decimal.ts';
import type { Meter } from '../../metering/meter.ts';
import type { WindowsAsked } from './month-windows.ts';
import type { MonthUsage, TalliedStretch } from './rating-sources.ts';
import { chargeTest, type DimensionTest, quantityOfAll } from './usage-tallies.ts';

/**
 * The one quantity that a month has of a level which is no mean: of all the time that anything charges for it. The
 * latest also looks at what was there before.
 */
export function quantityOfMonth(month: MonthUsage, meter: Meter, isWanted: DimensionTest): Decimal {
  const { period, stretches, levels, windows } = month;
  if (meter.window !== undefined) {
    return windows.quantity(meter, windowsAsked(stretches, meter, isWanted));
  }
  const charged = chargedStretches(stretches, meter);
  if (meter.aggregation === 'latest') {
    return levels.until(meter.key, charged.at(-1)?.stretch.period.end ?? period.end, isWanted);
  }
  const counted = charged.map((one) => ({
    tallies: one.tallies,
    isWanted: both(isWanted, chargedTest(one, meter)),
  }));
  return quantityOfAll(counted, meter.key, period);
}

/** Of which days of a month the windows count, and of which usage: of all the time that anything charges for it. */
export const windowsAsked = (
  stretches: MonthUsage['stretches'],
  meter: Meter,
  isWanted: DimensionTest,
): readonly WindowsAsked[] =>
  chargedStretches(stretches, meter).map((one) => ({
    period: one.stretch.period,
    isWanted: both(isWanted, chargedTest(one, meter)),
  }));

const chargedStretches = (
  stretches: MonthUsage['stretches'],
  { key }: Meter,
): MonthUsage['stretches'] =>
  stretches.filter(({ stretch: { version } }) =>
    (version?.charges ?? []).some((charge) => charge.meter === key),
  );

const both =
  (one: DimensionTest, other: DimensionTest): DimensionTest =>
  (values) =>
    one(values) && other(values);

/** Whether any charge of a stretch is for usage of a meter with these values. */
function chargedTest({ stretch: { version } }: TalliedStretch, meter: Meter): DimensionTest {
  const charges = version?.charges ?? [];
  const tests = charges
    .filter((one) => one.meter === meter.key)
    .map((one) => chargeTest(one, meter, charges));
  return (values) => tests.some((isCharged) => isCharged(values));
}
