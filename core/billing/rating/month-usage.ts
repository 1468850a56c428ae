import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import type { CustomerMonth } from './customer-months.ts';
import { catalogWith, metersBySlots } from './meters-by-slots.ts';
import type { CutMonth } from './month-coupons.ts';
import { MonthLevels } from './month-levels.ts';
import { MonthWindows } from './month-windows.ts';
import { levelsGoingOn, openLevels } from './open-levels.ts';
import { type RatedRun, ratedMonth, ratedRuns, usedWithin } from './rate-stretches.ts';
import type { RatingRun, TalliedMonth } from './rating-run.ts';
import type { RatingSources, TalliedStretch } from './rating-sources.ts';
import { type MeteredValue, readEventValues } from './read-events.ts';
import { readTallies } from './read-tallies.ts';
import { partsWithin, type SubjectPeriod } from './subject-periods.ts';
import { UsageTallies } from './usage-tallies.ts';
import type { ByDays, UsageWindow } from './usage-window.ts';

/**
 * A month of which nothing has been read yet: of meters that nothing is charged for, `charged` says whether anything
 * is to be known.
 */
export function cutIntoStretches(
  month: CustomerMonth,
  { stretches, coupons }: CutMonth,
  meters: ReadonlyMap<string, Meter>,
  wanted: 'charged' | 'any' = 'charged',
): TalliedMonth {
  const cuts = cutsBetween(stretches);
  return {
    ...month,
    bySlots: metersBySlots(stretches, meters, wanted),
    coupons,
    stretches: stretches.map((stretch) => ({ ...stretch, tallies: new UsageTallies() })),
    levels: new MonthLevels(
      month.period,
      cuts,
      new Set(levelsGoingOn(meters).map(({ key }) => key)),
    ),
    windows: new MonthWindows(month.period, chargedMeters(stretches, meters)),
  };
}

const chargedMeters = (
  stretches: readonly PlanStretch[],
  meters: ReadonlyMap<string, Meter>,
): readonly Meter[] => {
  const charges = stretches.flatMap(({ stretch: { version } }) => version?.charges ?? []);
  const keys = new Set(charges.map(({ meter }) => meter));
  return [...meters.values()].filter(({ key }) => keys.has(key));
};

const cutsBetween = (stretches: readonly PlanStretch[]): readonly Timestamp[] =>
  stretches.flatMap(({ stretch: { period } }) => [period.start, period.end]);

/** Reads what was used in months, and adds it; `more` is read on the way. */
export async function readMonths(
  run: RatingRun,
  months: readonly TalliedMonth[],
  more: readonly UsageWindow[] = [],
): Promise<void> {
  const { ports, tenant } = run;
  const opened = await openLevels(run, months);
  const catalogVersion = catalogWith(run.meters.values());
  const windows = months.flatMap((month) => windowsOf(month, catalogVersion));
  await readTallies(ports, tenant, [...windows, ...opened, ...more]);
}

/** Where what was used in a month is to be added; its levels are of all of it, priced or not. */
function windowsOf(month: TalliedMonth, catalogVersion: number): UsageWindow[] {
  const { period, rules, usedBy, stretches, levels, bySlots, windows } = month;
  if (stretches.length === 0) return [];
  const cuts = cutsBetween(stretches);
  return [
    ...stretches.flatMap(({ stretch, tallies }) => {
      const add: ByDays['add'] = (counted) => tallies.addDays(counted);
      const byDays = { add, cuts: [], bySlots, catalogVersion };
      return partsWithin(usedBy, stretch.period).map((part) => ({
        ...part,
        ...{ into: tallies, rules, byDays },
      }));
    }),
    ...usedBy.map(({ subject, period: part }): UsageWindow => {
      const add: ByDays['add'] = (counted, from) => levels.addFrom(part, counted, from);
      return {
        subject,
        period: { start: period.start, end: part.end },
        into: levels.sinkFor(part),
        rules,
        byDays: { add, cuts: [part.start, ...cuts], bySlots, catalogVersion },
      };
    }),
    ...partsOfWindows(month).map((part): UsageWindow => ({ ...part, into: windows, rules })),
  ];
}

/** Whose usage is in the trailing windows of a month, and when: it is the customer's before it, too. */
export const partsOfWindows = ({
  usedBy,
  usedBefore,
  windows: { reads },
}: TalliedMonth): readonly SubjectPeriod[] =>
  reads === undefined ? [] : partsWithin([...usedBefore, ...usedBy], reads);

/** What a month comes to, once it is read; `only` where no other meter's events are to be looked at one by one. */
export const ratedUsageOf = (
  month: TalliedMonth,
  run: RatingRun,
  only?: Meter,
): Promise<RatedCharge[]> => ratedMonth(month, sourcesOf(month, run, only));

/** What was used of a month under a charge within some days, once it is read. */
export const usedWithinOf = (
  month: TalliedMonth,
  { meters }: Pick<RatingRun, 'meters'>,
): ReturnType<typeof usedWithin> => usedWithin(month, meters);

/** What each charge of a month came to over its days, once it is read. */
export const ratedRunsOf = (month: TalliedMonth, run: RatingRun): Promise<RatedRun[]> =>
  ratedRuns(month, sourcesOf(month, run));

function sourcesOf(
  month: TalliedMonth,
  { ports, tenant, meters }: RatingRun,
  only?: Meter,
): RatingSources {
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
  return { meters, eventsOf };
}
