import { millisecondsPer, timestampOf } from '../core/kernel/timestamp.ts';
import { minuteOf, partitionOf, partitions } from '../core/metering/log/log-key.ts';
import type { Meter } from '../core/metering/meter.ts';
import type { HourReads } from '../core/metering/query/add-hours.ts';
import { compactMonth } from '../core/metering/rollups/compact.ts';
import type { RollupReads, Rollups } from '../core/metering/rollups/ports.ts';
import { noTotals, PartitionFold } from '../core/metering/totals/partition-fold.ts';
import type { UsageTotals } from '../core/metering/totals/ports.ts';
import { talliesFrom, totalsBytes, totalsFrom } from '../core/metering/totals/totals-bytes.ts';
import { identified } from '../core/metering/usage-event.ts';
import { firstDayOf } from '../core/metering/utc-month.ts';
import { InMemoryRollups } from '../test/fakes/rollups.ts';
import { aMeter } from '../test/fixtures/usage-events.ts';
import { type BenchEvent, benchEvents } from './events.ts';

/** September 2026, as UTC months since 1970. */
const MONTH = 680;
export const tenant = 'bench';
export const days = 30;
export const start = firstDayOf(MONTH) * millisecondsPer.day;
const firstHour = start / millisecondsPer.hour;
const READ_UNIT = 4_096;
/** Bytes of an item of fold progress with most minutes of its hour, and of a head. */
const PROGRESS_BYTES = 700;
const HEAD_BYTES = 160;
export const shards = 4;

export const meters = [
  aMeter({ key: 'views', eventType: 'view' }),
  aMeter({
    key: 'download_bytes',
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
  }),
  aMeter({ key: 'api_calls', eventType: 'api.call', dimensions: ['region'] }),
] as const satisfies readonly Meter[];

interface Hour {
  readonly hour: number;
  readonly bytes: Uint8Array;
}

/** The same events each time, spread over the month. */
export const eventsOfMonth = (count: number): Generator<BenchEvent> =>
  benchEvents({ count, from: start, perSecond: count / (days * 86_400), seed: 5 });

/** A month of events as the totals of each partition have it, and its subjects in the order they came. */
export function usageMonth(events: number) {
  const folds = Array.from({ length: partitions }, () => new Map<number, PartitionFold>());
  const subjects = new Set<string>();
  for (const { id, source, type, subject, time, data } of eventsOfMonth(events)) {
    const occurredAt = timestampOf(Date.parse(time));
    const minute = minuteOf(occurredAt);
    const folded = folds[partitionOf(subject)];
    const hour = Math.floor(minute / 60);
    const fold = folded?.get(hour) ?? new PartitionFold(noTotals(1), meters);
    folded?.set(hour, fold);
    const whole = { id, source, type, subject, occurredAt, data: JSON.stringify(data) };
    fold.add({ minute, seq: 1 }, identified(tenant, whole));
    subjects.add(subject);
  }
  const hours = folds.map((folded) =>
    [...folded]
      .sort(([a], [b]) => a - b)
      .map(([hour, fold]): Hour => ({ hour, bytes: totalsBytes(fold.totals()) })),
  );
  return { hours, subjects: [...subjects] };
}

/** Stores in memory that count the read units of what they give. */
export class CountedReads {
  units = 0;
  readonly #rollups: Rollups & RollupReads = new InMemoryRollups();
  readonly #hours: readonly (readonly Hour[])[];

  constructor(hours: readonly (readonly Hour[])[]) {
    this.#hours = hours;
  }

  /** Rolls up the whole month. */
  async rollUp(): Promise<void> {
    const catalogs = { latest: async () => ({ version: 1, meters }) };
    const ports = { rollups: this.#rollups, totals: this.hourReads, catalogs };
    for (let partition = 0; partition < partitions; partition += 1) {
      await compactMonth(ports, { tenant, month: MONTH, partition }, firstDayOf(MONTH + 1));
    }
  }

  #read(bytes: number, share: 0.5 | 1): void {
    this.units += share * Math.max(1, Math.ceil(bytes / READ_UNIT));
  }

  #in(
    range: { readonly partition: number; readonly from: number; readonly to: number },
    share: 0.5 | 1,
  ) {
    const hours = this.#hours[range.partition] ?? [];
    const found = hours.filter(({ hour }) => range.from <= hour && hour < range.to);
    this.#read(
      found.reduce((sum, { bytes }) => sum + bytes.length + 60, 0),
      share,
    );
    return found;
  }

  readonly hourReads: HourReads & Pick<UsageTotals, 'read' | 'readRange'> = {
    readTallies: (range, wanted) => talliesIn(this.#in(range, 0.5), wanted),
    readRange: (range) => totalsIn(this.#in(range, 1)),
    read: async () => undefined,
    listProgress: async ({ shard, after, limit }) => {
      const from = Math.max(firstHour, after + 1);
      const length =
        shard < shards ? Math.max(0, Math.min(limit, firstHour + days * 24 - from)) : 0;
      this.#read(length * PROGRESS_BYTES, 1);
      return Array.from({ length }, (_, index) => ({
        hour: from + index,
        catalogVersion: 1,
        revision: 1,
      }));
    },
  };

  readonly rolled: RollupReads = {
    listMarks: (range, consistency) => {
      this.#read(0, consistency === 'strong' ? 1 : 0.5);
      return this.#rollups.listMarks(range, consistency);
    },
    readHeads: async (range, consistency) => {
      const heads = await this.#rollups.readHeads(range, consistency);
      this.#read(heads.size * HEAD_BYTES, 0.5);
      return heads;
    },
    readChunk: async (place) => {
      const bytes = await this.#rollups.readChunk(place);
      this.#read((bytes?.length ?? 0) + 60, 1);
      // As a table gives it: bytes that nobody has looked at.
      return bytes?.slice();
    },
  };
}

async function* talliesIn(hours: readonly Hour[], wanted: Parameters<typeof talliesFrom>[1]) {
  for (const { hour, bytes } of hours) {
    const tallies = talliesFrom(bytes, wanted);
    if (tallies.length > 0) yield { hour, tallies };
  }
}

async function* totalsIn(hours: readonly Hour[]) {
  for (const { hour, bytes } of hours) yield { hour, totals: totalsFrom(bytes) };
}
