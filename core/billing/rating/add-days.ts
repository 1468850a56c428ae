import { millisecondsPer, timestampOf } from '../../kernel/timestamp.ts';
import { isInformationalKey } from '../../metering/informational.ts';
import type { RolledSeries } from '../../metering/rollups/chunk-series.ts';
import type { RollupReads } from '../../metering/rollups/ports.ts';
import {
  type RolledPartition,
  readRolledMonth,
  type SubjectsAsked,
} from '../../metering/rollups/read-month.ts';
import { type CountedTally, currentReading, tallyAsRead } from '../../metering/totals/totals.ts';
import { monthOfDay } from '../../metering/utc-month.ts';
import { takesWhole, type UsageWindow } from './usage-window.ts';

/** By partition, the days (since 1970) that are added to the windows that take them whole, but for meters by slots. */
export type WholeDays = ReadonlyMap<number, ReadonlySet<number>>;

/** Windows by partition, then by subject. */
export type WindowsByPlace = ReadonlyMap<number, ReadonlyMap<string, readonly UsageWindow[]>>;

/**
 * Adds what is rolled up of the days that windows take whole, and says which those are. What the answer lacks of such a
 * day came after it was asked for, as with hours: marks are read strongly.
 */
export async function addDays(
  rollups: RollupReads,
  tenant: string,
  windows: WindowsByPlace,
): Promise<WholeDays> {
  const all = [...windows.values()].flatMap((subjects) => [...subjects.values()].flat());
  const asked = subjectsByDays(windows);
  const catalogVersion = Math.max(0, ...all.map(({ byDays }) => byDays?.catalogVersion ?? 0));
  const added = new Map<number, Set<number>>();
  for (const [month, days] of Map.groupBy(wholeDays(all), monthOfDay)) {
    const read = await readRolledMonth(rollups, {
      ...{ tenant, month, days, asked, catalogVersion },
      meter: undefined,
      isOfAll: false,
      consistency: 'strong',
    });
    for (const one of read) {
      addPartition(one, windows.get(one.partition));
      const before = added.get(one.partition) ?? [];
      added.set(one.partition, new Set([...before, ...one.days]));
    }
  }
  return added;
}

function subjectsByDays(windows: WindowsByPlace): SubjectsAsked {
  const places = [...windows].map(([partition, subjects]): [number, Set<string>] => {
    const byDays = [...subjects].filter(([, some]) => some.some((one) => one.byDays !== undefined));
    return [partition, new Set(byDays.map(([subject]) => subject))];
  });
  return new Map(places.filter(([, subjects]) => subjects.size > 0));
}

/** The days that any window takes whole. Most windows are of one period. */
function wholeDays(windows: readonly UsageWindow[]): readonly number[] {
  const days = new Set<number>();
  const periods = Map.groupBy(
    windows.filter(({ byDays }) => byDays !== undefined),
    ({ period }) => `${period.start} ${period.end}`,
  );
  for (const [{ period } = { period: undefined }] of periods.values()) {
    if (period === undefined) continue;
    const last = Math.floor(period.end / millisecondsPer.day);
    for (let day = Math.ceil(period.start / millisecondsPer.day); day < last; day += 1) {
      days.add(day);
    }
  }
  return [...days].sort((a, b) => a - b);
}

function addPartition(
  { days, summed, series }: RolledPartition,
  bySubject: ReadonlyMap<string, readonly UsageWindow[]> | undefined,
): void {
  const usable = new Set(days);
  for (const one of series) {
    if (isInformationalKey(one.meter)) continue;
    const windows = bySubject?.get(one.subject) ?? [];
    for (const window of windows.filter(({ byDays }) => byDays?.bySlots.has(one.meter) === false)) {
      if (summed !== undefined && takesWhole(window, summed)) {
        addTo(window, one.sum(), summed.from);
      } else {
        addEach(window, one, usable);
      }
    }
  }
}

function addEach(window: UsageWindow, series: RolledSeries, usable: ReadonlySet<number>): void {
  for (const tally of series.days()) {
    const { day } = tally;
    if (!usable.has(day) || !takesWhole(window, { from: day, until: day + 1 })) continue;
    addTo(window, tally, day);
  }
}

function addTo(
  { byDays, rules = currentReading }: UsageWindow,
  counted: CountedTally,
  day: number,
): void {
  const { subject, meter, dimensions } = counted;
  const read = { subject, meter, dimensions, ...tallyAsRead(counted, rules) };
  byDays?.add(read, timestampOf(day * millisecondsPer.day));
}
