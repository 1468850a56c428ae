import { type BillingPeriod, daysOf } from '../../invoicing/billing-period.ts';
import { type Decimal, decimalOf, dividedHalfAwayFromZero } from '../../kernel/decimal.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampOf,
} from '../../kernel/timestamp.ts';
import type { Tally } from '../../metering/tally.ts';
import { TallySum } from '../../metering/tally-sum.ts';
import type { CountedTally } from '../../metering/totals/totals.ts';
import type { PartOfLevel } from '../../pricing/rate-level.ts';

import type { DimensionTest } from './usage-tallies.ts';
import type { TallySink } from './usage-window.ts';

type Summed = Extract<Tally, { readonly kind: 'weighted_sum' }>;

/** What changed a level between two cuts, for one combination of dimension values. */
interface Changes {
  readonly dimensions: readonly (string | null)[];
  readonly segments: Map<number, TallySum>;
}

/** What was counted before a month, or in it before a part of it began. */
type LevelTally = Pick<CountedTally, 'meter' | 'dimensions' | 'tally'>;

/**
 * The levels of a customer over a month, from what changes them: what a subject stood at when the customer began to pay
 * for it, its events, and, when the customer stops paying for it, the end of it.
 *
 * Kept by segments between cuts, each a tally. So slots may come in any order, and memory is bounded by the cuts.
 */
export class MonthLevels {
  readonly #month: Period;
  readonly #days: ReturnType<typeof daysOf>;
  /** Ascending; the month's beginning is the first. */
  readonly #cuts: readonly Timestamp[];
  /** Meters whose level goes on from the month before. */
  readonly #goingOn: ReadonlySet<string>;
  readonly #changes = new Map<string, Map<string, Changes>>();

  constructor(
    month: Period & Pick<BillingPeriod, 'cycle'>,
    cuts: readonly Timestamp[],
    goingOn: ReadonlySet<string>,
  ) {
    this.#month = month;
    this.#days = daysOf(month);
    this.#cuts = [...new Set([month.start, ...cuts])].sort((a, b) => a - b);
    this.#goingOn = goingOn;
  }

  /** Takes the slots of a subject, from before the month on, that the customer pays for in `part` of it. */
  sinkFor(part: Period): TallySink {
    return {
      add: (slot, { hour }) => {
        const at = hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
        if (at < this.#month.start) this.addBefore(part, slot);
        else this.#add(part, slot, timestampOf(at));
      },
    };
  }

  /** Takes what a subject counted, in its month, from an instant on and before the next cut or end of a part. */
  addFrom(part: Period, counted: LevelTally, at: Timestamp): void {
    this.#add(part, counted, at);
  }

  /** Takes what a subject's level stood at before the month. */
  addBefore(part: Period, slot: LevelTally): void {
    if (this.#goingOn.has(slot.meter)) this.#add(part, slot, timestampOf(0));
  }

  /** What a meter's level comes to over `run`, of the dimension values that are wanted; cut at its ends. */
  over(meter: string, run: Period, isWanted: DimensionTest): PartOfLevel {
    const wanted = [...(this.#changes.get(meter)?.values() ?? [])].filter(({ dimensions }) =>
      isWanted(dimensions),
    );
    const areaUntil = (end: Timestamp): bigint => {
      const all = summed(wanted, this.#segmentAt(end));
      return all === undefined ? 0n : all.sum * BigInt(end) - all.moment;
    };
    const length = BigInt(this.#month.end - this.#month.start);
    const [before, until] = [areaUntil(run.start), areaUntil(run.end)];
    const { days, of } = this.#days;
    const part = (area: bigint): bigint =>
      days === of
        ? dividedHalfAwayFromZero(area, length)
        : dividedHalfAwayFromZero(area * BigInt(days), length * BigInt(of));
    return {
      quantity: decimalOf(part(until) - part(before)),
      level: decimalOf(dividedHalfAwayFromZero(until - before, BigInt(run.end - run.start))),
    };
  }

  /** What a meter's level stands at just before `end`, a cut: what begins there is opened with it. */
  until(meter: string, end: Timestamp, isWanted: DimensionTest): Decimal {
    const all = new TallySum();
    for (const { dimensions, segments } of this.#changes.get(meter)?.values() ?? []) {
      if (isWanted(dimensions)) addUntil(all, segments, this.#segmentAt(end));
    }
    const { tally } = all;
    if (tally?.kind === 'weighted_sum') return tally.sum;
    return tally?.kind === 'latest' ? tally.value : decimalOf(0n);
  }

  #add(part: Period, { meter, dimensions, tally }: LevelTally, at: Timestamp): void {
    if (at >= part.end) return;
    const changes = (): Changes => this.#changesOf(meter, dimensions);
    if (tally?.kind === 'latest') {
      if (at < part.start) this.#open(changes(), part.start, tally);
      else this.#addTo(changes(), at, tally);
    } else if (tally?.kind === 'weighted_sum') {
      if (at < part.start) this.#open(changes(), part.start, standing(tally.sum, part.start));
      else this.#addTo(changes(), at, tally);
      const isGivenAway = part.end < this.#month.end;
      if (isGivenAway) this.#addTo(changes(), part.end, standing(decimalOf(-tally.sum), part.end));
    }
  }

  #addTo(changes: Changes, at: Timestamp, tally: Tally): void {
    this.#addToSegment(changes, this.#segmentAt(at + 1) - 1, tally);
  }

  /** What stands from a cut on was there before it. */
  #open(changes: Changes, at: Timestamp, tally: Tally): void {
    this.#addToSegment(changes, this.#segmentAt(at) - 1, tally);
  }

  #addToSegment({ segments }: Changes, segment: number, tally: Tally): void {
    const sum = segments.get(segment) ?? new TallySum();
    sum.add(tally);
    segments.set(segment, sum);
  }

  /** How many segments begin before `end`. */
  #segmentAt(end: number): number {
    const later = this.#cuts.findIndex((cut) => cut >= end);
    return later === -1 ? this.#cuts.length : later;
  }

  #changesOf(meter: string, dimensions: readonly (string | null)[]): Changes {
    let byDimensions = this.#changes.get(meter);
    if (byDimensions === undefined) {
      byDimensions = new Map();
      this.#changes.set(meter, byDimensions);
    }
    const key = JSON.stringify(dimensions);
    let changes = byDimensions.get(key);
    if (changes === undefined) {
      changes = { dimensions, segments: new Map() };
      byDimensions.set(key, changes);
    }
    return changes;
  }
}

/** A level that stands from an instant on. */
const standing = (sum: Decimal, from: Timestamp): Summed => ({
  kind: 'weighted_sum',
  sum,
  moment: sum * BigInt(from),
});

function summed(wanted: readonly Changes[], segments: number): Summed | undefined {
  const all = new TallySum();
  for (const one of wanted) addUntil(all, one.segments, segments);
  return all.tally?.kind === 'weighted_sum' ? all.tally : undefined;
}

function addUntil(all: TallySum, segments: ReadonlyMap<number, TallySum>, count: number): void {
  for (const [segment, { tally }] of segments) {
    if (segment < count && tally !== undefined) all.add(tally);
  }
}
