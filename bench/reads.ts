import { utc } from '../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../core/kernel/timestamp.ts';
import { minuteOf, partitionOf, partitions } from '../core/metering/log/log-key.ts';
import type { HourReads } from '../core/metering/query/add-hours.ts';
import { readUsagePage } from '../core/metering/query/usage-query.ts';
import type { UsageQuestion } from '../core/metering/query/usage-query-question.ts';
import { compactMonth } from '../core/metering/rollups/compact.ts';
import type { RollupReads, Rollups } from '../core/metering/rollups/ports.ts';
import { noTotals, PartitionFold } from '../core/metering/totals/partition-fold.ts';
import type { UsageTotals } from '../core/metering/totals/ports.ts';
import { talliesFrom, totalsBytes, totalsFrom } from '../core/metering/totals/totals-bytes.ts';
import { identified } from '../core/metering/usage-event.ts';
import { firstDayOf } from '../core/metering/utc-month.ts';
import { InMemoryRollups } from '../test/fakes/rollups.ts';
import { aMeter } from '../test/fixtures/usage-events.ts';
import { benchEvents } from './events.ts';

/** What an answer took: of processor, and of read units by the sizes of DynamoDB. */
export interface Reads {
  readonly question: string;
  readonly from: 'hours' | 'rollups';
  readonly cpuMsP50: number;
  readonly cpuMsP99: number;
  readonly readUnits: number;
}

const MONTH = 680;
const TENANT = 'bench';
const DAYS = 30;
const READ_UNIT = 4_096;
/** Bytes of an item of fold progress with most minutes of its hour, and of a head. */
const PROGRESS_BYTES = 700;
const HEAD_BYTES = 160;
const SHARDS = 4;
const meters = [
  aMeter({ key: 'views', eventType: 'view' }),
  aMeter({
    key: 'download_bytes',
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
  }),
  aMeter({ key: 'api_calls', eventType: 'api.call', dimensions: ['region'] }),
];

const start = firstDayOf(MONTH) * millisecondsPer.day;
const firstHour = start / millisecondsPer.hour;

interface Hour {
  readonly hour: number;
  readonly bytes: Uint8Array;
}

