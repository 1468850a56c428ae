import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import type { Meter } from '../../metering/meter.ts';
import type { CustomerMonth } from './customer-months.ts';
import { MonthLevels } from './month-levels.ts';
import { levelsGoingOn, openLevels } from './open-levels.ts';
import { ratedMonth } from './rate-stretches.ts';
import type { RatingRun, TalliedMonth } from './rating-run.ts';
import type { TalliedStretch } from './rating-sources.ts';
import { type MeteredValue, readEventValues } from './read-events.ts';
import { readTallies, type UsageWindow } from './read-tallies.ts';
import { partsWithin } from './subject-periods.ts';
import { UsageTallies } from './usage-tallies.ts';

/** A month of which nothing has been read yet. */
export function cutIntoStretches(
  month: CustomerMonth,
  stretches: readonly PlanStretch[],
  meters: ReadonlyMap<string, Meter>,
): TalliedMonth {
  const cuts = stretches.flatMap(({ stretch: { period } }) => [period.start, period.end]);
  return {
    ...month,
    stretches: stretches.map((stretch) => ({ ...stretch, tallies: new UsageTallies() })),
    levels: new MonthLevels(
      month.period,
      cuts,
      new Set(levelsGoingOn(meters).map(({ key }) => key)),
    ),
  };
}

/** Reads what was used in months, and adds it; `more` is read on the way. */
export async function readMonths(
  run: RatingRun,
  months: readonly TalliedMonth[],
  more: readonly UsageWindow[] = [],
): Promise<void> {
  const { ports, tenant } = run;
  const opened = await openLevels(run, months);
  await readTallies(ports.totals, tenant, [...months.flatMap(windowsOf), ...opened, ...more]);
}

/** Where what was used in a month is to be added; its levels are of all of it, priced or not. */
function windowsOf({ period, rules, usedBy, stretches, levels }: TalliedMonth): UsageWindow[] {
  if (stretches.length === 0) return [];
  return [
    ...stretches.flatMap(({ stretch, tallies }) =>
      partsWithin(usedBy, stretch.period).map((part) => ({ ...part, into: tallies, rules })),
    ),
    ...usedBy.map(({ subject, period: part }) => ({
      subject,
      period: { start: period.start, end: part.end },
      into: levels.sinkFor(part),
      rules,
    })),
  ];
}

/** What a month comes to, once it is read; `only` where no other meter's events are to be looked at one by one. */
export function ratedUsageOf(
  month: TalliedMonth,
  { ports, tenant, meters }: RatingRun,
  only?: Meter,
): Promise<RatedCharge[]> {
  const read = new Map<string, Promise<readonly MeteredValue[]>>();
  const eventsOf = async (
    { stretch, tallies }: TalliedStretch,
    meter: Meter,
  ): Promise<readonly MeteredValue[]> => {
    if (only !== undefined && only.key !== meter.key) return [];
    const place = JSON.stringify([stretch.period.start, meter.key]);
    const reading =
      read.get(place) ??
      readEventValues(ports, {
        tenant,
        meter,
        rules: month.rules,
        usedBy: partsWithin(month.usedBy, stretch.period),
        hours: tallies.hoursOf(meter.key),
      });
    read.set(place, reading);
    return reading;
  };
  return ratedMonth(month, { meters, eventsOf });
}
