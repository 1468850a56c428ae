import { inParallel } from '../../kernel/in-parallel.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import { itemsPast, pageUpTo } from '../../kernel/pages.ts';
import { shardsHolding } from '../log/log-key.ts';
import { isRolledUp } from '../meter.ts';
import type { MeterCatalogs } from '../meter-catalogs.ts';
import type { Revised, UsageTotals } from '../totals/ports.ts';
import { firstDayOf, hoursPerDay } from '../utc-month.ts';
import { dayTalliesFrom } from './chunk-series.ts';
import { DayFold, type DayTally } from './day-fold.ts';
import type { ChunkPlace, Mark, RollupHead, RollupKey, Rollups } from './ports.ts';
import { rollupChunks } from './rollup-bytes.ts';

/** What a compaction works on. */
export interface CompactionPorts {
  readonly rollups: Rollups;
  readonly totals: Pick<UsageTotals, 'read' | 'readRange' | 'listProgress'>;
  readonly catalogs: Pick<MeterCatalogs, 'latest'>;
}

const AT_ONCE = 8;
const PROGRESS_PAGE = 500;
/** More than a month has hours. */
const MARKS_MAX = 1_000;
/** A partition's month with more tallies would take all memory: its usage is read from the hours. */
export const talliesMax = 1_000_000;

/** When a compaction is worth its writes; a month that is over is rolled up whatever little it has. */
interface Worth {
  /** So many new hours with usage: to compact little costs three write units, and these have cost more. */
  readonly newHours: number;
  /** The more days there are to be put again, the more new ones: one for so many. */
  readonly daysPerNewDay: number;
  /** The same for hours that were changed: one for so many chunks. */
  readonly bucketsPerMark: number;
}

const worthItsWrites: Worth = { newHours: 12, daysPerNewDay: 8, bucketsPerMark: 8 };

/** What there is of a month before a compaction. */
interface Before {
  readonly marks: readonly Mark[];
  readonly head: Revised<RollupHead> | undefined;
  readonly chunks: readonly ChunkPlace[];
}

/**
 * Brings the rollup of a partition's month up to the hours before day `rollable`, where that is worth it.
 *
 * The order is what makes it exact. Marks are read first, then the revisions they name, then the hours: so a mark
 * that is found dead marks no change that the hours read after do not have. New chunks are put beside those in force,
 * then the head, over the revision that was read, then the old chunks are dropped, and marks are taken away last. So
 * whoever finds no mark and then a chunk has what the mark was for. Died at any point, it leaves marks and chunks to
 * the next one.
 */
export async function compactMonth(
  ports: CompactionPorts,
  key: RollupKey,
  rollable: number,
  worth = worthItsWrites,
): Promise<'compacted' | 'nothing to do' | 'raced'> {
  const first = firstDayOf(key.month);
  const end = Math.min(firstDayOf(key.month + 1), rollable);
  if (end <= first) return 'nothing to do';
  const before = await readBefore(ports, key);
  const base = await baseOf(ports, key, before.head);
  const rolled = first + (base?.head.value.days ?? 0);
  // The progress of hours is put after their totals, so it is read before them: what it promises, they hold.
  const catalogVersion = await foldedUnder(ports, key, {
    from: rolled,
    end,
    head: base?.head.value,
  });
  const dead = await deadMarks(ports, key, before.marks, end);
  const marked = new Set(dead.map(({ hour }) => dayOf(hour)).filter((day) => day < rolled));
  const fold = new DayFold();
  let newHours = 0;
  for (const { from, to } of stretchesOf(marked, { from: rolled, to: end })) {
    newHours += await addHours(ports, key, { from, to, rolled }, fold);
  }
  if (fold.size > talliesMax) return 'nothing to do';
  const isLast = end === firstDayOf(key.month + 1);
  const isDue =
    dead.length > (before.head?.value.buckets ?? 0) / worth.bucketsPerMark ||
    (isLast && newHours > 0) ||
    (newHours >= worth.newHours && end - rolled >= 1 + (rolled - first) / worth.daysPerNewDay);
  if (!isDue) return headOnly(ports, key, base?.head, catalogVersion);
  const kept = (base?.tallies ?? []).filter(({ day }) => day < rolled && !marked.has(day));
  const next = { days: end - first, catalogVersion };
  return putRollup(ports, key, { before, next, dead, tallies: [...kept, ...fold.tallies()] });
}

const dayOf = (hour: number): number => Math.floor(hour / hoursPerDay);

export async function readBefore({ rollups }: CompactionPorts, key: RollupKey): Promise<Before> {
  const range = { ...key, first: key.partition, last: key.partition };
  const marks = await rollups.listMarks({ ...range, limit: MARKS_MAX }, 'strong');
  const chunks = await rollups.listChunks(key);
  const head = (await rollups.readHeads(range, 'strong')).get(key.partition);
  return { marks, head, chunks };
}

/** What is rolled up already; undefined where it has to be made from the hours. */
async function baseOf({ rollups }: CompactionPorts, key: RollupKey, head: Before['head']) {
  if (head === undefined) return undefined;
  const tallies = await talliesOf(rollups, key, head.value);
  return tallies === undefined ? undefined : { head, tallies };
}

async function talliesOf(
  rollups: Rollups,
  key: RollupKey,
  { generation, buckets }: RollupHead,
): Promise<readonly DayTally[] | undefined> {
  const indexes = Array.from({ length: buckets }, (_, index) => index + 1);
  const read = await inParallel(AT_ONCE, indexes, (index) =>
    rollups.readChunk({ ...key, generation, index }),
  );
  const found = read.filter((bytes) => bytes !== undefined);
  if (found.length < read.length) return undefined;
  return found.flatMap((bytes) => dayTalliesFrom(bytes));
}

