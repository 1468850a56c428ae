import { type Decimal, decimalOf } from '../../../kernel/decimal.ts';
import { inParallel } from '../../../kernel/in-parallel.ts';
import { utc } from '../../../kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampOf,
} from '../../../kernel/timestamp.ts';
import { hourOfMinute, minuteOf } from '../../log/log-key.ts';
import type { UsageHours, UsageLog } from '../../log/ports.ts';
import type { Aggregation, Meter } from '../../meter.ts';
import type { MeterCatalogs } from '../../meter-catalogs.ts';
import { EventFields, readingOf } from '../../meter-reading.ts';
import { readUsagePage, type UsageReads } from '../../query/usage-query.ts';
import { longestWindow } from '../../rolling/rolling-window.ts';
import type { RollupReads } from '../../rollups/ports.ts';
import type { UsageTotals } from '../../totals/ports.ts';
import { refreshHour } from '../../totals/refresh.ts';
import type { IdentifiedEvent } from '../../usage-event.ts';
import { hourOfMonth, monthOfHour } from '../../utc-month.ts';
import type { ForeseenEvents, ForeseenMinute } from './foreseen-events.ts';
import { foreseenLog } from './foreseen-log.ts';
import { ForeseenTotals, foreseenRollups } from './foreseen-totals.ts';

/** What usage is read from. */
export interface ForeseenPorts {
  readonly usageLog: UsageLog & UsageHours;
  readonly totals: UsageTotals;
  readonly rollups: RollupReads;
  readonly catalogs: MeterCatalogs;
}

/** The same, as it is once all of the log is counted, and as it would be once the correction is. */
export interface ForeseenSides {
  readonly before: ForeseenReads;
  readonly after: ForeseenReads;
}

/** One side of what is foreseen. */
export interface ForeseenReads extends UsageReads {
  readonly usageLog: UsageLog & UsageHours;
  readonly totals: ForeseenTotals;
}

/** What a meter counts of a subject in a UTC month, before a correction and after it. */
export interface ForeseenUsage {
  readonly subject: string;
  readonly meter: string;
  readonly month: Period;
  /** Undefined where there is none: of nothing there is no least, greatest or latest. */
  readonly before: Decimal | undefined;
  readonly after: Decimal | undefined;
}

const HOURS_AT_ONCE = 8;
const READS_AT_ONCE = 4;

/** Folds the hours that would change, as they are and as they would be; nothing is put down. */
export async function foreseenSides(
  { usageLog, totals, rollups, catalogs }: ForeseenPorts,
  minutes: readonly ForeseenMinute[],
): Promise<ForeseenSides> {
  const before = new ForeseenTotals(totals);
  await refreshAll({ usageLog, totals: before, catalogs }, minutes, 0);
  const after = new ForeseenTotals(before);
  const later = foreseenLog(usageLog, minutes);
  await refreshAll({ usageLog: later, totals: after, catalogs }, minutes, 1);
  const changed = [...before.changed, ...after.changed];
  const own = foreseenRollups(rollups, changed);
  return {
    before: { usageLog, totals: before, rollups: own },
    after: { usageLog: later, totals: after, rollups: own },
  };
}

/** Brings totals up to the last block of each minute, and so many more. */
async function refreshAll(
  ports: Parameters<typeof refreshHour>[0],
  minutes: readonly ForeseenMinute[],
  more: number,
): Promise<void> {
  const hours = Map.groupBy(minutes, ({ key: { shard, minute } }) =>
    JSON.stringify([shard, hourOfMinute(minute)]),
  );
  await inParallel(HOURS_AT_ONCE, hours.values(), async (own) => {
    const [first] = own;
    if (first === undefined) return;
    const { tenant, shard, minute } = first.key;
    const coverage = new Map(own.map(({ key, last }) => [key.minute, last + more]));
    await refreshHour(ports, { tenant, shard, hour: hourOfMinute(minute), coverage });
  });
}

/** A subject's usage of a meter in a month that a correction touches. */
interface TouchedUsage {
  readonly subject: string;
  readonly meter: Meter;
  /** Since 1970. */
  readonly month: number;
}

