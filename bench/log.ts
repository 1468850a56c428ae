import { existsSync, readFileSync } from 'node:fs';
import { sha256 } from '../core/kernel/digest.ts';
import { packed } from '../core/kernel/packed.ts';
import { timestampOf } from '../core/kernel/timestamp.ts';
import { quality } from '../core/metering/event-columns.ts';
import { blockBytes, entriesIn, prefixesIn } from '../core/metering/log/block.ts';
import { columnsOf } from '../core/metering/log/columns/block-columns.ts';
import { minuteOf, partitionOf } from '../core/metering/log/log-key.ts';
import { identified, type UsageEvent } from '../core/metering/usage-event.ts';
import { blockOfVersion1 } from '../test/support/block-of-version-1.ts';
import { benchEvents } from './events.ts';

/** What events take in blocks of both versions, of one load, measured in turn. */
export interface LogBytes {
  readonly load: string;
  readonly eventsPerBlock: number;
  readonly before: BlockFigures;
  readonly now: BlockFigures;
  /** Bytes an event of each column of version 2, compressed by itself. */
  readonly columns: Readonly<Record<string, number>>;
}

/** For each event; times in µs of processor. */
interface BlockFigures {
  readonly bytes: number;
  readonly writeUnits: number;
  /** From an event to its place in a block, hashes included. */
  readonly writeMicros: number;
  /** What a writer reads of a tail, and a search for repeats. */
  readonly tailMicros: number;
  /** What the fold and the recount read. */
  readonly readMicros: number;
}

const REAL_LOG = new URL('../../shared/data/apache_logs.log', import.meta.url);
const KEY_BYTES = 40;
const WRITE_UNIT = 1024;
const SHARDS = 4;
/** Turns of each side, which take turns. */
const ROUNDS = 12;

/** One shard's events of the bench's stream, in blocks of `size`. */
function benchBlocks(size: number): UsageEvent[][] {
  const stream = benchEvents({
    count: size * 4 * (SHARDS + 1),
    from: Date.UTC(2026, 2, 14, 15, 9),
    perSecond: 1_000,
    seed: 3,
  });
  const events: UsageEvent[] = [];
  for (const { id, source, type, subject, time, data } of stream) {
    if (partitionOf(subject) % SHARDS !== 1) continue;
    const { bytes, path, region, status } = data;
    const occurredAt = timestampOf(Date.parse(time));
    const json = JSON.stringify({ bytes, path, region, status });
    events.push({ id, source, type, subject, occurredAt, data: json });
  }
  return chunked(events, size);
}

const LINE = /^(\S+) \S+ \S+ \[(\d+)\/May\/2015:(\S+) \+0000\] "(\S+) (\S+)[^"]*" (\d+) (\S+)/;

/** The real log's requests as the importer sends them: their ids are SHA-256 in hexadecimal. */
function realEvents(): UsageEvent[] {
  const lines = readFileSync(REAL_LOG, 'latin1').split('\n');
  return lines.flatMap((line) => {
    const [, host, day, clock, method, target, status, bytes] = LINE.exec(line) ?? [];
    if (host === undefined || target === undefined) return [];
    const path = target.split('?')[0] ?? '';
    return {
      source: 'urn:farthing:access-log:www',
      id: sha256(line).toString('hex'),
      type: method === 'GET' ? 'view' : 'api.call',
      subject: host,
      occurredAt: timestampOf(Date.parse(`2015-05-${day}T${clock}Z`)),
      data: JSON.stringify({
        bytes: bytes === '-' ? 0 : Number(bytes),
        path,
        status: Number(status),
      }),
    };
  });
}

const chunked = (events: readonly UsageEvent[], size: number): UsageEvent[][] =>
  Array.from({ length: Math.floor(events.length / size) }, (_, index) =>
    events.slice(index * size, (index + 1) * size),
  );

