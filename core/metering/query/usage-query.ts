import { inParallel } from '../../kernel/in-parallel.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampOf,
} from '../../kernel/timestamp.ts';
import { partitionOf, partitions } from '../log/log-key.ts';
import type { HourlyTallies, UsageTotals } from '../totals/ports.ts';
import type { SlotTally } from '../totals/totals.ts';
import type { Position } from './position.ts';
import type { UsageQuestion } from './usage-query-question.ts';
import { type UsageRow, UsageRows } from './usage-query-rows.ts';
import { windowsOf } from './windows.ts';

/** A page of an answer. */
export interface UsagePage {
  readonly rows: readonly UsageRow[];
  /** Some of the hours read were folded before the meter was there, and will be folded again. */
  readonly isPartial: boolean;
  /** Events of the meter's type among these rows that have no value it can read. */
  readonly unreadable: number;
  /** Where the next page begins; undefined on the last. */
  readonly next: Position | undefined;
}

/** Where usage is read from. */
export type UsageReads = HourlyTallies & Pick<UsageTotals, 'listProgress'>;

const PARTITIONS_AT_ONCE = 16;
/**
 * Partitions × days read at first before it is known whether that fills a page; each further reading is twice as long.
 */
const FIRST_STRETCH = 64;
const HOURS_PER_READ = 1_000;

/**
 * Usage by window and group, in that order, one page of it: exact, whatever the page's length. Only partitions that can
 * hold the subjects asked for are read, in stretches of time, until the page is full.
 */
export async function readUsagePage(
  totals: UsageReads,
  question: UsageQuestion,
  page: { readonly after: Position | undefined; readonly limit: number },
): Promise<UsagePage> {
  const windows = windowsOf(question.period, question.unit, question.timeZone);
  const rows = new UsageRows(question, windows, page);
  const places = partitionsOf(question.subjects);
  let isPartial = false;
  let window = windows.findIndex(({ end }) => end > (page.after?.start ?? 0));
  let days = Math.max(1, FIRST_STRETCH / Math.max(1, places.length));
  while (window < windows.length && !rows.isFull()) {
    const first = windows[window];
    if (first === undefined) break;
    const until = windows.findIndex(
      ({ start }) => start >= first.start + days * millisecondsPer.day,
    );
    const next = until === -1 ? windows.length : Math.max(until, window + 1);
    const stretch = { start: first.start, end: windows[next - 1]?.end ?? first.end };
    rows.open(window, next);
    isPartial ||= await isBehind(totals, question, { stretch, places });
    await read(totals, question, { stretch, places }, rows);
    window = next;
    days *= 2;
  }
  return { isPartial, ...rows.page(window < windows.length) };
}

/** What is read at once. */
interface Reading {
  readonly stretch: Period;
  readonly places: readonly number[];
}

const hoursOf = ({ start, end }: Period): { readonly from: number; readonly to: number } => ({
  from: Math.floor(start / millisecondsPer.hour),
  to: Math.ceil(end / millisecondsPer.hour),
});

const everyPartition = Array.from({ length: partitions }, (_, partition) => partition);

const partitionsOf = (subjects: ReadonlySet<string> | undefined): readonly number[] =>
  subjects === undefined ? everyPartition : [...new Set([...subjects].map(partitionOf))];

async function read(
  totals: UsageReads,
  { tenant, meter, subjects, isAskedFor, dimensionValues }: UsageQuestion,
  { stretch, places }: Reading,
  rows: UsageRows,
): Promise<void> {
  const values = [...dimensionValues];
  const isWanted = ({ subject, dimensions }: SlotTally, at: Timestamp): boolean =>
    at >= stretch.start &&
    at < stretch.end &&
    isAskedFor(subject, at) &&
    values.every(([place, value]) => dimensions[place] === value);
  const here = new Map<number, ReadonlySet<string>>();
  for (const [partition, those] of Map.groupBy(subjects ?? [], partitionOf)) {
    here.set(partition, new Set(those));
  }
  await inParallel(PARTITIONS_AT_ONCE, places, async (partition) => {
    const range = { tenant, partition, ...hoursOf(stretch), consistency: 'eventual' } as const;
    const hours = totals.readTallies(range, { meter: meter.key, subjects: here.get(partition) });
    for await (const { hour, tallies } of hours) {
      for (const slot of tallies) {
        const start = timestampOf(
          hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour,
        );
        if (isWanted(slot, start)) rows.add(start, slot);
      }
    }
  });
}

/**
 * Whether an hour of these partitions has not been folded since the meter is there. Fold progress is put after the
 * totals, so it is looked at before the totals are read: what it promises, the totals hold.
 */
async function isBehind(
  totals: UsageReads,
  { tenant, meter }: UsageQuestion,
  { stretch, places }: Reading,
): Promise<boolean> {
  const { from, to } = hoursOf(stretch);
  const behind = await inParallel(PARTITIONS_AT_ONCE, shardsHolding(places), async (shard) => {
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

/** Every shard these partitions can have been in: how many shards an hour had does not have to be known here. */
function shardsHolding(places: readonly number[]): ReadonlySet<number> {
  const shards = new Set<number>();
  for (let count = 1; count <= partitions; count *= 2) {
    for (const place of places) shards.add(place % count);
  }
  return shards;
}
