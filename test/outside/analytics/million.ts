import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  exportUsage,
  listHours,
  type UsageExportPorts,
} from '../../../core/exports/export-usage.ts';
import type { ExportFiles, ExportPlace } from '../../../core/exports/ports.ts';
import { type Decimal, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { blockBytes } from '../../../core/metering/log/block.ts';
import { identified } from '../../../core/metering/usage-event.ts';
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

/** A day of a million events in the log, counted by two meters; and what these come to. */
async function aDay() {
  const usageLog = new InMemoryUsageLog();
  const totals = new InMemoryUsageTotals();
  const catalogs = inMemoryMeterCatalogs();
  const meters = [
    aMeter({ key: 'views', dimensions: ['section'] }),
    aMeter({ key: 'bytes', aggregation: 'sum', value: 'bytes' }),
  ];
  await catalogs.append(tenant, { version: 1, meters });
  const coverage = new Map<number, number>();
  let bytes: Decimal = decimalOf(0n);
  for (let first = 0; first < EVENTS; first += EVENTS_PER_BLOCK) {
    const ofDay = Math.floor((first / EVENTS) * MINUTES);
    const minute = dayStart / 60_000 + ofDay;
    const events = Array.from({ length: EVENTS_PER_BLOCK }, (_, index) => {
      const n = first + index;
      // As many picounits as say which event it is: a sum of floats would not be this one.
      bytes = decimalOf(bytes + BigInt(n % 5_000) * 10n ** 12n + BigInt(n));
      const fraction = String(n).padStart(12, '0');
      return identified(tenant, {
        ...{ source: 'urn:outside', id: `event-${n}`, type: 'view', subject: `reader-${n % 977}` },
        occurredAt: timestampOf(minute * 60_000 + (index % 60) * 1_000),
        data: `{"bytes":"${n % 5_000}.${fraction}","section":"s${n % 7}"}`,
      });
    });
    const seq = (coverage.get(minute) ?? 0) + 1;
    coverage.set(minute, seq);
    await usageLog.append({ tenant, shard: 0, minute }, { seq, bytes: blockBytes(events) });
  }
  for (let hour = dayStart / 3_600_000; hour < dayStart / 3_600_000 + 24; hour += 1) {
    const ofHour = new Map([...coverage].filter(([minute]) => Math.floor(minute / 60) === hour));
    const progress = { revision: 1, value: { catalogVersion: 1, coverage: ofHour } };
    await totals.putProgress({ tenant, shard: 0, hour }, progress);
  }
  return { usageLog, totals, catalogs, bytes: decimalText(bytes) };
}

/** What is wrong with a million events, exported and read back by DuckDB; prints at which rate. */
export async function millionFaults(folder: string): Promise<readonly string[]> {
  const { usageLog, totals, catalogs, bytes } = await aDay();
  const ports: UsageExportPorts = {
    ...{ files: filesIn(folder), usageHours: usageLog, totals, catalogs, shards: 1 },
  };
  const run = async (): Promise<number> => {
    let files = 0;
    for (;;) {
      const hours = await listHours(ports, tenant, { from: day, days: 1 });
      const planning = { by: 'exp_1', at: now, sealed: now / 3_600_000 };
      const manifest = await exportUsage(ports, { tenant, day, hours }, planning);
      if (manifest === undefined) return files;
      files += manifest.files.length;
    }
  };
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const begun = process.cpuUsage();
  const files = await run();
  const { user, system } = process.cpuUsage(begun);
  clearInterval(watch);
  const seconds = (user + system) / 1e6;
  const again = await run();
  const table = "read_parquet('usage/**/*.parquet', hive_partitioning = true)";
  const begunReading = performance.now();
  const [[sums], [sizes]] = (await duck(folder, [
    `SELECT count(*) FILTER (WHERE nth = 1) AS events, sum(quantity) FILTER (WHERE meter = 'views') AS views, sum(quantity) FILTER (WHERE meter = 'bytes') AS bytes FROM ${table}`,
    "SELECT sum(compressed) AS bytes FROM (SELECT max(file_offset) AS o, sum(total_compressed_size) AS compressed FROM parquet_metadata('usage/**/*.parquet') GROUP BY file_name)",
  ])) as [[Record<string, string>], [Record<string, string>]];
  const read = Math.round(performance.now() - begunReading);
  console.log(
    `${EVENTS} events, ${2 * EVENTS} rows: ${files} files, ${(Number(sizes['bytes']) / EVENTS).toFixed(1)} bytes an event, ${Math.round(EVENTS / seconds)} events per CPU second, ${Math.round((peak - before) / MEGABYTE)} MB of memory more; DuckDB read them in ${read} ms`,
  );
  const expected = { events: String(EVENTS), views: String(EVENTS), bytes };
  const plain = (text: string | undefined) => (text ?? '').replace(/\.?0+$/, '');
  return [
    ...(String(sums['events']) === expected.events ? [] : [`events: ${sums['events']}`]),
    ...(sums['views'] === `${EVENTS}.000000000000` ? [] : [`views: ${sums['views']}`]),
    ...(plain(sums['bytes']) === plain(expected.bytes)
      ? []
      : [`bytes: ${sums['bytes']}, not ${expected.bytes}`]),
    ...(again === 0 ? [] : [`a second export put ${again} files`]),
  ];
}