/** Each load in blocks of both versions. The real log is left out, aloud, where it is absent. */
export function measureLog(say: (line: string) => void): LogBytes[] {
  const rows = [250, 1_154, 5_000].map((size) =>
    compared('stream of the bench', benchBlocks(size), say),
  );
  if (!existsSync(REAL_LOG)) {
    say('log: ../shared/data/apache_logs.log is absent, and left out');
    return rows;
  }
  const real = realEvents();
  const byMinute = [...Map.groupBy(real, ({ occurredAt }) => minuteOf(occurredAt)).values()];
  return [
    ...rows,
    compared('real log, at its own pace', byMinute, say),
    compared('real log, a thousand a block', chunked(real, 1_000), say),
  ];
}

function compared(
  load: string,
  blocks: readonly UsageEvent[][],
  say: (line: string) => void,
): LogBytes {
  const events = blocks.reduce((sum, block) => sum + block.length, 0);
  say(`log: ${load}, ${events} events in ${blocks.length} blocks`);
  const before = new Side((block) => blockOfVersion1('acme', block), blocks);
  const now = new Side(
    (block) => blockBytes(block.map((event) => identified('acme', event))),
    blocks,
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? [before, now] : [now, before]) side.measure();
  }
  return {
    load,
    eventsPerBlock: events / blocks.length,
    before: before.figures,
    now: now.figures,
    columns: columnBytes(blocks),
  };
}

/** The best of its rounds, as others use the machine too. */
class Side {
  readonly #write: (events: readonly UsageEvent[]) => Uint8Array;
  readonly #blocks: readonly UsageEvent[][];
  readonly #stored: readonly Uint8Array[];
  readonly #events: number;
  #best = {
    write: Number.POSITIVE_INFINITY,
    tail: Number.POSITIVE_INFINITY,
    read: Number.POSITIVE_INFINITY,
  };

  constructor(
    write: (events: readonly UsageEvent[]) => Uint8Array,
    blocks: readonly UsageEvent[][],
  ) {
    this.#write = write;
    this.#blocks = blocks;
    this.#stored = blocks.map(write);
    this.#events = blocks.reduce((sum, block) => sum + block.length, 0);
  }

  measure(): void {
    const { write, tail, read } = this.#best;
    this.#best = {
      write: Math.min(
        write,
        this.#micros(() => this.#blocks.map(this.#write)),
      ),
      tail: Math.min(
        tail,
        this.#micros(() => this.#stored.map(prefixesIn)),
      ),
      read: Math.min(
        read,
        this.#micros(() => this.#stored.map((bytes) => entriesIn('acme', bytes))),
      ),
    };
  }

  get figures(): BlockFigures {
    const bytes = this.#stored.reduce((sum, block) => sum + block.length, 0);
    const units = this.#stored.reduce(
      (sum, block) => sum + Math.ceil((block.length + KEY_BYTES) / WRITE_UNIT),
      0,
    );
    return {
      bytes: bytes / this.#events,
      writeUnits: units / this.#events,
      writeMicros: this.#best.write,
      tailMicros: this.#best.tail,
      readMicros: this.#best.read,
    };
  }

  #micros(work: () => unknown): number {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / this.#events;
  }
}

/** What is left of a block where all other columns say nothing, less what is left where all do. */
function columnBytes(blocks: readonly UsageEvent[][]): Record<string, number> {
  const nothing: UsageEvent = {
    source: '',
    id: '',
    type: '',
    subject: '',
    occurredAt: timestampOf(0),
    data: undefined,
  };
  const events = blocks.reduce((sum, block) => sum + block.length, 0);
  const size = (only: (event: UsageEvent) => UsageEvent): number =>
    blocks.reduce((sum, block) => {
      const columns = columnsOf(block.map(only), 'unstamped');
      return sum + packed(columns, quality.kept).length;
    }, 0);
  const empty = size(() => nothing);
  const alone = (only: (event: UsageEvent) => Partial<UsageEvent>): number =>
    (size((event) => ({ ...nothing, ...only(event) })) - empty) / events;
  return {
    source: alone(({ source }) => ({ source })),
    id: alone(({ id }) => ({ id })),
    type: alone(({ type }) => ({ type })),
    subject: alone(({ subject }) => ({ subject })),
    time: alone(({ occurredAt }) => ({ occurredAt })),
    data: alone(({ data }) => ({ data })),
  };
}
