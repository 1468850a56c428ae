import {
  findRepeats,
  firstStep,
  type RepeatPorts,
  type RepeatsStep,
  tracesPerMessage,
} from '../core/billing/repeats/find-repeats.ts';
import { type Month, monthFrom } from '../core/kernel/month.ts';
import { type Timestamp, timestampOf } from '../core/kernel/timestamp.ts';
import { blockBytes } from '../core/metering/log/block.ts';
import { identified } from '../core/metering/usage-event.ts';
import { inMemoryRepeats, inMemoryTraceScratch } from '../test/fakes/repeats.ts';
import { InMemoryUsageLog } from '../test/fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../test/fakes/usage-totals.ts';
import { benchEvents } from './events.ts';

/** What looking for a month's repeats took, by the unit sizes of DynamoDB. */
export interface Repeats {
  readonly run: string;
  /** Of the month alone. */
  readonly events: number;
  readonly tracesMax: number;
  readonly messages: number;
  /** For each event of the month. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly msPerMillion: number;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const COMPARED_BEFORE_HOURS = 35 * DAY_HOURS + 15;
const WRITE_UNIT = 1024;
const READ_UNIT = 4096;
const EVENTS_PER_BLOCK = 1_000;
/** An item of fold progress with most minutes of its hour. */
const PROGRESS_BYTES = 700;
const SHARD = 0;
const shardEpochs = [{ from: timestampOf(0), shards: 1 }];
const [february, march] = [monthFrom('2026-02'), monthFrom('2026-03')];
const beginningOf = (month: Month): number => Date.parse(`${month}-01T00:00:00Z`);

interface UsageStores {
  readonly log: InMemoryUsageLog;
  readonly totals: InMemoryUsageTotals;
}

/** Events from December to March, evenly; a block to a thousand of them. */
async function aLog(perMonth: number): Promise<UsageStores> {
  const [log, totals] = [new InMemoryUsageLog(), new InMemoryUsageTotals()];
  const from = Date.UTC(2025, 11, 1);
  const months = (Date.UTC(2026, 3, 1) - from) / (28 * DAY_HOURS * HOUR_MS);
  const count = Math.floor(perMonth * months);
  const perSecond = perMonth / (28 * DAY_HOURS * 3_600);
  let batch: ReturnType<typeof identified>[] = [];
  for (const { id, source, type, subject, time, data } of benchEvents({
    count,
    from,
    perSecond,
    seed: 1,
  })) {
    const occurredAt = timestampOf(Date.parse(time));
    const event = { id, source, type, subject, occurredAt, data: JSON.stringify(data) };
    batch.push(identified('acme', event));
    if (batch.length < EVENTS_PER_BLOCK) continue;
    const minute = Math.floor(occurredAt / 60_000);
    const block = { seq: 1, bytes: blockBytes(batch) };
    await log.append({ tenant: 'acme', shard: SHARD, minute }, block);
    const value = { catalogVersion: 1, coverage: new Map() };
    const hour = Math.floor(minute / 60);
    await totals.putProgress({ tenant: 'acme', shard: SHARD, hour }, { revision: 1, value });
    batch = [];
  }
  return { log, totals };
}

/** Ports that count what they are asked for. */
function counting({ log, totals }: UsageStores, tracesMax: number) {
  const units = { written: 0, read: 0 };
  const scratch = inMemoryTraceScratch();
  const wrote = (bytes: number): void => {
    units.written += Math.ceil((bytes + 200) / WRITE_UNIT);
  };
  const read = (bytes: number): void => {
    units.read += Math.max(1, Math.ceil(bytes / READ_UNIT));
  };
  const ports: RepeatPorts = {
    shardEpochs,
    tracesMax,
    repeats: inMemoryRepeats(),
    totals: {
      listProgress: async (page) => {
        const hours = await totals.listProgress(page);
        read(hours.length * PROGRESS_BYTES);
        return hours;
      },
    },
    usageHours: {
      readHour: async function* (hour) {
        let bytes = 0;
        for await (const block of log.readHour(hour)) {
          bytes += block.bytes.length;
          yield block;
        }
        read(bytes);
      },
    },
    scratch: {
      isComplete: (name, until) => {
        read(0);
        return scratch.isComplete(name, until);
      },
      put: (name, chunk, until) => {
        wrote(chunk.bytes.length);
        return scratch.put(name, chunk, until);
      },
      complete: (name, until) => {
        wrote(0);
        return scratch.complete(name, until);
      },
      read: async function* (name, from) {
        let bytes = 0;
        for await (const chunk of scratch.read(name, from)) {
          bytes += chunk.bytes.length;
          yield chunk;
        }
        read(bytes);
      },
    },
  };
  return { ports, units };
}

/** Looks for the repeats of February, again of February, and of March. */
export async function measureRepeats(
  perMonth: number,
  say: (line: string) => void,
): Promise<readonly Repeats[]> {
  say(`repeats: a log of ${perMonth} events a month`);
  const stores = await aLog(perMonth);
  const rows: Repeats[] = [];
  for (const tracesMax of [tracesPerMessage, Math.floor(perMonth / 10)]) {
    const { ports, units } = counting(stores, tracesMax);
    for (const [run, month] of [
      ['the first', february],
      ['of the same month again', february],
      ['of the month after it', march],
    ] as const) {
      const before = { ...units };
      const started = performance.now();
      const messages = await allSteps(ports, month, timestampOf(Date.UTC(2026, 3, 2)));
      rows.push({
        run,
        events: perMonth,
        tracesMax,
        messages,
        writeUnits: (units.written - before.written) / perMonth,
        readUnits: (units.read - before.read) / perMonth,
        msPerMillion: ((performance.now() - started) / perMonth) * 1_000_000,
      });
    }
  }
  return rows;
}

async function allSteps(ports: RepeatPorts, month: Month, now: Timestamp): Promise<number> {
  const begins = beginningOf(month) / HOUR_MS;
  const window = {
    tenant: 'acme',
    month,
    from: begins - COMPARED_BEFORE_HOURS,
    begins,
    to: begins + 31 * DAY_HOURS,
  };
  let messages = 0;
  let step: RepeatsStep | undefined = firstStep(window);
  for (; step !== undefined; messages += 1) step = await findRepeats(ports, window, { step, now });
  return messages;
}
