import { inParallel } from '../../kernel/in-parallel.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampOf,
} from '../../kernel/timestamp.ts';
import { shardsHolding } from '../log/log-key.ts';
import type { SubjectsAsked } from '../rollups/read-month.ts';
import type { HourlyTallies, UsageTotals } from '../totals/ports.ts';
import type { SlotTally } from '../totals/totals.ts';
import { hoursPerDay } from '../utc-month.ts';
import type { RolledDays } from './rolled-days.ts';
import type { UsageQuestion } from './usage-query-question.ts';
import type { UsageRows } from './usage-query-rows.ts';

/** Hours as a query reads them. */
export type HourReads = HourlyTallies & Pick<UsageTotals, 'listProgress'>;

const PARTITIONS_AT_ONCE = 16;
const HOURS_PER_READ = 1_000;

/** What is to be read, and of which days it is added already. */
export interface HoursAsked {
  readonly stretch: Period;
  readonly asked: SubjectsAsked;
  readonly added: RolledDays;
}

/** Hours of a partition, `from <= hour < to`. */
interface HourRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Adds what the hours have of a stretch and is not added yet, and says whether one of them has not been folded since
 * the meter is there. Fold progress is put after the totals, so it is looked at before they are read: what it
 * promises, the totals hold.
 */
export async function addHours(
  totals: HourReads,
  question: UsageQuestion,
  hours: HoursAsked,
  rows: UsageRows,
): Promise<boolean> {
  const ranges = [...hours.asked.keys()].flatMap((partition) => rangesLeft(hours, partition));
  const isPartial = await isBehind(totals, question, ranges);
  await inParallel(PARTITIONS_AT_ONCE, ranges, (range) =>
    addRange(totals, question, { ...hours, range }, rows),
  );
  return isPartial;
}

/** Hours of the days that are not added, or not for every subject. */
function rangesLeft(
  { stretch: { start, end }, added }: HoursAsked,
  partition: number,
): HourRange[] {
  const days = added.get(partition);
  const [first, last] = [start, end].map((at) => at / millisecondsPer.hour);
  const from = Math.floor(first ?? 0);
  const to = Math.ceil(last ?? 0);
  const ranges: HourRange[] = [];
  for (let hour = from; hour < to; ) {
    const day = Math.floor(hour / hoursPerDay);
    const next = Math.min((day + 1) * hoursPerDay, to);
    const last = ranges.at(-1);
    if (days?.get(day)?.size !== 0) {
      if (last?.to === hour) ranges[ranges.length - 1] = { ...last, to: next };
      else ranges.push({ partition, from: hour, to: next });
    }
    hour = next;
  }
  return ranges;
}

async function addRange(
  totals: HourReads,
  { tenant, meter, isAskedFor, dimensionValues }: UsageQuestion,
  { stretch, asked, added, range }: HoursAsked & { readonly range: HourRange },
  rows: UsageRows,
): Promise<void> {
  const values = [...dimensionValues];
  const days = added.get(range.partition);
  const isWanted = ({ subject, dimensions }: SlotTally, at: Timestamp): boolean =>
    at >= stretch.start &&
    at < stretch.end &&
    days?.get(Math.floor(at / millisecondsPer.day))?.has(subject) !== false &&
    isAskedFor(subject, at) &&
    values.every(([place, value]) => dimensions[place] === value);
  const hours = totals.readTallies(
    { tenant, ...range, consistency: 'eventual' },
    { meter: meter.key, subjects: asked.get(range.partition) },
  );
  for await (const { hour, tallies } of hours) {
    for (const slot of tallies) {
      const start = timestampOf(
        hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour,
      );
      if (isWanted(slot, start)) rows.add(start, slot);
    }
  }
}

/** Whether an hour of these ranges has not been folded since the meter is there. */
async function isBehind(
  totals: HourReads,
  { tenant, meter }: UsageQuestion,
  ranges: readonly HourRange[],
): Promise<boolean> {
  const together = Map.groupBy(ranges, ({ from, to }) => `${from} ${to}`);
  const looks = [...together.values()].flatMap((same) => {
    const [{ from, to } = { from: 0, to: 0 }] = same;
    const shards = shardsHolding(same.map(({ partition }) => partition));
    return Array.from(shards, (shard) => ({ shard, from, to }));
  });
  const behind = await inParallel(PARTITIONS_AT_ONCE, looks, async ({ shard, from, to }) => {
    const pages = pagesPast(from - 1, async (after) => {
      const limit = Math.min(HOURS_PER_READ, to - after);
      const hours = await totals.listProgress({ tenant, shard, after, limit });
      const inside = hours.filter(({ hour }) => hour < to);
      return pageUpTo(inside, ({ hour }) => hour, inside.length === limit);
    });
    for await (const hours of pages) {
      if (hours.some(({ catalogVersion }) => catalogVersion < meter.sinceVersion)) return true;
    }
    return false;
  });
  return behind.includes(true);
}
