import { firstHourOf, sealedBefore } from '../../../core/exports/day.ts';
import {
  exportUsage,
  listHours,
  type UsageExportPorts,
} from '../../../core/exports/export-usage.ts';
import { type Decimal, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  hourOfMinute,
  logKeyOf,
  logKeyText,
  partitions,
} from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import { merged, type Tally } from '../../../core/metering/tally.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import {
  currentReading,
  type SlotTally,
  tallyAsRead,
} from '../../../core/metering/totals/totals.ts';
import { identified, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { inMemoryExportFiles } from '../../fakes/export-files.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { parquetRows, type ReadRow } from '../../support/parquet-rows.ts';

export const tenant = 'acme';
export const day = '2026-10-05';
export const dayStart = Date.UTC(2026, 9, 5);
const epochs = [{ from: timestampOf(0), shards: 2 }];

export const meters: readonly Meter[] = [
  aMeter(),
  aMeter({ key: 'bytes', aggregation: 'sum', value: 'bytes', dimensions: ['path'] }),
  aMeter({ key: 'readers', aggregation: 'unique_count', value: 'reader' }),
];
export const later = aMeter({ key: 'later', aggregation: 'sum', value: 'bytes', sinceVersion: 2 });

/** An event so many minutes into the day. */
export const eventAt = (minute: number, fields: Partial<UsageEvent> = {}): UsageEvent =>
  aUsageEvent({
    id: `event-${minute}-${fields.subject ?? ''}`,
    occurredAt: timestampOf(dayStart + minute * 60_000 + 30_500),
    ...fields,
  });

/** A tenant whose usage is logged and folded as the functions do it, and exported into memory. */
export class ExportWorld {
  now = timestampOf(Date.UTC(2026, 9, 7));
  readonly files = inMemoryExportFiles();
  readonly usageLog = new InMemoryUsageLog();
  readonly totals = new InMemoryUsageTotals();
  readonly catalogs = inMemoryMeterCatalogs();
  readonly #writer = new UsageLogWriter(this.usageLog);

  readonly ports: UsageExportPorts = {
    files: this.files,
    usageHours: this.usageLog,
    totals: this.totals,
    catalogs: this.catalogs,
    shards: 2,
  };

  async start(): Promise<this> {
    await this.catalogs.append(tenant, { version: 1, meters });
    return this;
  }

  /** Events that come together: those of a log are one block. */
  async use(...events: readonly UsageEvent[]): Promise<void> {
    const byLog = Map.groupBy(events, (event) => logKeyText(logKeyOf(tenant, event, epochs)));
    for (const together of byLog.values()) {
      const [first] = together;
      if (first === undefined) continue;
      const key = logKeyOf(tenant, first, epochs);
      await this.#writer.append(
        key,
        together.map((event) => identified(tenant, event)),
      );
      await this.fold(key.shard, key.minute);
    }
  }

  /** Brings the totals of a minute up to its log. */
  async fold(shard: number, minute: number): Promise<void> {
    const blocks = this.usageLog.blocksOf({ tenant, shard, minute }).length;
    const ports = { usageLog: this.usageLog, catalogs: this.catalogs, totals: this.totals };
    const coverage = new Map([[minute, blocks]]);
    await refreshHour(ports, { tenant, shard, hour: hourOfMinute(minute), coverage });
  }

  /** Exports the day until nothing is left, with these ports; answers the names of files that manifests have. */
  async export(ports: UsageExportPorts = this.ports): Promise<readonly string[]> {
    const names: string[] = [];
    for (;;) {
      const hours = await listHours(ports, tenant, { from: day, days: 1 });
      const planning = { by: 'exp_1', at: this.now, sealed: sealedBefore(this.now) };
      const manifest = await exportUsage(ports, { tenant, day, hours }, planning);
      if (manifest === undefined) return names;
      names.push(...manifest.files.map(({ name }) => name));
    }
  }

  /** The rows of all files of usage that there are. */
  async rows(): Promise<readonly ReadRow[]> {
    const rows: ReadRow[] = [];
    for (const [name, bytes] of this.files.all) {
      if (name.endsWith('.parquet')) rows.push(...(await parquetRows(bytes)));
    }
    return rows;
  }

  /** By meter what the totals of the day come to: sums and counts as decimals, sets as how many. */
  async totalled(): Promise<ReadonlyMap<string, string>> {
    const tallies = new Map<string, Tally>();
    for await (const slot of this.#slots()) {
      const { tally } = tallyAsRead(slot, currentReading);
      const known = tallies.get(slot.meter);
      if (tally === undefined) continue;
      tallies.set(slot.meter, known === undefined ? tally : merged(known, tally));
    }
    return new Map([...tallies].map(([meter, tally]) => [meter, textOf(tally)]));
  }

  async *#slots(): AsyncGenerator<SlotTally> {
    const range = { tenant, from: firstHourOf(day), to: firstHourOf(day) + 24 };
    for (let partition = 0; partition < partitions; partition += 1) {
      const hours = this.totals.readRange({ ...range, partition, consistency: 'strong' });
      for await (const { totals } of hours) yield* totals.tallies;
    }
  }

  /** The same of the files. */
  async exported(): Promise<ReadonlyMap<string, string>> {
    const sums = new Map<string, Decimal>();
    const members = new Map<string, Map<unknown, number>>();
    for (const { meter, quantity, member, nth } of await this.rows()) {
      if (typeof meter !== 'string') continue;
      if (typeof quantity === 'bigint') {
        sums.set(meter, decimalOf((sums.get(meter) ?? 0n) + quantity));
      } else if (member !== null) {
        const own = members.get(meter) ?? new Map<unknown, number>();
        members.set(meter, own.set(member, (own.get(member) ?? 0) + Math.sign(Number(nth))));
      }
    }
    const counted = (own: ReadonlyMap<unknown, number>) =>
      [...own.values()].filter((events) => events > 0).length;
    // Of what was all taken out, totals have no tally.
    return new Map(
      [
        ...[...sums].map(([meter, sum]) => [meter, decimalText(sum)] as const),
        ...[...members].map(([meter, own]) => [meter, String(counted(own))] as const),
      ].filter(([, value]) => value !== '0'),
    );
  }
}

function textOf(tally: Tally): string {
  if (tally.kind === 'count') return String(tally.count);
  if (tally.kind === 'sum') return decimalText(tally.sum);
  return tally.kind === 'unique_count' ? String(tally.members.size) : '';
}
