import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import { decimalOf } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import type { Charge } from '../../pricing/charge.ts';
import type { MonthCoupon } from '../../pricing/coupon.ts';
import type { MonthLevels } from './month-levels.ts';
import type { MonthWindows } from './month-windows.ts';
import type { MeteredValue } from './read-events.ts';
import type { UsageTallies } from './usage-tallies.ts';

/** A stretch of a customer's month under one version of a plan, with its tallies. */
export interface TalliedStretch extends PlanStretch {
  readonly tallies: UsageTallies;
}

/** A customer's month cut into stretches, with what was used in each, its levels, and its trailing windows. */
export interface MonthUsage {
  readonly rules: number;
  readonly period: Period & Pick<BillingPeriod, 'cycle'>;
  readonly stretches: readonly TalliedStretch[];
  readonly levels: MonthLevels;
  readonly windows: MonthWindows;
  /** What is taken off it; no stretch goes on past a day on which one begins or ends. */
  readonly coupons: readonly MonthCoupon[];
}

/** What rating asks for beside tallies. */
export interface RatingSources {
  readonly meters: ReadonlyMap<string, Meter>;
  /** The events of a meter in the stretch, one by one; asked only where a price looks at each. */
  eventsOf(stretch: TalliedStretch, meter: Meter): Promise<readonly MeteredValue[]>;
}

export function meterOf(key: string, meters: ReadonlyMap<string, Meter>): Meter {
  const meter = meters.get(key);
  invariant(meter !== undefined, `a plan is taken only with its meters, and ${key} is not there`);
  return meter;
}

export function countMeterOf({ price }: Charge): string {
  invariant(
    price.model === 'percentage' && price.countMeter !== undefined,
    'a price with an amount per event names the meter that counts them',
  );
  return price.countMeter;
}

/** How many units of a count make one. */
export const unitsOfOne = decimalOf(10n ** 12n);