/** What a correction touches: in order of subjects, meters and months. */
export function touchedUsage(
  { changed }: Pick<ForeseenEvents, 'changed'>,
  meters: readonly Meter[],
): readonly TouchedUsage[] {
  const touched = new Map<string, TouchedUsage>();
  for (const usage of changed.flatMap((event) => touchedBy(event, meters))) {
    touched.set(JSON.stringify([usage.subject, usage.meter.key, usage.month]), usage);
  }
  return [...touched].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function touchedBy(identified: IdentifiedEvent, meters: readonly Meter[]): readonly TouchedUsage[] {
  const { subject, occurredAt } = identified.event;
  return metersOf(identified, meters).flatMap((meter) =>
    Array.from(monthsTouched(occurredAt, meter), (month) => ({ subject, meter, month })),
  );
}

/** The month of an event, and the one after it where trailing windows of that reach back to it. */
function monthsTouched(occurredAt: Timestamp, meter: Meter): ReadonlySet<number> {
  const daysAfter = Math.max(0, longestWindow([meter]) - 1);
  const last = timestampOf(occurredAt + daysAfter * millisecondsPer.day);
  return new Set([occurredAt, last].map((at) => monthOfHour(hourOfMinute(minuteOf(at)))));
}

function metersOf(identified: IdentifiedEvent, meters: readonly Meter[]): readonly Meter[] {
  const fields = new EventFields(identified.event);
  return meters.filter((meter) => readingOf(meter, identified, fields) !== undefined);
}

const startOf = (month: number) => timestampOf(hourOfMonth(month) * millisecondsPer.hour);
const periodOf = (month: number): Period => ({ start: startOf(month), end: startOf(month + 1) });

/**
 * What this usage is on both sides, as a query of usage says it.
 * @throws Rejection `usage.too-many-rows` where a meter has too many distinct values to count
 */
export async function foreseenUsage(
  { before, after }: ForeseenSides,
  tenant: string,
  touched: readonly TouchedUsage[],
): Promise<readonly ForeseenUsage[]> {
  const together = Map.groupBy(touched, ({ meter, month }) => JSON.stringify([meter.key, month]));
  const read = await inParallel(READS_AT_ONCE, together.values(), async (own) => {
    const was = await usageOf(before, tenant, own);
    const becomes = await usageOf(after, tenant, own);
    return own.map((one): [TouchedUsage, ForeseenUsage] => [
      one,
      {
        ...{ subject: one.subject, meter: one.meter.key, month: periodOf(one.month) },
        before: was.get(one.subject) ?? ofNothing(one.meter),
        after: becomes.get(one.subject) ?? ofNothing(one.meter),
      },
    ]);
  });
  const found = new Map(read.flat());
  return touched.flatMap((one) => found.get(one) ?? []);
}

/** What a meter counts where nothing is: of nothing there is no least, greatest or latest. */
const ofNothing = ({ aggregation }: Meter): Decimal | undefined =>
  withoutZero.has(aggregation) ? undefined : decimalOf(0n);

const withoutZero: ReadonlySet<Aggregation> = new Set(['min', 'max', 'latest']);

async function usageOf(
  reads: UsageReads,
  tenant: string,
  own: readonly TouchedUsage[],
): Promise<ReadonlyMap<string, Decimal>> {
  const [first] = own;
  if (first === undefined) return new Map();
  const question = {
    ...{ tenant, meter: first.meter, period: periodOf(first.month), unit: undefined },
    ...{ timeZone: utc, grouping: { customer: false, subject: true, dimensions: [] } },
    subjects: new Set(own.map(({ subject }) => subject)),
    ...{ isAskedFor: () => true, cutsOf: undefined, ownerOf: () => undefined },
    dimensionValues: new Map<number, string>(),
  };
  const { rows } = await readUsagePage(reads, question, { after: undefined, limit: own.length });
  return new Map(
    rows.flatMap(({ subject, value }) => (subject === undefined ? [] : [[subject, value]])),
  );
}
