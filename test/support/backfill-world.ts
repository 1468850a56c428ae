import type { JsonValue } from '../../core/kernel/json.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { findJob, openJob, progressOf } from '../../core/metering/backfills/jobs.ts';
import type { BackfillRecords } from '../../core/metering/backfills/ports.ts';
import { takeBatch } from '../../core/metering/backfills/take-batch.ts';
import { entriesIn } from '../../core/metering/log/block.ts';
import type { UsageLog } from '../../core/metering/log/ports.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { inMemoryBackfills } from '../fakes/backfills.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { aMeter } from '../fixtures/usage-events.ts';

export const october = Date.UTC(2025, 9, 1);
export const period = { start: timestampOf(october), end: timestampOf(Date.UTC(2025, 11, 1)) };
export const MINUTES = 12;

/** Events of some minutes of October, and one that is no event. */
export const values: readonly JsonValue[] = [
  ...Array.from({ length: 40 }, (_, index) => ({
    ...{ source: 'urn:old', id: `e${index}`, type: 'view', subject: `reader-${index % 3}` },
    time: new Date(october + (index % MINUTES) * 60_000).toISOString(),
  })),
  { id: 'none' },
];
export const whole = {
  accepted: 40,
  refused: { 'event.attribute-missing': 1 },
  unanswered: 0,
  underWay: 0,
};

/** Dies after so many calls that change anything; its last one was done, or was not. */
export class Mortal {
  readonly #dies: 'before' | 'after';
  left: number;

  constructor(calls: number, dies: 'before' | 'after') {
    this.left = calls;
    this.#dies = dies;
  }

  async change<Value>(change: () => Promise<Value>): Promise<Value> {
    if (this.left <= 0) throw new Error('dead');
    this.left -= 1;
    if (this.left > 0) return change();
    if (this.#dies === 'after') await change();
    throw new Error('dead');
  }
}

interface World {
  readonly log: InMemoryUsageLog;
  readonly records: BackfillRecords;
  readonly touched: ReturnType<typeof inMemoryQueue>;
  readonly catalogs: ReturnType<typeof inMemoryMeterCatalogs>;
  readonly time: { now: number };
}

export async function aWorld(): Promise<World> {
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters: [aMeter()] });
  const world = { log: new InMemoryUsageLog(), records: inMemoryBackfills(), catalogs };
  const all = { ...world, touched: inMemoryQueue(), time: { now: Date.UTC(2026, 2, 1) } };
  await openJob(ports(all), 'acme', {
    ...{ name: 'old', period, billing: 'adjust', eventsPerSecond: 500, isDryRun: false },
    by: 'key-1',
  });
  return all;
}

export function ports(
  { log, records, touched, catalogs, time }: World,
  mortal = new Mortal(1e9, 'after'),
) {
  const usageLog: UsageLog = {
    read: (key, after) => log.read(key, after),
    append: (key, block) => mortal.change(() => log.append(key, block)),
  };
  return {
    usageLog,
    writer: () => new UsageLogWriter(usageLog),
    touched: { send: (bodies: readonly string[]) => mortal.change(() => touched.send(bodies)) },
    records: {
      ...records,
      put: (...args: Parameters<BackfillRecords['put']>) =>
        mortal.change(() => records.put(...args)),
      putBatch: (...args: Parameters<BackfillRecords['putBatch']>) =>
        mortal.change(() => records.putBatch(...args)),
    },
    catalogs,
    clock: { now: () => timestampOf(time.now) },
    shardEpochs: [{ from: timestampOf(0), shards: 2 }],
  };
}

export type Ports = ReturnType<typeof ports>;

export const send = (all: Ports, some = values) =>
  takeBatch(all, 'acme', { name: 'old', values: some });

export const progress = async ({ records }: World) => {
  const { job } = await findJob(records, 'acme', 'old');
  const { months, ...others } = await progressOf(records, 'acme', job);
  const accepted = months.reduce((sum, one) => sum + one.accepted, 0);
  const repeated = months.reduce((sum, one) => sum + one.repeated, 0);
  return { ...others, accepted, repeated };
};

/** What the log has, each event as often as it is there. */
export async function logged({ log }: World): Promise<readonly string[]> {
  const found: string[] = [];
  for (let minute = october / 60_000; minute < october / 60_000 + MINUTES; minute += 1) {
    for (const shard of [0, 1]) {
      const blocks = log.blocksOf({ tenant: 'acme', shard, minute });
      found.push(
        ...blocks.flatMap(({ bytes }) => entriesIn('acme', bytes).map(({ event }) => event.id)),
      );
    }
  }
  return found.sort();
}

export const every = values
  .slice(0, 40)
  .map((_, index) => `e${index}`)
  .sort();
