import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import type { TimeZone } from '../../kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampOf,
} from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { dayAt, type LocalDays, localDays } from '../../metering/rolling/local-days.ts';
import { longestWindow, rollingDaysOf } from '../../metering/rolling/rolling-window.ts';
import { DaySums, statisticOf } from '../../metering/rolling/trailing-sums.ts';
import type { SlotTally } from '../../metering/totals/totals.ts';
import type { CountedHour, DimensionTest } from './usage-tallies.ts';
import type { TallySink } from './usage-window.ts';

/** Days of a month, and which usage on them and before them is meant. */
export interface WindowsAsked {
  readonly period: Period;
  readonly isWanted: DimensionTest;
}

/** What a trailing window, `start <= instant < end`, comes to. */
export interface WindowOfDay extends Period {
  readonly quantity: Decimal;
}

const contains = ({ start, end }: Period, at: Timestamp): boolean => start <= at && at < end;

/** What several come to; of one it makes no copy. */
function together(sums: readonly DaySums[]): DaySums {
  const [first = new DaySums(), ...others] = sums;
  if (others.length === 0) return first;
  const all = new DaySums();
  for (const one of sums) all.addAll(one);
  return all;
}

interface Counted {
  readonly dimensions: readonly (string | null)[];
  readonly days: DaySums;
}

/**
 * What a customer used in a month by local days, of the meters whose quantity is of trailing windows: those of the
 * first days reach into the days before it. What was used then is read, and is no usage of the month.
 */
export class MonthWindows implements TallySink {
  readonly #days: LocalDays;
  readonly #period: Period;
  readonly #counted: ReadonlyMap<string, Map<string, Counted>>;

  constructor(month: Period & { readonly timeZone: TimeZone }, meters: readonly Meter[]) {
    const rolling = meters.filter(({ window }) => window !== undefined);
    this.#period = month;
    this.#days = localDays(month, month.timeZone, Math.max(1, longestWindow(rolling)));
    this.#counted = new Map(rolling.map(({ key }) => [key, new Map<string, Counted>()]));
  }

  /** Undefined where the month is charged for no such meter, and nothing is to be read. */
  get reads(): Period | undefined {
    if (this.#counted.size === 0) return undefined;
    return { start: this.#days.starts[0] ?? this.#period.start, end: this.#period.end };
  }

  add({ meter, slot, dimensions, tally }: SlotTally, { hour }: CountedHour): void {
    const byDimensions = this.#counted.get(meter);
    if (byDimensions === undefined || tally === undefined) return;
    const at = hour * millisecondsPer.hour + slot * millisecondsPer.quarterHour;
    const key = JSON.stringify(dimensions);
    const counted = byDimensions.get(key) ?? { dimensions, days: new DaySums() };
    byDimensions.set(key, counted);
    counted.days.add(dayAt(this.#days.starts, timestampOf(at)), tally);
  }

  /** The window of each day that begins in one of these periods, a part of the month each. */
  ofDays(meter: Meter, asked: readonly WindowsAsked[]): readonly WindowOfDay[] {
    const { window } = meter;
    if (window === undefined) return [];
    const { starts, first } = this.#days;
    const length = rollingDaysOf(window);
    return asked.flatMap(({ period, isWanted }) => {
      const wanted = [...(this.#counted.get(meter.key)?.values() ?? [])]
        .filter(({ dimensions }) => isWanted(dimensions))
        .map(({ days }) => days);
      const quantities = together(wanted).trailing({ first, end: starts.length, length });
      return quantities.flatMap((quantity, index): WindowOfDay[] => {
        const day = first + index;
        const begins = index === 0 ? this.#period.start : starts[day];
        const start = starts[Math.max(0, day - length + 1)];
        if (begins === undefined || start === undefined) return [];
        const end = starts[day + 1] ?? this.#period.end;
        return contains(period, begins) ? [{ start, end, quantity }] : [];
      });
    });
  }

  /** What the month has of these windows; of no day nothing. */
  quantity(meter: Meter, asked: readonly WindowsAsked[]): Decimal {
    if (meter.window === undefined) return decimalOf(0n);
    const windows = this.ofDays(meter, asked);
    return statisticOf(
      meter.window.statistic,
      windows.map(({ quantity }) => quantity),
    );
  }
}
