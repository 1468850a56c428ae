import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { quantityOf, type Tally } from '../../metering/tally.ts';
import { TallySum } from '../../metering/tally-sum.ts';
import type { CountedTally, SlotTally } from '../../metering/totals/totals.ts';
import { type Charge, type DimensionValues, isChargedBy } from '../../pricing/charge.ts';

/** What one meter counted for one combination of dimension values. */
interface Counted {
  readonly dimensions: readonly (string | null)[];
  readonly sum: TallySum;
}

/** An hour of a partition in which there was usage: each minute with the number of the last block that totals count. */
export interface CountedHour {
  readonly hour: number;
  readonly partition: number;
  readonly coverage: ReadonlyMap<number, number>;
}

/** Whether usage with these dimension values, in the order of its meter's, is wanted. */
export type DimensionTest = (dimensions: readonly (string | null)[]) => boolean;

/** All usage of a customer over one stretch, merged: slots and days in any order, each once, make the same. */
export class UsageTallies {
  readonly #counted = new Map<string, Map<string, Counted>>();
  readonly #hours = new Map<string, Map<string, CountedHour>>();
  /** Meters of which not every hour is known. */
  readonly #addedByDays = new Set<string>();

  /** Adds what a meter counted in a slot of the stretch, which stands in that hour. */
  add(slot: SlotTally, hour: CountedHour): void {
    const { meter, tally } = slot;
    if (tally === undefined) return;
    this.#add(slot);
    let hours = this.#hours.get(meter);
    if (hours === undefined) {
      hours = new Map();
      this.#hours.set(meter, hours);
    }
    hours.set(`${hour.partition},${hour.hour}`, hour);
  }

  /** Adds what a meter counted on days of the stretch. */
  addDays(counted: CountedTally): void {
    this.#addedByDays.add(counted.meter);
    this.#add(counted);
  }

  /** Whether anything was counted at all. */
  isEmpty(): boolean {
    return this.#counted.size === 0;
  }

  /** What a meter counted over the stretch of the wanted dimension values; nothing where nothing was used. */
  quantity(meter: string, stretch: Period, isWanted: DimensionTest): Decimal {
    return quantityOfAll([{ tallies: this, isWanted }], meter, stretch);
  }

  /** Adds what a meter counted of the wanted dimension values to `all`. */
  addTo(all: TallySum, meter: string, isWanted: DimensionTest): void {
    for (const { dimensions, sum } of this.#counted.get(meter)?.values() ?? []) {
      if (sum.tally !== undefined && isWanted(dimensions)) all.add(sum.tally);
    }
  }

  /** What a meter counted, by dimension values in the order of the meter's. */
  *counted(
    meter: string,
  ): Generator<{ readonly dimensions: readonly (string | null)[]; readonly tally: Tally }> {
    for (const { dimensions, sum } of this.#counted.get(meter)?.values() ?? []) {
      if (sum.tally !== undefined) yield { dimensions, tally: sum.tally };
    }
  }

  /** Where the events of a meter stand in the usage log. */
  hoursOf(meter: string): readonly CountedHour[] {
    invariant(!this.#addedByDays.has(meter), `the hours of ${meter} are read where they are asked`);
    return [...(this.#hours.get(meter)?.values() ?? [])];
  }

  #add({ meter, dimensions, tally }: CountedTally): void {
    // Events that a meter cannot read are shown with the usage, and are none here.
    if (tally !== undefined) this.#countedBy(meter, dimensions).sum.add(tally);
  }

  #countedBy(meter: string, dimensions: readonly (string | null)[]): Counted {
    let byDimensions = this.#counted.get(meter);
    if (byDimensions === undefined) {
      byDimensions = new Map();
      this.#counted.set(meter, byDimensions);
    }
    const key = JSON.stringify(dimensions);
    let counted = byDimensions.get(key);
    if (counted === undefined) {
      counted = { dimensions, sum: new TallySum() };
      byDimensions.set(key, counted);
    }
    return counted;
  }
}

/** What a meter counted over several stretches, as one. */
export function quantityOfAll(
  counted: readonly { readonly tallies: UsageTallies; readonly isWanted: DimensionTest }[],
  meter: string,
  period: Period,
): Decimal {
  const all = new TallySum();
  for (const { tallies, isWanted } of counted) tallies.addTo(all, meter, isWanted);
  return all.tally === undefined ? decimalOf(0n) : quantityOf(all.tally, period);
}

/** A tally's dimension values by the names its meter gives them. */
const namedDimensions = (meter: Meter, values: readonly (string | null)[]): DimensionValues =>
  Object.fromEntries(meter.dimensions.map((name, place) => [name, values[place] ?? null]));

/** Whether `charge`, one of `charges` of a version, is for usage of `meter` with these values. */
export const chargeTest =
  (charge: Charge, meter: Meter, charges: readonly Charge[]): DimensionTest =>
  (values) =>
    charge.filter.kind === 'all' || isChargedBy(charge, namedDimensions(meter, values), charges);
