import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { partitions } from '../log/log-key.ts';
import type { Meter } from '../meter.ts';
import type { Revised, TotalsKey, UsageTotals } from '../totals/ports.ts';
import type { HourTotals, SlotTally } from '../totals/totals.ts';
import { hourOfMonth, monthOfHour } from '../utc-month.ts';
import { LevelSums } from './level-sums.ts';

/** Whose levels are asked for. */
export interface LevelQuestion {
  readonly tenant: string;
  readonly partition: number;
  /** Those whose level goes on from month to month; at least one. */
  readonly meters: readonly Meter[];
  /** No usage of so many months before one that has any can still come. */
  readonly settledAfter: number;
  /** Whether what is found is to be kept, so that the next one finds it. */
  readonly keeps: boolean;
}

/** What each subject's levels stood at where an hour (since 1970) begins. */
export interface LevelsAt {
  readonly hour: number;
  readonly tallies: readonly SlotTally[];
}

/** Less than this `settledAfter` never is: what is younger can still be corrected. */
export const MONTHS_SETTLED_MIN = 4;
/** Further back nothing is looked for: then levels are those of all hours there are. */
const MONTHS_LOOKED_BACK = 24;
/** Hours of so many months more than must be are read again, before levels are kept anew. */
const MONTHS_READ_AGAIN = 2;
const nothing: LevelsAt = { hour: 0, tallies: [] };

/**
 * The levels of a partition at some beginning of a (UTC) month, the last that is kept at or before `before`: what was
 * counted from there on is the caller's to add.
 *
 * They are a fold of the hours' totals, and kept once no event of those hours can come any more: so usage that comes
 * late is always in hours that are read. What is kept can be deleted, and is made again.
 */
export async function levelsBefore(
  totals: UsageTotals,
  question: LevelQuestion,
  before: Timestamp,
): Promise<LevelsAt> {
  const goal = monthOfHour(Math.floor(before / millisecondsPer.hour));
  const kept = await latestKept(totals, question, goal);
  const behind = kept === nothing ? Infinity : goal - monthOfHour(kept.hour);
  if (!question.keeps || behind <= question.settledAfter + MONTHS_READ_AGAIN) return kept;
  return advanced(totals, question, { kept, goal });
}

/** Folds the months that are settled, and keeps the levels at the end of each. */
async function advanced(
  totals: UsageTotals,
  question: LevelQuestion,
  { kept, goal }: { readonly kept: LevelsAt; readonly goal: number },
): Promise<LevelsAt> {
  const { tenant, partition, meters, settledAfter } = question;
  const sums = new LevelSums(meters, kept.tallies);
  let last = kept;
  let open: { readonly month: number; readonly sums: LevelSums }[] = [];
  const range = {
    tenant,
    partition,
    from: kept.hour,
    to: hourOfMonth(goal),
    consistency: 'strong',
  } as const;
  for await (const { hour, totals: held } of totals.readRange(range)) {
    // Of a meter that is newer than these totals they know nothing yet.
    if (held.catalogVersion < versionOf(meters)) break;
    const month = monthOfHour(hour);
    for (const settled of open.filter((one) => one.month + settledAfter <= month)) {
      sums.addAll(settled.sums.tallies());
      last = { hour: hourOfMonth(settled.month + 1), tallies: sums.tallies() };
      await keep(totals, question, last);
    }
    open = open.filter((one) => one.month + settledAfter > month);
    if (open.at(-1)?.month !== month) open.push({ month, sums: new LevelSums(meters) });
    open.at(-1)?.sums.addAll(held.tallies);
  }
  return last;
}

async function latestKept(
  totals: UsageTotals,
  question: LevelQuestion,
  goal: number,
): Promise<LevelsAt> {
  for (let month = goal; month > goal - MONTHS_LOOKED_BACK; month -= 1) {
    const found = await totals.read(keyOf(question, hourOfMonth(month)));
    if (found !== undefined && isOf(found, question)) {
      return { hour: hourOfMonth(month), tallies: found.value.tallies };
    }
  }
  return nothing;
}

/** Whoever else keeps them keeps the same. */
async function keep(
  totals: UsageTotals,
  question: LevelQuestion,
  { hour, tallies }: LevelsAt,
): Promise<void> {
  const key = keyOf(question, hour);
  const value = { catalogVersion: versionOf(question.meters), coverage: new Map(), tallies };
  if ((await totals.put(key, { revision: 1, value })) === 'put') return;
  const found = await totals.read(key);
  if (found === undefined || isOf(found, question)) return;
  await totals.put(key, { revision: found.revision + 1, value });
}

/** Levels stand beside totals, past the partitions that there are, each in the hour in which its month begins. */
const keyOf = ({ tenant, partition }: LevelQuestion, hour: number): TotalsKey => ({
  tenant,
  partition: partitions + partition,
  hour,
});

/** Whether levels that are kept have all meters that are asked for. */
const isOf = ({ value }: Revised<HourTotals>, { meters }: LevelQuestion): boolean =>
  value.catalogVersion >= versionOf(meters);

/** The catalog that brought the newest of them. */
const versionOf = (meters: readonly Meter[]): number =>
  Math.max(...meters.map(({ sinceVersion }) => sinceVersion));
