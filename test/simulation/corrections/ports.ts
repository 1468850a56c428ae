import type { Queue } from '../../../core/kernel/queue.ts';
import type { CorrectionRecords } from '../../../core/metering/corrections/ports.ts';
import type { BlockOfHour, UsageHours, UsageLog } from '../../../core/metering/log/ports.ts';
import type { UsageTotals } from '../../../core/metering/totals/ports.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';

type Log = UsageLog & UsageHours;

/** The usage log as one process has it: each call may fail, be lost or be done late. */
export const usageLogOf = (network: Network, process: Process, log: Log): Log => ({
  read: (key, after, consistency) =>
    network.read(process, {
      ...{ name: 'log.read', about: () => `${key.shard} ${key.minute}` },
      perform: () => log.read(key, after, consistency),
    }),
  append: (key, block) =>
    network.write(process, {
      ...{ name: 'log.append', about: () => `${key.shard} ${key.minute} ${block.seq}` },
      perform: () => log.append(key, block),
      unanswered: 'unknown',
    }),
  readHour: (hour) => hourOf(network, process, { log, hour }),
});

async function* hourOf(
  network: Network,
  process: Process,
  { log, hour }: { readonly log: Log; readonly hour: Parameters<Log['readHour']>[0] },
): AsyncGenerator<BlockOfHour> {
  yield* await network.read(process, {
    ...{ name: 'log.readHour', about: () => `${hour.shard} ${hour.hour}` },
    perform: async () => {
      const blocks: BlockOfHour[] = [];
      for await (const block of log.readHour(hour)) blocks.push(block);
      return blocks;
    },
  });
}

/** Corrections as one process has them. */
export const recordsOf = (
  network: Network,
  process: Process,
  records: CorrectionRecords,
): CorrectionRecords => ({
  get: (tenant, id) =>
    network.read(process, {
      ...{ name: 'records.get', about: () => id },
      perform: () => records.get(tenant, id),
    }),
  put: (tenant, next) =>
    network.write(process, {
      name: 'records.put',
      about: () => `${next.record.id} revision ${next.revision}`,
      perform: () => records.put(tenant, next),
      unanswered: 'unknown',
    }),
  list: (tenant, page) => records.list(tenant, page),
  named: (tenant, key) =>
    network.read(process, {
      ...{ name: 'records.named', about: () => key },
      perform: () => records.named(tenant, key),
    }),
  name: (tenant, key, request) =>
    network.write(process, {
      ...{ name: 'records.name', about: () => key },
      perform: () => records.name(tenant, key, request),
      unanswered: 'unknown',
    }),
});

/** Totals as one process has them. */
export const totalsOf = (network: Network, process: Process, totals: UsageTotals): UsageTotals => ({
  read: (key) =>
    network.read(process, {
      ...{ name: 'totals.read', about: () => `${key.partition} ${key.hour}` },
      perform: () => totals.read(key),
    }),
  put: (key, next) =>
    network.write(process, {
      name: 'totals.put',
      about: () => `${key.partition} ${key.hour} revision ${next.revision}`,
      perform: () => totals.put(key, next),
      unanswered: 'unknown',
    }),
  readProgress: (key, consistency) =>
    network.read(process, {
      ...{ name: 'progress.read', about: () => `${key.shard} ${key.hour}` },
      perform: () => totals.readProgress(key, consistency),
    }),
  putProgress: (key, next) =>
    network.write(process, {
      name: 'progress.put',
      about: () => `${key.shard} ${key.hour} revision ${next.revision}`,
      perform: () => totals.putProgress(key, next),
      unanswered: 'unknown',
    }),
  readRange: (range) => totals.readRange(range),
  listProgress: (page) => totals.listProgress(page),
});

/** A queue as one process has it; what was taken is in it, whether that was answered or not. */
export const queueOf = (
  network: Network,
  process: Process,
  { name, take }: { readonly name: string; readonly take: (body: string) => void },
): Queue => ({
  send: (bodies) =>
    network.write(process, {
      ...{ name: `${name}.send`, about: () => bodies.join(' ') },
      perform: async () => {
        for (const body of bodies) take(body);
        return 'sent' as const;
      },
      unanswered: 'unavailable',
    }),
});
