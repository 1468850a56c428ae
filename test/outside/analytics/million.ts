import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  exportUsage,
  listHours,
  type UsageExportPorts,
} from '../../../core/exports/export-usage.ts';
import type { ExportFiles, ExportPlace } from '../../../core/exports/ports.ts';
import { type Decimal, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitions } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import type { SlotTally } from '../../../core/metering/totals/totals.ts';
import { identified, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { duck } from './duck.ts';

const EVENTS = 1_000_000;
const EVENTS_PER_BLOCK = 1_000;
const tenant = 'acme';
const day = '2026-10-05';
const dayStart = Date.UTC(2026, 9, 5);
const MINUTES = 24 * 60;
/** So that a day is sealed. */
const now = timestampOf(Date.UTC(2026, 9, 7));
/** Of an hour that is exported. */
const LATE_MINUTE = 10 * 60 + 7;
const MEGABYTE = 1024 * 1024;

/** Files in a folder: what is there is not replaced. */
const filesIn = (folder: string): ExportFiles => {
  const pathOf = ({ of, name }: ExportPlace) => join(folder, of, name);
  return {
    async put(place, bytes) {
      await mkdir(dirname(pathOf(place)), { recursive: true });
      try {
        await writeFile(pathOf(place), bytes, { flag: 'wx' });
        return 'put';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
        throw error;
      }
    },
    get: (place) => readFile(pathOf(place)).catch(() => undefined),
  };
};

/** How many picounits an event has: a sum of floats would not be this one. */
const picounitsOf = (n: number): Decimal => decimalOf(BigInt(n % 5_000) * 10n ** 12n + BigInt(n));

const eventOf = (n: number, minute: number): UsageEvent => ({
  ...{ source: 'urn:outside', id: `event-${n}`, type: 'view', subject: `reader-${n % 977}` },
  occurredAt: timestampOf(minute * 60_000 + (n % 60) * 1_000),
  data: JSON.stringify({ bytes: decimalText(picounitsOf(n)), section: `s${n % 7}` }),
});

/** A tenant whose events are logged and folded by the core, in memory; and what was sent. */
class Day {
  readonly usageLog = new InMemoryUsageLog();
  readonly totals = new InMemoryUsageTotals();
  readonly catalogs = inMemoryMeterCatalogs();
  readonly #writer = new UsageLogWriter(this.usageLog);
  #events = 0;
  #bytes: Decimal = decimalOf(0n);

  /** A million events, counted by two meters. */
  async fill(): Promise<void> {
    const meters = [
      aMeter({ key: 'views', dimensions: ['section'] }),
      aMeter({ key: 'bytes', aggregation: 'sum', value: 'bytes' }),
    ];
    await this.catalogs.append(tenant, { version: 1, meters });
    for (let first = 0; first < EVENTS; first += EVENTS_PER_BLOCK) {
      await this.log(Math.floor((first / EVENTS) * MINUTES), EVENTS_PER_BLOCK);
    }
    for (let hour = 0; hour < 24; hour += 1) await this.fold(hour);
  }

  /** The next events, as one block of a minute of the day. */
  async log(minuteOfDay: number, count: number): Promise<void> {
    const minute = dayStart / 60_000 + minuteOfDay;
    const numbers = Array.from({ length: count }, (_, index) => this.#events + index);
    const events = numbers.map((n) => identified(tenant, eventOf(n, minute)));
    await this.#writer.append({ tenant, shard: 0, minute }, events);
    this.#events += count;
    this.#bytes = decimalOf(
      numbers.reduce((sum, n) => sum + picounitsOf(n), this.#bytes as bigint),
    );
  }

  /** Brings the totals of an hour of the day up to its log. */
  async fold(hourOfDay: number): Promise<void> {
    const hour = dayStart / 3_600_000 + hourOfDay;
    const minutes = Array.from({ length: 60 }, (_, index) => hour * 60 + index);
    const covered = minutes.map(
      (minute) => [minute, this.usageLog.blocksOf({ tenant, shard: 0, minute }).length] as const,
    );
    const coverage = new Map(covered.filter(([, blocks]) => blocks > 0));
    await refreshHour(this, { tenant, shard: 0, hour, coverage });
  }

  sent(): Sums {
    return { events: `${this.#events}`, views: `${this.#events}`, bytes: decimalText(this.#bytes) };
  }

  /** What totals have of the day, of every subject. */
  async totalled(): Promise<Pick<Sums, 'views' | 'bytes'>> {
    const sums = { count: 0n, sum: 0n };
    for await (const { tally } of this.#slots()) {
      if (tally?.kind === 'count') sums.count += tally.count;
      if (tally?.kind === 'sum') sums.sum += tally.sum;
    }
    return { views: String(sums.count), bytes: decimalText(decimalOf(sums.sum)) };
  }

  async *#slots(): AsyncGenerator<SlotTally> {
    const range = { tenant, from: dayStart / 3_600_000, to: dayStart / 3_600_000 + 24 };
    for (let partition = 0; partition < partitions; partition += 1) {
      const hours = this.totals.readRange({ ...range, partition, consistency: 'strong' });
      for await (const { totals } of hours) yield* totals.tallies;
    }
  }
}

interface Sums {
  readonly events: string;
  readonly views: string;
  readonly bytes: string;
}

/** Exports until nothing is left; answers how many files manifests have of it. */
async function exported(ports: UsageExportPorts): Promise<number> {
  let files = 0;
  for (;;) {
    const hours = await listHours(ports, tenant, { from: day, days: 1 });
    const planning = { by: 'exp_1', at: now, sealed: now / 3_600_000 };
    const manifest = await exportUsage(ports, { tenant, day, hours }, planning);
    if (manifest === undefined) return files;
    files += manifest.files.length;
  }
}

/** What is wrong with a million events, exported and read back by DuckDB, and with one that comes late. */
export async function millionFaults(folder: string): Promise<readonly string[]> {
  const of = new Day();
  await of.fill();
  const ports: UsageExportPorts = {
    ...{ files: filesIn(folder), usageHours: of.usageLog, totals: of.totals },
    ...{ catalogs: of.catalogs, shards: 1 },
  };
  const { files, rate, memory } = await measured(() => exported(ports));
  const again = await exported(ports);
  const begun = performance.now();
  const first = await differences(folder, of, 'a million events');
  const read = Math.round(performance.now() - begun);
  const before = await filesOf(folder);
  await of.log(LATE_MINUTE, 1);
  await of.fold(Math.floor(LATE_MINUTE / 60));
  await exported(ports);
  const after = await filesOf(folder);
  const added = after.filter((name) => !before.includes(name));
  const second = await differences(folder, of, 'a million events and a late one');
  console.log(
    `${EVENTS} events, ${2 * EVENTS} rows: ${files} files, ${await bytesAnEvent(folder)} bytes an event, ${rate} events per CPU second, ${memory} MB of memory more; DuckDB read them in ${read} ms; a late event added ${added.join(', ')}`,
  );
  const last = await exported(ports);
  return [
    ...first,
    ...second,
    ...(files === before.length ? [] : [`${files} files were put, and ${before.length} are there`]),
    ...(again === 0 ? [] : [`a second export put ${again} files`]),
    ...(added.length === 1 && after.length === before.length + 1
      ? []
      : [`after a late event there are other files: ${after.join(', ')}`]),
    ...(last === 0 ? [] : [`an export after that of a late event put ${last} files`]),
  ];
}

const filesOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.parquet')).sort();

/** What an export takes of processor and memory. */
async function measured(run: () => Promise<number>) {
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const begun = process.cpuUsage();
  const files = await run();
  const { user, system } = process.cpuUsage(begun);
  clearInterval(watch);
  const rate = Math.round(EVENTS / ((user + system) / 1e6));
  return { files, rate, memory: Math.round((peak - before) / MEGABYTE) };
}

/** Where what DuckDB adds up is not what was sent, and where totals are not. */
async function differences(folder: string, of: Day, what: string): Promise<readonly string[]> {
  const table = "read_parquet('usage/**/*.parquet', hive_partitioning = true)";
  const [[read]] = (await duck(folder, [
    `SELECT count(*) FILTER (WHERE nth = 1) AS events, sum(quantity) FILTER (WHERE meter = 'views') AS views, sum(quantity) FILTER (WHERE meter = 'bytes') AS bytes FROM ${table}`,
  ])) as [[Readonly<Record<string, string>>]];
  const sent = of.sent();
  const plain = (text = '') => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  const said = (name: string, sums: Readonly<Record<string, string>>) =>
    Object.entries(sums).flatMap(([key, value]) => {
      const expected = sent[key as keyof Sums];
      if (plain(String(value)) === expected) return [];
      return [`${what}: ${key} of ${name} are ${value}, and ${expected} were sent`];
    });
  return [...said('DuckDB', read), ...said('totals', await of.totalled())];
}

async function bytesAnEvent(folder: string): Promise<string> {
  const [[sizes]] = (await duck(folder, [
    "SELECT sum(compressed) AS bytes FROM (SELECT max(file_offset) AS o, sum(total_compressed_size) AS compressed FROM parquet_metadata('usage/**/*.parquet') GROUP BY file_name)",
  ])) as [[Readonly<Record<string, string>>]];
  return (Number(sizes['bytes']) / EVENTS).toFixed(1);
}
