import { inParallel } from '../../kernel/in-parallel.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { isInformationalKey } from '../../metering/informational.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import { currentReading, type HourTotals, slotAsRead } from '../../metering/totals/totals.ts';
import { hoursPerDay } from '../../metering/utc-month.ts';
import type { RatingPorts } from '../ports.ts';
import { addDays, type WholeDays, type WindowsByPlace } from './add-days.ts';
import { takesWhole, type UsageWindow } from './usage-window.ts';

const PARTITIONS_AT_ONCE = 16;
const RANGES_AT_ONCE = 4;

/** Hours, `from <= hour < to`. */
interface HourRange {
  readonly from: number;
  readonly to: number;
}

/** A partition, and which of its days are added already. */
interface Place {
  readonly tenant: string;
  readonly partition: number;
  readonly added: ReadonlySet<number>;
}

const NONE: WholeDays = new Map();

/**
 * Adds up what the subjects used; every partition that can hold any of them is read once, and no other. Where rollups
 * are given, days that a window takes whole come from them, and hours of what is left alone.
 */
export async function readTallies(
  { totals, rollups }: Pick<RatingPorts, 'totals' | 'rollups'>,
  tenant: string,
  windows: readonly UsageWindow[],
): Promise<void> {
  const byPlace = windowsByPlace(windows);
  const days = rollups === undefined ? NONE : await addDays(rollups, tenant, byPlace);
  await inParallel(PARTITIONS_AT_ONCE, [...byPlace], async ([partition, bySubject]) => {
    const place = { tenant, partition, added: days.get(partition) ?? new Set<number>() };
    const ranges = rangesLeft([...bySubject.values()].flat(), place);
    await inParallel(RANGES_AT_ONCE, ranges, (range) =>
      readRange(totals, { ...place, ...range }, bySubject),
    );
  });
}

function windowsByPlace(windows: readonly UsageWindow[]): WindowsByPlace {
  const bySubject = [...Map.groupBy(windows, ({ subject }) => subject)];
  const places = Map.groupBy(bySubject, ([subject]) => partitionOf(subject));
  return new Map([...places].map(([partition, some]) => [partition, new Map(some)]));
}

/** The hours in which windows want anything that is not added yet. */
function rangesLeft(windows: readonly UsageWindow[], { added }: Place): readonly HourRange[] {
  // Most windows are alike.
  const kinds = new Map(windows.map((window) => [kindOf(window), window]));
  const ranges = [...kinds.values()].flatMap((window): HourRange[] => {
    const { period, byDays } = window;
    const from = Math.floor(period.start / millisecondsPer.hour);
    const to = Math.ceil(period.end / millisecondsPer.hour);
    if (byDays === undefined || byDays.bySlots.size > 0 || added.size === 0) return [{ from, to }];
    return daysBetween({ from, to }).flatMap(({ day, ...hours }) =>
      isAdded(window, day, added) ? [] : [hours],
    );
  });
  return joined(ranges);
}

const kindOf = ({ period, byDays }: UsageWindow): string =>
  [
    period.start,
    period.end,
    ...(byDays === undefined ? ['slots'] : [byDays.bySlots.size, ...byDays.cuts]),
  ].join();

const isAdded = (window: UsageWindow, day: number, added: ReadonlySet<number>): boolean =>
  added.has(day) && takesWhole(window, { from: day, until: day + 1 });

/** The days of a range, each with its hours in it. */
function daysBetween({ from, to }: HourRange): (HourRange & { readonly day: number })[] {
  const days: (HourRange & { readonly day: number })[] = [];
  for (let hour = from; hour < to; ) {
    const day = Math.floor(hour / hoursPerDay);
    const next = Math.min((day + 1) * hoursPerDay, to);
    days.push({ day, from: hour, to: next });
    hour = next;
  }
  return days;
}

/** The same hours in as few ranges as can be. */
function joined(ranges: readonly HourRange[]): readonly HourRange[] {
  const kept: HourRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = kept.at(-1);
    if (last === undefined || last.to < from) kept.push({ from, to });
    else kept[kept.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return kept;
}

async function readRange(
  totals: RatingPorts['totals'],
  { added, ...range }: Place & HourRange,
  bySubject: ReadonlyMap<string, readonly UsageWindow[]>,
): Promise<void> {
  const { partition } = range;
  const hours = totals.readRange({ ...range, consistency: 'strong' });
  for await (const { hour, totals: held } of hours) {
    addHour(held, { hour, partition, added }, bySubject);
  }
}

function addHour(
  { tallies, coverage }: HourTotals,
  { hour, partition, added }: Omit<Place, 'tenant'> & { readonly hour: number },
  bySubject: ReadonlyMap<string, readonly UsageWindow[]>,
): void {
  const counted = { hour, partition, coverage };
  const day = Math.floor(hour / hoursPerDay);
  for (const slot of tallies) {
    const windows = bySubject.get(slot.subject);
    if (windows === undefined || isInformationalKey(slot.meter)) continue;
    const start = hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
    for (const window of windows) {
      const { period, into, byDays, rules = currentReading } = window;
      const isIn = period.start <= start && start < period.end;
      const isByDay = byDays?.bySlots.has(slot.meter) === false;
      if (!isIn || (isByDay && isAdded(window, day, added))) continue;
      into.add(slotAsRead(slot, rules), counted);
    }
  }
}