/** The oldest catalog that an hour was folded under: of all hours, where that can be newer than is known. */
export async function foldedUnder(
  { totals, catalogs }: CompactionPorts,
  { tenant, month, partition }: RollupKey,
  {
    from,
    end,
    head,
  }: { readonly from: number; readonly end: number; readonly head: RollupHead | undefined },
): Promise<number> {
  const { version } = await catalogs.latest(tenant, 'strong');
  const isNewer = head === undefined || version > head.catalogVersion;
  const known = isNewer ? version : head.catalogVersion;
  const start = (isNewer ? firstDayOf(month) : from) * hoursPerDay;
  const found = await inParallel(AT_ONCE, shardsHolding([partition]), async (shard) => {
    let oldest = known;
    const hours = itemsPast(start - 1, async (after) => {
      const page = await totals.listProgress({ tenant, shard, after, limit: PROGRESS_PAGE });
      const inside = page.filter(({ hour }) => hour < end * hoursPerDay);
      return pageUpTo(inside, ({ hour }) => hour, inside.length === PROGRESS_PAGE);
    });
    for await (const { catalogVersion } of hours) oldest = Math.min(oldest, catalogVersion);
    return oldest;
  });
  return Math.min(...found);
}

/** Those whose put has been done, or never will be. */
export async function deadMarks(
  { totals }: CompactionPorts,
  { tenant }: RollupKey,
  marks: readonly Mark[],
  end: number,
): Promise<readonly Mark[]> {
  const settled = marks.filter(({ hour }) => dayOf(hour) < end);
  const revisions = await inParallel(AT_ONCE, settled, async ({ partition, hour }) =>
    totals.read({ tenant, partition, hour }),
  );
  return settled.filter(({ revision }, index) => (revisions[index]?.revision ?? 0) >= revision);
}

interface Days {
  readonly from: number;
  readonly to: number;
}

/** Days that are read again, and those that are new, as few stretches. */
function stretchesOf(marked: ReadonlySet<number>, fresh: Days): Days[] {
  const stretches: Days[] = [];
  for (const day of [...marked].sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last?.to === day) stretches[stretches.length - 1] = { from: last.from, to: day + 1 };
    else stretches.push({ from: day, to: day + 1 });
  }
  return fresh.from < fresh.to ? [...stretches, fresh] : stretches;
}

/** Adds the hours of some days, and says how many of them had anything that was not rolled up before. */
export async function addHours(
  { totals }: CompactionPorts,
  { tenant, partition }: RollupKey,
  { from, to, rolled }: Days & { readonly rolled: number },
  fold: DayFold,
): Promise<number> {
  let fresh = 0;
  const hours = totals.readRange({
    tenant,
    partition,
    from: from * hoursPerDay,
    to: to * hoursPerDay,
    consistency: 'strong',
  });
  for await (const { hour, totals: held } of hours) {
    if (dayOf(hour) >= rolled && held.tallies.length > 0) fresh += 1;
    for (const slot of held.tallies) {
      // Sets of distinct values, and of sessions, do not get fewer in a day: they are read from the hours.
      if (slot.tally === undefined || isRolledUp({ aggregation: slot.tally.kind })) {
        fold.add(dayOf(hour), slot);
      }
    }
    if (fold.size > talliesMax) break;
  }
  return fresh;
}

/** Where all hours have been folded under a newer catalog, and nothing else is due, only the head says so. */
async function headOnly(
  { rollups }: CompactionPorts,
  key: RollupKey,
  head: Before['head'],
  catalogVersion: number,
): Promise<'compacted' | 'nothing to do' | 'raced'> {
  if (head === undefined) return 'nothing to do';
  if (catalogVersion <= head.value.catalogVersion) return 'nothing to do';
  const value = { ...head.value, catalogVersion };
  const outcome = await rollups.putHead(key, { revision: head.revision + 1, value });
  return known(outcome) === 'put' ? 'compacted' : 'raced';
}

export async function putRollup(
  { rollups }: CompactionPorts,
  key: RollupKey,
  {
    before,
    next,
    dead,
    tallies,
  }: {
    readonly before: Before;
    readonly next: Pick<RollupHead, 'days' | 'catalogVersion'>;
    readonly dead: readonly Mark[];
    readonly tallies: readonly DayTally[];
  },
): Promise<'compacted' | 'raced'> {
  const { head, chunks: old } = before;
  const { buckets, chunks } = rollupChunks(tallies);
  // Past all that were ever put, so that a chunk that comes late is never taken for one of these.
  const taken = old.map((place) => place.generation);
  const generation = 1 + Math.max(head?.value.generation ?? 0, ...taken);
  const puts = await inParallel(AT_ONCE, chunks, ([index, bytes]) =>
    rollups.putChunk({ ...key, generation, index }, bytes),
  );
  if (puts.some((outcome) => known(outcome) === 'taken')) return 'raced';
  const value = { ...next, generation, buckets };
  const outcome = await rollups.putHead(key, { revision: (head?.revision ?? 0) + 1, value });
  if (known(outcome) === 'taken') return 'raced';
  await inParallel(AT_ONCE, old, (place) => rollups.dropChunk(place));
  await inParallel(AT_ONCE, dead, (mark) => rollups.takeMark(key.tenant, mark));
  return 'compacted';
}

export function known(outcome: PutOutcome): 'put' | 'taken' {
  if (outcome !== 'unknown') return outcome;
  throw new Error('whether a part of a rollup was put is not known; the next compaction looks');
}
