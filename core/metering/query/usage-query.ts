import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import { partitionOf, partitions } from '../log/log-key.ts';
import { longestWindow } from '../rolling/rolling-window.ts';
import type { RollupReads } from '../rollups/ports.ts';
import type { SubjectsAsked } from '../rollups/read-month.ts';
import { addHours, type HourReads } from './add-hours.ts';
import type { Position } from './position.ts';
import { addRolledDays, daysInWindows } from './rolled-days.ts';
import { reachOf } from './row-sums.ts';
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
export interface UsageReads {
  readonly totals: HourReads;
  readonly rollups: RollupReads;
}

/**
 * Partitions × days read at first before it is known whether that fills a page; each further reading is twice as long.
 */
const FIRST_STRETCH = 64;
/** Of few rows, so many days at once: they are all asked for. */
const FIRST_DAYS_OF_FEW = 64;
const FEW_SUBJECTS = 1_000;

/**
 * Usage by window and group, in that order, one page of it: exact, whatever the page's length. Only partitions that can
 * hold the subjects asked for are read, in stretches of time, until the page is full.
 */
export async function readUsagePage(
  reads: UsageReads,
  question: UsageQuestion,
  page: { readonly after: Position | undefined; readonly limit: number },
): Promise<UsagePage> {
  const windows = windowsOf(question.period, question.unit, question.timeZone);
  const rows = new UsageRows(question, windows, page);
  const asked = subjectsAsked(question);
  let isPartial = false;
  let window = windows.findIndex(({ end }) => end > (page.after?.start ?? 0));
  let days = firstDays(question, asked);
  while (window < windows.length && !rows.isFull()) {
    const first = windows[window];
    if (first === undefined) break;
    const until = windows.findIndex(
      ({ start }) => start >= first.start + days * millisecondsPer.day,
    );
    const next = until === -1 ? windows.length : Math.max(until, window + 1);
    rows.open(window, next);
    const stretch = { windows: windows.slice(window, next), asked };
    isPartial = (await addStretch(reads, question, stretch, rows)) || isPartial;
    window = next;
    days *= 2;
  }
  return { isPartial, ...rows.page(window < windows.length) };
}

function firstDays(question: UsageQuestion, asked: SubjectsAsked): number {
  const { subjects, grouping } = question;
  const isFew = subjects === undefined ? !grouping.subject : subjects.size <= FEW_SUBJECTS;
  if (isFew && daysInWindows(question, [question.period]).length > 0) return FIRST_DAYS_OF_FEW;
  // What trailing windows have in common is read once.
  const trailing = longestWindow([question.meter]);
  return Math.max(1, trailing, FIRST_STRETCH / Math.max(1, asked.size));
}

const everyPartition = Array.from({ length: partitions }, (_, partition) => partition);

const subjectsAsked = ({
  subjects,
  partitions: some = everyPartition,
}: UsageQuestion): SubjectsAsked =>
  subjects === undefined
    ? new Map(some.map((partition) => [partition, undefined]))
    : new Map(
        [...Map.groupBy(subjects, partitionOf)].map(([place, those]) => [place, new Set(those)]),
      );

/** Adds what was used in some windows, and says whether some of their hours were folded before the meter was there. */
async function addStretch(
  { totals, rollups }: UsageReads,
  question: UsageQuestion,
  { windows, asked }: { readonly windows: readonly Period[]; readonly asked: SubjectsAsked },
  rows: UsageRows,
): Promise<boolean> {
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined) return false;
  const days = daysInWindows(question, windows);
  const added =
    days.length === 0 || asked.size === 0
      ? new Map()
      : await addRolledDays(rollups, question, { days, asked }, rows);
  return addHours(
    totals,
    question,
    { stretch: { start: reachOf(question, first), end: last.end }, asked, added },
    rows,
  );
}
