import { type Timestamp, timestampOf } from '../core/kernel/timestamp.ts';
import { aggregateEvents } from '../core/metering/aggregation/aggregate-events.ts';
import type { LogKey } from '../core/metering/log/log-key.ts';
import type { StoredBlock } from '../core/metering/log/ports.ts';
import { UsageLogWriter } from '../core/metering/log/usage-log.ts';
import type { Salts } from '../core/metering/pseudonyms/ports.ts';
import { Pseudonyms } from '../core/metering/pseudonyms/pseudonyms.ts';
import { refreshHours } from '../core/metering/totals/refresh-hours.ts';
import { totalsBytes } from '../core/metering/totals/totals-bytes.ts';
import { touchedHourFrom } from '../core/metering/totals/touched.ts';
import type { UsageEvent } from '../core/metering/usage-event.ts';
import { systemRandom } from '../functions/adapters/system-random.ts';
import { inMemoryMeterCatalogs } from '../test/fakes/meter-catalogs.ts';
import { inMemoryQuarantine } from '../test/fakes/quarantine.ts';
import { inMemoryQueue } from '../test/fakes/queue.ts';
import { inMemorySalts } from '../test/fakes/salts.ts';
import { InMemoryUsageLog } from '../test/fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../test/fakes/usage-totals.ts';
import { benchEvents } from './events.ts';
import { meters } from './stack.ts';

/** What events cost in DynamoDB's units, each by an event. */
export interface NamedCost {
  readonly logWrites: number;
  readonly totalsWrites: number;
  readonly saltWrites: number;
  readonly saltReads: number;
  readonly logBytes: number;
  /** Processor time of aggregation, in µs. */
  readonly micros: number;
}

/** The same stream with subjects in clear and under pseudonyms. */
export interface ErasureCost {
  readonly events: number;
  readonly subjects: number;
  readonly clear: NamedCost;
  /** While subjects get their salts. */
  readonly first: NamedCost;
  /** Once they have them: as many events again, an hour later, by functions that remember nothing. */
  readonly later: NamedCost;
}

const WRITE_UNIT = 1_024;
const ITEM_BYTES = 100;
const PER_SECOND = 1_000;
/** A batch has what comes in a window, and totals follow every ninth: the settings of a deployment. */
const BATCH = 5 * PER_SECOND;
const BATCHES_PER_REFRESH = 9;
const HOUR_MS = 3_600_000;
const from = Date.UTC(2026, 2, 14, 15, 0);
const unitsOf = (bytes: number): number => Math.ceil((bytes + ITEM_BYTES) / WRITE_UNIT);

class CountedLog extends InMemoryUsageLog {
  units = 0;
  bytes = 0;

  override append(key: LogKey, block: StoredBlock) {
    this.units += unitsOf(block.bytes.length);
    this.bytes += block.bytes.length;
    return super.append(key, block);
  }
}

class CountedTotals extends InMemoryUsageTotals {
  units = 0;

  override put(...[key, next]: Parameters<InMemoryUsageTotals['put']>) {
    this.units += unitsOf(totalsBytes(next.value).length);
    return super.put(key, next);
  }

  override putProgress(...asked: Parameters<InMemoryUsageTotals['putProgress']>) {
    this.units += 1;
    return super.putProgress(...asked);
  }
}

function countedSalts() {
  const salts = inMemorySalts();
  const counts = { reads: 0, writes: 0 };
  const counted: Salts = {
    ...salts,
    find: (tenant, subjects) => {
      counts.reads += subjects.length;
      return salts.find(tenant, subjects);
    },
    add: (...salt) => {
      counts.writes += 1;
      return salts.add(...salt);
    },
  };
  return { salts: counted, counts };
}

/** Plays a stream into logs and totals in memory, with subjects in clear and under pseudonyms, in turn. */
export async function measureErasure(
  count: number,
  say: (line: string) => void,
): Promise<ErasureCost> {
  say(`erasure: ${count} events, in clear and under pseudonyms`);
  const { salts, counts } = countedSalts();
  const subjects = new Set(eventsFrom(count, from).map(({ subject }) => subject)).size;
  const clear = await played(eventsFrom(count, from), undefined, counts);
  const first = await played(eventsFrom(count, from), salts, counts);
  const later = await played(eventsFrom(count, from + HOUR_MS), salts, counts);
  return { events: count, subjects, clear, first, later };
}

