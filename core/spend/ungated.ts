import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { grossAt } from './most.ts';
import type { CountedUsage } from './read-usage.ts';
import type { SpendLine } from './spend-month.ts';
import { nothingCaptured, type SpendState, type Used } from './state.ts';
import type { UngatedUsage } from './ungated-usage.ts';
import { isWithin, type Window } from './window.ts';

/** Units of a line that were used on a day beside what was captured. */
interface UngatedUnits {
  readonly line: SpendLine;
  readonly day: string;
  readonly units: Decimal;
}

/** By domain, how much was captured. */
type CapturedUnits = Pick<SpendState, 'captured'>;

/**
 * What a payer used besides what was captured: what totals say, less that, at least nothing.
 *
 * The state is to be read after the totals. So whatever of its captures totals have by then is taken off, and nothing
 * that was captured counts twice; of what totals do not have yet, as much of the rest is missing until they do.
 */
export function ungatedOf(
  counted: CountedUsage,
  state: Pick<SpendState, 'captured' | 'days'>,
): Ungated {
  const left = leftByDay(counted, state);
  const units = counted.lines.flatMap(({ line, byDay }) => {
    const { quantity: taken } = state.captured.get(line.terms.key) ?? nothingCaptured;
    const total = [...byDay.values()].reduce<bigint>((sum, one) => sum + one, 0n);
    if (total <= taken) return [];
    const dealt = dealtOut(decimalOf(total - taken), byDay, { meter: line.meter.key, left });
    return [...dealt].map(([day, one]) => ({ line, day, units: one }));
  });
  return new Ungated(counted.asOf, units, state);
}

/** Usage that was not captured, priced behind what was: day by day, in the order of days. */
export class Ungated implements UngatedUsage {
  readonly asOf: Timestamp;
  readonly #units: readonly UngatedUnits[];
  readonly #quantities = new Map<string, Decimal>();
  readonly #days: (UngatedUnits & Used)[] = [];

  constructor(asOf: Timestamp, units: readonly UngatedUnits[], { captured }: CapturedUnits) {
    this.asOf = asOf;
    this.#units = units;
    for (const one of units) {
      const { terms } = one.line;
      const before = this.quantityOf(terms.key);
      const after = decimalOf(before + one.units);
      const base = (captured.get(terms.key) ?? nothingCaptured).quantity;
      const grossTo = (more: Decimal): bigint => grossAt(terms, decimalOf(base + more));
      const gross = nanosOf(grossTo(after) - grossTo(before));
      this.#quantities.set(terms.key, after);
      this.#days.push({ ...one, quantity: one.units, gross });
    }
  }

  /** The same usage, priced behind what is captured by now. */
  behind(state: CapturedUnits): Ungated {
    return new Ungated(this.asOf, this.#units, state);
  }

  quantityOf(domain: string): Decimal {
    return this.#quantities.get(domain) ?? decimalOf(0n);
  }

  usedIn(window: Window, meter: string | undefined): Used {
    return sumOf(
      this.#days.filter(
        ({ day, line }) =>
          isWithin(window, day) && (meter === undefined || line.meter.key === meter),
      ),
    );
  }

  /** What of it will be on invoices that are still to be made. */
  usedInOpenMonths(): Used {
    return sumOf(this.#days.filter(({ line }) => line.isOpen));
  }
}

const sumOf = (days: readonly Used[]): Used => ({
  quantity: decimalOf(days.reduce<bigint>((sum, { quantity }) => sum + quantity, 0n)),
  gross: nanosOf(days.reduce<bigint>((sum, { gross }) => sum + gross, 0n)),
});

const placeOf = (day: string, meter: string): string => JSON.stringify([day, meter]);

/** By day and meter, how much of what is counted was not captured. */
function leftByDay(
  { lines, days: apart }: CountedUsage,
  { days }: Pick<SpendState, 'days'>,
): Map<string, Decimal> {
  const left = new Map<string, Decimal>();
  const add = (day: string, meter: string, units: bigint): void => {
    const place = placeOf(day, meter);
    left.set(place, decimalOf((left.get(place) ?? 0n) + units));
  };
  for (const { line, byDay } of lines) {
    for (const [day, units] of byDay) add(day, line.meter.key, units);
  }
  for (const [captured, meters] of days) {
    const day = apart.findLast((one) => one <= captured);
    if (day === undefined) continue;
    for (const [meter, { quantity }] of meters) add(day, meter, -quantity);
  }
  return left;
}

/** On which days a line's units were used. */
function dealtOut(
  quantity: Decimal,
  byDay: ReadonlyMap<string, Decimal>,
  { meter, left }: { readonly meter: string; readonly left: Map<string, Decimal> },
): ReadonlyMap<string, Decimal> {
  const dealt = new Map<string, Decimal>();
  const add = (day: string, units: bigint): void => {
    dealt.set(day, decimalOf((dealt.get(day) ?? 0n) + units));
  };
  let rest: bigint = quantity;
  for (const [day, units] of byDay) {
    const place = placeOf(day, meter);
    const free = left.get(place) ?? 0n;
    const most = least(least(units, free), rest);
    if (most <= 0n) continue;
    left.set(place, decimalOf(free - most));
    add(day, most);
    rest -= most;
  }
  // What no day has left was captured, though under another charge: the plan was changed for days before.
  return dealt;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
