import { type Decimal, decimalOf, dividedHalfAwayFromZero } from '../../kernel/decimal.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { Tally } from '../tally.ts';
import { TallySum } from '../tally-sum.ts';
import { MemberDays } from './member-days.ts';
import type { Statistic } from './rolling-window.ts';

/** The trailing windows that are asked for: each ends with a day, `first <= day < end`, and has `length` days. */
export interface TrailingWindows {
  readonly first: number;
  readonly end: number;
  readonly length: number;
}

const ONE = 10n ** 12n;

/** What was counted by days, in any order. */
export class DaySums {
  readonly #days = new Map<number, TallySum>();
  readonly #members = new MemberDays();

  /** How many members it keeps in memory; none unless distinct values are counted. */
  get memberCount(): number {
    return this.#members.size;
  }

  add(day: number, tally: Tally): void {
    if (tally.kind === 'unique_count') {
      this.#members.add(day, tally.members);
      return;
    }
    const sum = this.#days.get(day) ?? new TallySum();
    this.#days.set(day, sum);
    sum.add(tally);
  }

  addAll(other: DaySums): void {
    for (const [day, { tally }] of other.#days) if (tally !== undefined) this.add(day, tally);
    this.#members.addAll(other.#members);
  }

  /**
   * What each window comes to, in order. It takes each day's tally once, however long windows are: what is counted on a
   * day is in all windows from that day's on, and of a value that is seen again only where it is not in them already.
   */
  trailing({ first, end, length }: TrailingWindows): readonly Decimal[] {
    const changes = new Map<number, bigint>();
    const change = (day: number, units: bigint): void => {
      changes.set(day, (changes.get(day) ?? 0n) + units);
    };
    for (const [day, { tally }] of this.#days) {
      const units = tally === undefined ? 0n : unitsOf(tally);
      change(day, units);
      change(day + length, -units);
    }
    for (const [day, count] of this.#members.comingAndGoing(length))
      change(day, BigInt(count) * ONE);
    return runningSums(changes, { first, end });
  }
}

function unitsOf(tally: Tally): bigint {
  if (tally.kind === 'count') return tally.count * ONE;
  if (tally.kind === 'sum') return tally.sum;
  throw new InvariantViolation(`no window is of ${tally.kind}`);
}

function runningSums(
  changes: ReadonlyMap<number, bigint>,
  { first, end }: Pick<TrailingWindows, 'first' | 'end'>,
): readonly Decimal[] {
  let sum = 0n;
  for (const [day, change] of changes) if (day < first) sum += change;
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => {
    sum += changes.get(first + index) ?? 0n;
    return decimalOf(sum);
  });
}

/** What windows come to together: the most of them, or their mean to 12 places, half away from zero; of none 0. */
export function statisticOf(statistic: Statistic, values: readonly Decimal[]): Decimal {
  const [first = decimalOf(0n), ...others] = values;
  if (statistic === 'max') return others.reduce((most, one) => (one > most ? one : most), first);
  const sum = values.reduce((all, one) => all + one, 0n);
  return decimalOf(dividedHalfAwayFromZero(sum, BigInt(Math.max(1, values.length))));
}