const eventsFrom = (count: number, begin: number): UsageEvent[] =>
  [...benchEvents({ count, from: begin, perSecond: PER_SECOND, seed: 3 })].map(
    ({ id, source, type, subject, time, data }) => ({
      ...{ id, source, type, subject, data: JSON.stringify(data) },
      occurredAt: timestampOf(Date.parse(time)),
    }),
  );

async function played(
  events: readonly UsageEvent[],
  salts: Salts | undefined,
  counts: { readonly reads: number; readonly writes: number },
): Promise<NamedCost> {
  const [usageLog, totals, catalogs] = [
    new CountedLog(),
    new CountedTotals(),
    inMemoryMeterCatalogs(),
  ];
  await catalogs.append('bench', { version: 1, meters: catalogMeters });
  const before = { ...counts };
  let now: Timestamp = events[0]?.occurredAt ?? timestampOf(0);
  const clock = { now: () => now };
  const touched = inMemoryQueue();
  const ports = {
    ...{ clock, touched, quarantine: inMemoryQuarantine() },
    writer: new UsageLogWriter(usageLog),
    epochs: [{ from: timestampOf(0), shards: 4 }],
    logReachSeconds: 70 * 86_400,
    onQuarantined: () => undefined,
    onSettled: () => undefined,
    ...(salts === undefined ? {} : { pseudonyms: pseudonymsWith(salts, clock) }),
  };
  let cpu = 0;
  let refreshed = 0;
  for (let at = 0, batch = 1; at < events.length; at += BATCH, batch += 1) {
    const own = events.slice(at, at + BATCH);
    now = own.at(-1)?.occurredAt ?? now;
    const begun = process.cpuUsage();
    await aggregateEvents(ports, [{ tenant: 'bench', admitted: false, events: own }], {
      isShort: () => false,
    });
    cpu += process.cpuUsage(begun).user;
    if (batch % BATCHES_PER_REFRESH !== 0 && at + BATCH < events.length) continue;
    const bodies = touched.bodies.slice(refreshed);
    refreshed = touched.bodies.length;
    await refreshHours({ usageLog, totals, catalogs }, bodies.map(touchedHourFrom));
  }
  const each = (sum: number): number => sum / events.length;
  return {
    logWrites: each(usageLog.units),
    totalsWrites: each(totals.units),
    saltWrites: each(counts.writes - before.writes),
    saltReads: each(counts.reads - before.reads),
    logBytes: each(usageLog.bytes),
    micros: each(cpu),
  };
}

const pseudonymsWith = (salts: Salts, clock: { now(): Timestamp }): Pseudonyms =>
  new Pseudonyms({
    ...{ salts, clock, random: systemRandom, from: timestampOf(0) },
    owners: { claimed: async () => new Set(), owned: async () => new Set() },
  });

const catalogMeters = Object.entries(meters).map(([key, meter]) => ({
  ...{ key, dimensions: [], filter: {}, sinceVersion: 1 },
  ...(meter as { eventType: string; aggregation: 'count' | 'sum'; value?: string }),
}));

/** The results as Markdown. */
export function erasurePart(erasure: ErasureCost | undefined): string[] {
  if (erasure === undefined) return [];
  const { events, subjects, clear, first, later } = erasure;
  const row = (name: string, cost: NamedCost): string =>
    `| ${name} | ${[cost.logWrites, cost.totalsWrites, cost.saltWrites, cost.saltReads].map((value) => value.toFixed(4)).join(' | ')} | ${cost.logBytes.toFixed(1)} | ${cost.micros.toFixed(1)} |`;
  return [
    '## What it costs that a person can be forgotten (`npm run bench -- erasure`)\n',
    `${events} events of ${subjects} subjects, 1,000 a second, through aggregation and into totals in memory, with the windows of a deployment; the same again for those who have a salt, an hour later. In DynamoDB's units, each an event. A salt is 0.1 KB, written once a subject, and read once a quarter of an hour by each function that meets it.\n`,
    '| subjects | write units: log | totals | salts | read units: salts | bytes in the log | µs to aggregate |',
    '|---|--:|--:|--:|--:|--:|--:|',
    row('in clear', clear),
    row('under pseudonyms, new', first),
    row('under pseudonyms, known', later),
    '',
  ];
}
