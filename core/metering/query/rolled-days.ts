import { millisecondsPer, type Period, timestampOf } from '../../kernel/timestamp.ts';
import { isRolledUp } from '../meter.ts';
import type { DayTally } from '../rollups/day-fold.ts';
import type { RollupReads } from '../rollups/ports.ts';
import {
  type RolledPartition,
  readRolledMonth,
  type SubjectsAsked,
} from '../rollups/read-month.ts';
import { monthOfDay } from '../utc-month.ts';
import type { UsageQuestion } from './usage-query-question.ts';
import type { UsageRows } from './usage-query-rows.ts';

/** To list subjects day by day, chunks of a whole month are worth reading for so many days of it. */
const DAYS_WORTH_IT = 8;

/**
 * What was added of days, and so is not to be read from their hours: of a partition, each day with the subjects left.
 */
export type RolledDays = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<string>>>;

/** Whether an answer is the same from sums over all subjects. */
const isOfAll = ({ subjects, cutsOf, grouping }: UsageQuestion): boolean =>
  subjects === undefined && cutsOf === undefined && !grouping.subject && !grouping.customer;

/** Whether days' tallies can be added to windows of these units: the days that lie in one of them. */
const isByDays = ({ unit, meter }: UsageQuestion): boolean =>
  unit !== 'hour' &&
  unit !== 'quarter_hour' &&
  // Days of trailing windows are told apart, and are local.
  meter.window === undefined &&
  isRolledUp(meter);

/** UTC days (since 1970) that lie whole within one window, where a question can be answered from days at all. */
export function daysInWindows(question: UsageQuestion, windows: readonly Period[]): number[] {
  if (!isByDays(question)) return [];
  const days: number[] = [];
  for (const { start, end } of windows) {
    const last = Math.floor(end / millisecondsPer.day);
    for (let day = Math.ceil(start / millisecondsPer.day); day < last; day += 1) days.push(day);
  }
  const isListed = question.subjects === undefined && !isOfAll(question);
  return isListed && days.length < DAYS_WORTH_IT ? [] : days;
}

/**
 * Adds what is rolled up of these days, and says what that was. Days that changed since are left to be read from their
 * hours, and of other days the subjects that are asked for a part of it only.
 */
export async function addRolledDays(
  rollups: RollupReads,
  question: UsageQuestion,
  { days, asked }: { readonly days: readonly number[]; readonly asked: SubjectsAsked },
  rows: UsageRows,
): Promise<RolledDays> {
  const added = new Map<number, ReadonlyMap<number, ReadonlySet<string>>>();
  for (const [month, wanted] of Map.groupBy(days, monthOfDay)) {
    const read = await readRolledMonth(rollups, {
      tenant: question.tenant,
      month,
      days: wanted,
      asked,
      meter: question.meter.key,
      catalogVersion: question.meter.sinceVersion,
      isOfAll: isOfAll(question),
      consistency: 'eventual',
    });
    for (const one of read) {
      const before = added.get(one.partition) ?? [];
      added.set(one.partition, new Map([...before, ...addPartition(question, one, rows)]));
    }
  }
  return added;
}

/** Adds the days of a partition that are open, and says of which subjects a part of a day is left. */
function addPartition(
  question: UsageQuestion,
  { days, series }: RolledPartition,
  rows: UsageRows,
): ReadonlyMap<number, Set<string>> {
  const left = new Map(days.map((day) => [day, new Set<string>()]));
  for (const one of series) {
    for (const tally of one.days()) {
      const day = left.get(tally.day);
      if (day !== undefined) addDay(question, tally, day, rows);
    }
  }
  return left;
}

function addDay(
  { cutsOf, isAskedFor, dimensionValues }: UsageQuestion,
  tally: DayTally,
  left: Set<string>,
  rows: UsageRows,
): void {
  const { subject, day, dimensions } = tally;
  const start = timestampOf(day * millisecondsPer.day);
  const end = start + millisecondsPer.day;
  if (cutsOf?.(subject).some((cut) => start < cut && cut < end) === true) left.add(subject);
  else if (!isAskedFor(subject, start)) return;
  else if ([...dimensionValues].every(([place, value]) => dimensions[place] === value)) {
    rows.add(start, tally);
  }
}
