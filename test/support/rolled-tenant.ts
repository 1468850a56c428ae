import { timestampOf } from '../../core/kernel/timestamp.ts';
import { hourOfMinute, minuteOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { aggregations, type Meter } from '../../core/metering/meter.ts';
import { compactMonth } from '../../core/metering/rollups/compact.ts';
import { markedTotals } from '../../core/metering/rollups/marked-totals.ts';
import { settleDays } from '../../core/metering/rollups/settled.ts';
import { refreshHour } from '../../core/metering/totals/refresh.ts';
import { identified, type UsageEvent } from '../../core/metering/usage-event.ts';
import { monthOfHour } from '../../core/metering/utc-month.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { aMeter } from '../fixtures/usage-events.ts';

/** When a tenant begins. */
export const today = Date.UTC(2026, 9, 3, 9);
export const tenant = 'acme';
/** Compacts whatever there is. */
export const anything = { newHours: 1, daysPerNewDay: 31, bucketsPerMark: 8 };

/** One of each aggregation. */
export const meters: readonly Meter[] = aggregations.map((aggregation) =>
  aMeter({
    key: aggregation,
    aggregation,
    dimensions: ['section'],
    ...(aggregation === 'count' ? {} : { value: 'n' }),
  }),
);
/** Comes in the middle. */
export const later = aMeter({ key: 'later', aggregation: 'sum', value: 'n', sinceVersion: 2 });

/** A tenant whose usage is logged, folded and rolled up as the functions do it. */
export class RolledTenant {
  now = today;
  readonly events: UsageEvent[] = [];
  readonly totals = new InMemoryUsageTotals();
  readonly rollups = new InMemoryRollups();
  readonly #usageLog = new InMemoryUsageLog();
  readonly #writer = new UsageLogWriter(this.#usageLog);
  readonly #catalogs = inMemoryMeterCatalogs();
  readonly #blocks = new Map<number, number>();

  readonly #ports = {
    usageLog: this.#usageLog,
    catalogs: this.#catalogs,
    totals: markedTotals(this.totals, this.rollups),
  };

  /** What a rebuild of its totals works on. */
  get rebuildPorts() {
    return {
      usageLog: this.#usageLog,
      loggedHours: this.#usageLog,
      catalogs: this.#catalogs,
      totals: this.totals,
      rollups: this.rollups,
      clock: { now: () => timestampOf(this.now) },
    };
  }

  async start(): Promise<this> {
    await this.#catalogs.append(tenant, { version: 1, meters });
    return this;
  }

  async use(event: UsageEvent): Promise<void> {
    const minute = minuteOf(event.occurredAt);
    const key = { tenant, shard: 0, minute };
    await this.#writer.append(key, [identified(tenant, event)]);
    const blocks = (this.#blocks.get(minute) ?? 0) + 1;
    this.#blocks.set(minute, blocks);
    this.events.push(event);
    await this.#fold(minute, blocks);
  }

  async addMeter(): Promise<void> {
    await this.#catalogs.append(tenant, { version: 2, meters: [...meters, later] });
  }

  async foldAgain(): Promise<void> {
    for (const [minute, blocks] of this.#blocks) await this.#fold(minute, blocks);
  }

  async rollUp(): Promise<void> {
    const rollable = await settleDays(this.rollups, { now: () => timestampOf(this.now) }, tenant);
    const ports = { ...this.#ports, rollups: this.rollups };
    for (const key of this.months()) await compactMonth(ports, key, rollable, anything);
  }

  /** The months of partitions that have usage. */
  months() {
    const keys = this.totals.items().map(({ key: { partition, hour } }) => ({
      tenant,
      partition,
      month: monthOfHour(hour),
    }));
    return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
  }

  async #fold(minute: number, blocks: number): Promise<void> {
    const coverage = new Map([[minute, blocks]]);
    await refreshHour(this.#ports, { tenant, shard: 0, hour: hourOfMinute(minute), coverage });
  }
}
