import { invariant } from '../../kernel/invariant.ts';
import { TallySum } from '../tally-sum.ts';
import type { CountedTally } from '../totals/totals.ts';

/** What was counted in one UTC day. */
export interface DayTally extends CountedTally {
  /** Days since 1970. */
  readonly day: number;
}

interface OpenDay {
  readonly place: Pick<DayTally, 'subject' | 'meter' | 'dimensions' | 'day'>;
  readonly sum: TallySum;
  readonly rounded: TallySum;
  roundedEvents: number | undefined;
  unreadable: number;
}

/**
 * Adds tallies up by subject, meter, dimensions and day. Every kind of tally merges exactly, in any order, so a day's
 * is what a fold of all its events would give.
 */
export class DayFold {
  readonly #open = new Map<string, OpenDay>();

  /** How many tallies there are. */
  get size(): number {
    return this.#open.size;
  }

  add(day: number, counted: CountedTally): void {
    const { subject, meter, dimensions, tally, rounded, unreadable } = counted;
    const key = JSON.stringify([subject, meter, day, ...dimensions]);
    let open = this.#open.get(key);
    if (open === undefined) {
      const place = { subject, meter, dimensions, day };
      open = {
        place,
        sum: new TallySum(),
        rounded: new TallySum(),
        roundedEvents: undefined,
        unreadable: 0,
      };
      this.#open.set(key, open);
    }
    if (tally !== undefined) open.sum.add(tally);
    open.unreadable += unreadable;
    if (rounded === undefined) return;
    open.roundedEvents = (open.roundedEvents ?? 0) + rounded.events;
    if (rounded.tally !== undefined) open.rounded.add(rounded.tally);
  }

  tallies(): DayTally[] {
    return Array.from(
      this.#open.values(),
      ({ place, sum, rounded, roundedEvents, unreadable }): DayTally => ({
        ...place,
        tally: sum.tally,
        ...(roundedEvents === undefined
          ? {}
          : { rounded: { tally: rounded.tally, events: roundedEvents } }),
        unreadable,
      }),
    );
  }
}

/** Days of one series, at least one, as one. */
export function daysAsOne([first, ...others]: readonly DayTally[]): CountedTally {
  invariant(first !== undefined, 'a series has a day');
  if (others.length === 0) return first;
  const fold = new DayFold();
  for (const one of [first, ...others]) fold.add(first.day, one);
  const [sum] = fold.tallies();
  invariant(sum !== undefined, 'days come to something');
  const { day: _, ...counted } = sum;
  return counted;
}