/** A month of events as the totals of each partition have it, and its subjects. */
function aMonth(events: number) {
  const folds = Array.from({ length: partitions }, () => new Map<number, PartitionFold>());
  const subjects = new Set<string>();
  const perSecond = events / (DAYS * 86_400);
  for (const event of benchEvents({ count: events, from: start, perSecond, seed: 5 })) {
    const { id, source, type, subject, time, data } = event;
    const occurredAt = timestampOf(Date.parse(time));
    const minute = minuteOf(occurredAt);
    const folded = folds[partitionOf(subject)];
    const hour = Math.floor(minute / 60);
    const fold = folded?.get(hour) ?? new PartitionFold(noTotals(1), meters);
    folded?.set(hour, fold);
    const whole = { id, source, type, subject, occurredAt, data: JSON.stringify(data) };
    fold.add({ minute, seq: 1 }, identified(TENANT, whole));
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
class CountedReads {
  units = 0;
  readonly rollups: Rollups & RollupReads = new InMemoryRollups();
  readonly #hours: readonly (readonly Hour[])[];

  constructor(hours: readonly (readonly Hour[])[]) {
    this.#hours = hours;
  }

  #read(bytes: number, share: 0.5 | 1): void {
    this.units += share * Math.max(1, Math.ceil(bytes / READ_UNIT));
  }

  #in(range: { readonly partition: number; readonly from: number; readonly to: number }) {
    const hours = this.#hours[range.partition] ?? [];
    const found = hours.filter(({ hour }) => range.from <= hour && hour < range.to);
    this.#read(
      found.reduce((sum, { bytes }) => sum + bytes.length + 60, 0),
      0.5,
    );
    return found;
  }

  readonly hourReads: HourReads & Pick<UsageTotals, 'read' | 'readRange'> = {
    readTallies: (range, wanted) => talliesIn(this.#in(range), wanted),
    readRange: (range) => totalsIn(this.#in(range)),
    read: async () => undefined,
    listProgress: async ({ shard, after, limit }) => {
      const from = Math.max(firstHour, after + 1);
      const length = shard < SHARDS ? Math.min(limit, firstHour + DAYS * 24 - from) : 0;
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
      this.#read(0, 0.5);
      return this.rollups.listMarks(range, consistency);
    },
    readHeads: async (range, consistency) => {
      const heads = await this.rollups.readHeads(range, consistency);
      this.#read(heads.size * HEAD_BYTES, 0.5);
      return heads;
    },
    readChunk: async (place) => {
      const bytes = await this.rollups.readChunk(place);
      this.#read((bytes?.length ?? 0) + 60, 1);
      return bytes;
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

const aQuestion = (fields: Partial<UsageQuestion>): UsageQuestion => ({
  tenant: TENANT,
  meter: meters[0] ?? aMeter(),
  period: {
    start: timestampOf(start),
    end: timestampOf(start + DAYS * millisecondsPer.day),
  },
  unit: 'day',
  timeZone: utc,
  grouping: { customer: false, subject: false, dimensions: [] },
  subjects: undefined,
  isAskedFor: () => true,
  cutsOf: undefined,
  dimensionValues: new Map(),
  ownerOf: () => undefined,
  ...fields,
});

/** A month by days, from its hours and from its rollups in turn; throws where they do not answer alike. */
export async function measureReads(
  { events, rounds }: { readonly events: number; readonly rounds: number },
  say: (line: string) => void,
): Promise<Reads[]> {
  say(`reads: a month of ${events} events`);
  const { hours, subjects } = aMonth(events);
  const stores = new CountedReads(hours);
  const catalogs = { latest: async () => ({ version: 1, meters }) };
  const ports = { rollups: stores.rollups, totals: stores.hourReads, catalogs };
  for (let partition = 0; partition < partitions; partition += 1) {
    const key = { tenant: TENANT, month: MONTH, partition };
    await compactMonth(ports, key, firstDayOf(MONTH + 1));
  }
  const questions: readonly [string, UsageQuestion][] = [
    ['one subject', aQuestion({ subjects: new Set(subjects.slice(77, 78)) })],
    ['500 subjects', aQuestion({ subjects: new Set(subjects.slice(500, 1_000)) })],
    ['the tenant', aQuestion({})],
    [
      'the tenant by subject, first page',
      aQuestion({ grouping: { customer: false, subject: true, dimensions: [] } }),
    ],
  ];
  const measured: Reads[] = [];
  for (const [question, asked] of questions) {
    say(`reads: ${question}`);
    measured.push(...(await inTurn(stores, question, { asked, rounds })));
  }
  return measured;
}

async function inTurn(
  stores: CountedReads,
  question: string,
  { asked, rounds }: { readonly asked: UsageQuestion; readonly rounds: number },
): Promise<Reads[]> {
  const sources = [
    { from: 'hours', rollups: new InMemoryRollups(), ms: [] as number[], units: 0 },
    { from: 'rollups', rollups: stores.rolled, ms: [] as number[], units: 0 },
  ] as const;
  const answers = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (const source of sources) {
      stores.units = 0;
      const before = process.cpuUsage();
      const reads = { totals: stores.hourReads, rollups: source.rollups };
      const page = await readUsagePage(reads, asked, { after: undefined, limit: 1_000 });
      const { user, system } = process.cpuUsage(before);
      source.ms.push((user + system) / 1_000);
      Object.assign(source, { units: stores.units });
      answers.add(JSON.stringify(page.rows.map(({ value }) => String(value))));
    }
  }
  if (answers.size !== 1) throw new Error(`${question}: hours and rollups do not answer alike`);
  return sources.map(({ from, ms, units }) => {
    const sorted = ms.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { question, from, cpuMsP50: at(0.5), cpuMsP99: at(0.99), readUnits: units };
  });
}
