import type { Decimal } from '../../kernel/decimal.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import { dayAt, type LocalDays, localDays } from '../rolling/local-days.ts';
import { type RollingWindow, rollingDaysOf } from '../rolling/rolling-window.ts';
import { DaySums, statisticOf } from '../rolling/trailing-sums.ts';
import { quantityOf, type Tally } from '../tally.ts';
import { TallySum } from '../tally-sum.ts';
import type { UsageQuestion } from './usage-query-question.ts';

/** What the usage of a row adds up to. */
export interface RowSum {
  /** How many members it keeps in memory. */
  readonly memberCount: number;
  /** Undefined where nothing was added. */
  readonly quantity: Decimal | undefined;
  /** Adds what was counted from an instant on. */
  add(tally: Tally, at: Timestamp): void;
}

/** The sum of a row over a window of the question. */
export const rowSumOf = (
  question: Pick<UsageQuestion, 'meter' | 'timeZone'>,
  window: Period,
): RowSum => {
  const { meter } = question;
  return meter.window === undefined
    ? new PlainSum(window)
    : new RollingSum(meter.window, daysOf(question, window));
};

/** From when on usage is in a row over this window: trailing windows reach into the days before. */
export const reachOf = (
  question: Pick<UsageQuestion, 'meter' | 'timeZone'>,
  window: Period,
): Timestamp =>
  question.meter.window === undefined
    ? window.start
    : (daysOf(question, window).starts[0] ?? window.start);

const daysOf = (
  { meter, timeZone }: Pick<UsageQuestion, 'meter' | 'timeZone'>,
  window: Period,
): LocalDays =>
  localDays(window, timeZone, meter.window === undefined ? 1 : rollingDaysOf(meter.window));

class PlainSum implements RowSum {
  readonly #window: Period;
  readonly #sum = new TallySum();

  constructor(window: Period) {
    this.#window = window;
  }

  get memberCount(): number {
    return this.#sum.memberCount;
  }

  get quantity(): Decimal | undefined {
    const { tally } = this.#sum;
    return tally === undefined ? undefined : quantityOf(tally, this.#window);
  }

  add(tally: Tally): void {
    this.#sum.add(tally);
  }
}

/** What the trailing windows of the days of a window come to together. */
class RollingSum implements RowSum {
  readonly #window: RollingWindow;
  readonly #days: LocalDays;
  readonly #sums = new DaySums();

  constructor(window: RollingWindow, days: LocalDays) {
    this.#window = window;
    this.#days = days;
  }

  get memberCount(): number {
    return this.#sums.memberCount;
  }

  get quantity(): Decimal {
    const { starts, first } = this.#days;
    const length = rollingDaysOf(this.#window);
    const windows = this.#sums.trailing({ first, end: starts.length, length });
    return statisticOf(this.#window.statistic, windows);
  }

  add(tally: Tally, at: Timestamp): void {
    this.#sums.add(dayAt(this.#days.starts, at), tally);
  }
}
