import type { RatingPorts } from '../billing/ports.ts';
import { catalogWith } from '../billing/rating/meters-by-slots.ts';
import { readTallies } from '../billing/rating/read-tallies.ts';
import { partsWithin } from '../billing/rating/subject-periods.ts';
import type { UsageWindow } from '../billing/rating/usage-window.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import { quantityOf } from '../metering/tally.ts';
import type { CountedTally } from '../metering/totals/totals.ts';
import type { PayerTerms } from './payer-terms.ts';
import type { SpendLine, SpendMonth } from './spend-month.ts';

/** What totals say that a payer used, by the usage lines that could have been gated. */
export interface CountedUsage {
  /** When totals were read: what was recorded before, and not folded yet, is not in it. */
  readonly asOf: Timestamp;
  /** The days that are told apart, ascending: each stands for all up to the next. */
  readonly days: readonly string[];
  /** Units of each line by these days, ascending. */
  readonly lines: readonly {
    readonly line: SpendLine;
    readonly byDay: ReadonlyMap<string, Decimal>;
  }[];
}

export interface UsageAsked {
  readonly now: Timestamp;
  /** `YYYY-MM-DD`: from then on, what was used is told by days; undefined where no day is asked for. */
  readonly daysSince: string | undefined;
}

/**
 * Reads what was used in the months of the terms up to now: rolled up days as previews do, and hours of the rest.
 */
export async function readUsage(
  ports: Pick<RatingPorts, 'totals' | 'rollups'>,
  tenant: string,
  terms: PayerTerms,
  asked: UsageAsked,
): Promise<CountedUsage> {
  const parts = terms.months.flatMap((month) => partsOf(terms, month, asked));
  const windows = parts.flatMap(windowsOf);
  if (windows.length > 0) await readTallies(ports, tenant, windows);
  const sums = new Map<SpendLine, Map<string, Decimal>>();
  for (const { day, used } of parts) {
    for (const [line, units] of used) {
      const byDay = sums.get(line) ?? new Map<string, Decimal>();
      byDay.set(day, decimalOf((byDay.get(day) ?? 0n) + units));
      sums.set(line, byDay);
    }
  }
  const days = [...new Set(parts.map(({ day }) => day))].sort();
  return { asOf: asked.now, days, lines: [...sums].map(([line, byDay]) => ({ line, byDay })) };
}

/** A part of a month in which no line begins or ends, and which is one of the days that are told apart. */
interface Part {
  readonly month: SpendMonth;
  readonly period: Period;
  readonly day: string;
  readonly used: Map<SpendLine, Decimal>;
}

function partsOf(terms: PayerTerms, month: SpendMonth, asked: UsageAsked): readonly Part[] {
  const { calendar } = terms;
  const { start, end } = month.period;
  const until = end < asked.now ? end : asked.now;
  if (start >= until) return [];
  const known = new Set(terms.lines);
  const lines = month.lines.filter((line) => line.isGateable && known.has(line));
  const cuts = new Set<Timestamp>([start]);
  for (const { period } of lines) cuts.add(period.start).add(period.end);
  if (asked.daysSince !== undefined) {
    const first = calendar.dayAt(start);
    let day = asked.daysSince > first ? asked.daysSince : first;
    for (let at = calendar.dayStart(day); at < until; at = calendar.dayStart(day)) {
      cuts.add(at);
      day = laterDate(day, 1);
    }
  }
  const begins = [...cuts].filter((at) => at >= start && at < until).sort((a, b) => a - b);
  return begins.map((at, index) => {
    // What has begun is read to its end: events may be dated a little ahead.
    const period = { start: at, end: begins[index + 1] ?? end };
    const own = lines.filter((line) => line.period.start <= at && at < line.period.end);
    return {
      ...{ month, period, day: calendar.dayAt(at) },
      used: new Map(own.map((line) => [line, decimalOf(0n)])),
    };
  });
}

function windowsOf({ month, period, used }: Part): UsageWindow[] {
  if (used.size === 0) return [];
  const add = (counted: CountedTally): void => addTo(used, counted, period);
  const catalogVersion = catalogWith([...used.keys()].map(({ meter }) => meter));
  const byDays = { add, cuts: [], bySlots: new Set<string>(), catalogVersion };
  return partsWithin(month.usedBy, period).map((part) => ({
    ...part,
    ...{ into: { add }, rules: month.rules, byDays },
  }));
}

function addTo(
  used: Map<SpendLine, Decimal>,
  { meter, dimensions, tally }: CountedTally,
  period: Period,
): void {
  if (tally === undefined) return;
  for (const [line, units] of used) {
    if (line.meter.key !== meter || !line.isWanted(dimensions)) continue;
    used.set(line, decimalOf(units + quantityOf(tally, period)));
  }
}
