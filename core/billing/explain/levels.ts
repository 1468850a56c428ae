import { type Decimal, decimalOf, dividedHalfAwayFromZero } from '../../kernel/decimal.ts';
import type { Period } from '../../kernel/timestamp.ts';
import { isLevel, levelAggregations, type Meter } from '../../metering/meter.ts';
import { quantityOf, type Tally } from '../../metering/tally.ts';
import { quantityOfMonth } from '../rating/month-quantity.ts';
import type { TalliedMonth } from '../rating/rating-run.ts';
import { rulesBeforeKept } from '../rating/rules.ts';
import type { SubjectPeriod } from '../rating/subject-periods.ts';
import type { DimensionTest } from '../rating/usage-tallies.ts';
import type { TallySink } from '../rating/usage-window.ts';
import type { TalliesQuestion } from './tallies.ts';

/** What the rows behind a line do not show of a level. */
export interface ExplainedLevel {
  /** What it stood at where the stretch begins. */
  readonly opening: Decimal | undefined;
  /** What all rows together come to, where they add up. */
  readonly fromRows: Decimal | undefined;
  /** What the month came to, where the line has a share of it. */
  readonly ofMonth: Decimal | undefined;
}

/** Whether a month has one quantity of a meter, of which each part has its share. */
export const hasOneQuantity = ({ rules }: TalliedMonth, meter: Meter): boolean =>
  rules > rulesBeforeKept && isLevel(meter) && meter.aggregation !== 'weighted_sum';

/**
 * How the rows behind a line over `period`, a part of a month, add up: each change of a mean counts from its time to
 * where the stretch ends, or the customer stops paying for the subject, over the whole month.
 */
export class LevelRows {
  readonly #month: TalliedMonth;
  readonly #meter: Meter;
  readonly #period: Period;
  readonly #parts: readonly SubjectPeriod[];
  readonly #isMean: boolean;
  #area = 0n;

  constructor(
    month: TalliedMonth,
    of: {
      readonly meter: Meter;
      readonly period: Period;
      readonly parts: readonly SubjectPeriod[];
    },
  ) {
    this.#month = month;
    this.#meter = of.meter;
    this.#period = of.period;
    this.#parts = of.parts;
    this.#isMean = month.rules > rulesBeforeKept && of.meter.aggregation === 'weighted_sum';
  }

  /** What a row comes to. */
  readonly quantityOf: TalliesQuestion['quantityOf'] = (tally, { subject, window }) => {
    if (!this.#isMean) return quantityOf(tally, this.#period);
    const part = this.#parts.find(
      ({ subject: own, period: { start, end } }) =>
        own === subject && start < window.end && window.start < end,
    );
    return this.#ofMonth(areaOf(tally, part?.period ?? this.#period));
  };

  /** Takes all that is counted of a subject in a part. */
  sinkOf(part: Period, isWanted: DimensionTest): TallySink {
    return {
      add: ({ meter, dimensions, tally }) => {
        if (!this.#isMean || meter !== this.#meter.key || tally === undefined) return;
        if (isWanted(dimensions)) this.#area += areaOf(tally, part);
      },
    };
  }

  level(isWanted: DimensionTest): ExplainedLevel {
    const { rules, levels, period } = this.#month;
    const { key, aggregation } = this.#meter;
    const isOpened = rules > rulesBeforeKept && levelAggregations.has(aggregation);
    const isPart = this.#period.start !== period.start || this.#period.end !== period.end;
    return {
      opening: isOpened ? levels.until(key, this.#period.start, isWanted) : undefined,
      fromRows: this.#isMean ? this.#ofMonth(this.#area) : undefined,
      ofMonth:
        isPart && hasOneQuantity(this.#month, this.#meter)
          ? quantityOfMonth(this.#month, this.#meter, isWanted)
          : undefined,
    };
  }

  #ofMonth(area: bigint): Decimal {
    const { start, end } = this.#month.period;
    return decimalOf(dividedHalfAwayFromZero(area, BigInt(end - start)));
  }
}

const areaOf = (tally: Tally, { end }: Period): bigint =>
  tally.kind === 'weighted_sum' ? tally.sum * BigInt(end) - tally.moment : 0n;
