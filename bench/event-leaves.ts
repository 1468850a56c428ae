import { setTimeout as sleep } from 'node:timers/promises';
import { rfc3339, timestampFrom, timestampOf } from '../core/kernel/timestamp.ts';
import { blockBytes } from '../core/metering/log/block.ts';
import { identified } from '../core/metering/usage-event.ts';
import type { UsagePorts } from '../core/transparency/seal-hours.ts';
import { type SequencePorts, sequence } from '../core/transparency/sequence.ts';
import { yearLogText } from '../core/transparency/year-log.ts';
import { InMemoryBooksLog } from '../test/fakes/books.ts';
import {
  allCounted,
  inMemoryHourParts,
  inMemoryLogSigner,
  inMemoryLogSpans,
  inMemoryLogTiles,
  inMemoryOpenerSalts,
  inMemoryYearLogs,
} from '../test/fakes/transparency.ts';
import { InMemoryUsageLog } from '../test/fakes/usage-log.ts';
import { benchEvents } from './events.ts';
import { lambdaMbPerProcessor, prices } from './prices.ts';

/** What leaves of hours add to what a million events cost, in US dollars. */
export interface EventLeaves {
  readonly events: number;
  readonly hours: number;
  /** Of a million events. */
  readonly perMillion: {
    readonly lambda: number;
    readonly reads: number;
    readonly writes: number;
    readonly objects: number;
    readonly signatures: number;
    readonly total: number;
  };
  readonly microseconds: number;
}

const tenant = 'bench';
const START = Date.UTC(2026, 5, 1);
const HOUR_MS = 3_600_000;
const HOURS = 6;
/** As the stream of `cost` has them. */
const EVENTS_PER_BLOCK = 1_111;
const SIGNATURE = 0.000015;
const WRITE_UNIT = 1_024;
const READ_UNIT = 4_096;
const MILLION = 1_000_000;

/** Seals so many events of 10,000 subjects, over six hours, on stores in memory whose calls are counted. */
export async function measureEventLeaves(
  count: number,
  say: (line: string) => void,
): Promise<EventLeaves> {
  say(`leaves of hours: ${count} events`);
  const { usageLog, hours } = await usedLog(count);
  const calls = { readUnits: 0, writeUnits: 0, objects: 0, signatures: 0 };
  const ports = countedPorts({ usageLog, hours }, calls);
  // What the events were made with is not what sealing them takes.
  await sleep(0);
  const before = process.cpuUsage();
  const outcome = await sequence(ports, tenant, { isShort: () => false });
  const used = process.cpuUsage(before);
  if (outcome !== 'done') throw new Error(`all hours are sealed, got ${outcome}`);
  const seconds = (used.user + used.system) / MILLION;
  const per = MILLION / count;
  const parts = {
    lambda: seconds * (lambdaMbPerProcessor / WRITE_UNIT) * prices.lambdaPerGbSecond * per,
    reads: (calls.readUnits / MILLION) * prices.dynamoDbPerMillionReadUnits * per,
    writes: (calls.writeUnits / MILLION) * prices.dynamoDbPerMillionWriteUnits * per,
    objects: (calls.objects / MILLION) * prices.s3PerMillionPuts * per,
    signatures: calls.signatures * SIGNATURE * per,
  };
  const total = Object.values(parts).reduce((a, b) => a + b, 0);
  return {
    ...{ events: count, hours: HOURS, perMillion: { ...parts, total } },
    microseconds: (seconds * MILLION) / count,
  };
}

async function usedLog(count: number) {
  const usageLog = new InMemoryUsageLog();
  const hours = new Set<number>();
  const perSecond = count / (HOURS * 3_600);
  let block: ReturnType<typeof identified>[] = [];
  const put = async (): Promise<void> => {
    const [first] = block;
    if (first === undefined) return;
    const minute = Math.floor(first.event.occurredAt / 60_000);
    hours.add(Math.floor(minute / 60));
    const key = { tenant, shard: 0, minute };
    const seq = usageLog.blocksOf(key).length + 1;
    await usageLog.append(key, { seq, bytes: blockBytes(block) });
    block = [];
  };
  for (const event of benchEvents({ count, from: START, perSecond, seed: 1 })) {
    const { id, source, type, subject, time, data } = event;
    const occurredAt = timestampFrom(time) ?? timestampOf(START);
    const text = JSON.stringify(data, Object.keys(data).sort());
    const next = identified(tenant, { id, source, type, subject, occurredAt, data: text });
    const [first] = block;
    const isOtherMinute =
      first !== undefined && rfc3339(first.event.occurredAt).slice(0, 16) !== time.slice(0, 16);
    if (block.length === EVENTS_PER_BLOCK || isOtherMinute) await put();
    block.push(next);
  }
  await put();
  return { usageLog, hours: [...hours] };
}

function countedPorts(
  { usageLog, hours }: { readonly usageLog: InMemoryUsageLog; readonly hours: readonly number[] },
  calls: { readUnits: number; writeUnits: number; objects: number; signatures: number },
): SequencePorts {
  const [logs, tiles, parts, signer] = [
    ...[inMemoryYearLogs(), inMemoryLogTiles(), inMemoryHourParts(), inMemoryLogSigner()],
  ] as const;
  const now = timestampOf(START + (HOURS + 1) * HOUR_MS);
  const usage: UsagePorts = {
    ...{ clock: { now: () => now }, epochs: [{ from: timestampOf(0), shards: 1 }] },
    counted: allCounted(usageLog, hours),
    usageLog: {
      async *readHour(hour) {
        for await (const block of usageLog.readHour(hour)) {
          calls.readUnits += block.bytes.length / READ_UNIT;
          yield block;
        }
      },
    },
    hours: {
      ...parts,
      async put(part) {
        const covered = [...part.covered.values()].reduce((sum, { size }) => sum + size, 0);
        calls.writeUnits += 1 + Math.ceil((covered * 14) / WRITE_UNIT);
        return parts.put(part);
      },
    },
  };
  return {
    ...{ usage, tiles, log: new InMemoryBooksLog(), spans: inMemoryLogSpans() },
    ...{ salts: inMemoryOpenerSalts(), host: 'bench.example' },
    logs: {
      ...logs,
      put: async (log) => {
        calls.writeUnits += Math.ceil(yearLogText(log).length / WRITE_UNIT);
        return logs.put(log);
      },
    },
    ...{
      tiles: {
        ...tiles,
        put: async (id, path, bytes) => {
          calls.objects += 1;
          return tiles.put(id, path, bytes);
        },
      },
    },
    signer: {
      ...signer,
      sign: async (message) => {
        calls.signatures += 1;
        return signer.sign(message);
      },
    },
    random: { bytes: (size) => new Uint8Array(size).fill(3) },
  };
}

/** What leaves of hours add, as Markdown. */
export function eventLeavesPart(measured: EventLeaves | undefined): string[] {
  if (measured === undefined) return [];
  const { events, hours, perMillion, microseconds } = measured;
  const money = Object.values(perMillion).map((dollars) => `$${dollars.toFixed(5)}`);
  return [
    '## Hours of usage in a public log (`npm run bench -- leaves`)\n',
    `${events.toLocaleString('en')} events of 300 bytes and 10,000 subjects in ${hours} hours are sealed, by the core on stores in memory whose calls are counted. In US dollars for a million events.\n`,
    '| Lambda | reads | writes | S3 | signatures | **total** | µs of processor an event |',
    '|--:|--:|--:|--:|--:|--:|--:|',
    `| ${[...money, microseconds.toFixed(1)].join(' | ')} |`,
    '',
  ];
}
