import { type Decimal, decimalOf, dividedHalfAwayFromZero } from '../../kernel/decimal.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { Tally } from '../tally.ts';
import { TallySum } from '../tally-sum.ts';
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
  #members = 0;

  /** How many members all days keep in memory; none unless distinct values are counted. */
  get memberCount(): number {
    return this.#members;
  }

  add(day: number, tally: Tally): void {
    let sum = this.#days.get(day);
    if (sum === undefined) {
      sum = new TallySum();
      this.#days.set(day, sum);
    }
    const before = sum.memberCount;
    sum.add(tally);
    this.#members += sum.memberCount - before;
  }

  addAll(other: DaySums): void {
    for (const [day, tally] of other.#tallies()) this.add(day, tally);
  }

  /**
   * What each window comes to, in order. It takes each day's tally once, however long windows are: what is counted on a
   * day is in all windows from that day's on, and of a value that is seen again only where it is not in them already.
   */
  trailing({ first, end, length }: TrailingWindows): readonly Decimal[] {
    const changes = new Map<number, bigint>();
    const between = (from: number, until: number, units: bigint): void => {
      changes.set(from, (changes.get(from) ?? 0n) + units);
      changes.set(until, (changes.get(until) ?? 0n) - units);
    };
    const seenUntil = new Map<string, number>();
    for (const [day, tally] of this.#tallies()) {
      const until = day + length;
      if (tally.kind === 'unique_count') {
        for (const member of tally.members) {
          between(Math.max(day, seenUntil.get(member) ?? day), until, ONE);
          seenUntil.set(member, until);
        }
      } else {
        between(day, until, unitsOf(tally));
      }
    }
    return runningSums(changes, { first, end });
  }

  #tallies(): (readonly [number, Tally])[] {
    return [...this.#days]
      .flatMap(([day, { tally }]) => (tally === undefined ? [] : [[day, tally] as const]))
      .sort(([a], [b]) => a - b);
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
