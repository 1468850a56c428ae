import type { PutOutcome } from '../../core/kernel/log.ts';
import { hourOfMinute, type LogKey, logKeyText } from '../../core/metering/log/log-key.ts';
import type {
  BlockOfHour,
  LatestBlocks,
  LoggedHours,
  StoredBlock,
  UsageHours,
  UsageLog,
} from '../../core/metering/log/ports.ts';

const PAGE_BYTES_MAX = 1024 * 1024;

/** The usage log in memory; every read is strongly consistent. */
export class InMemoryUsageLog implements UsageLog, UsageHours, LoggedHours, LatestBlocks {
  readonly #pageBytesMax: number;
  readonly #hours = new Set<string>();
  readonly #logs = new Map<string, { key: LogKey; blocks: Map<number, Uint8Array> }>();

  /** A page of blocks ends where it would pass `pageBytesMax`, and has at least one block. */
  constructor(pageBytesMax = PAGE_BYTES_MAX) {
    this.#pageBytesMax = pageBytesMax;
  }

  async read(
    key: LogKey,
    after: number,
  ): Promise<{ readonly blocks: readonly StoredBlock[]; readonly more: boolean }> {
    const past = this.blocksOf(key).filter(({ seq }) => seq > after);
    let bytes = 0;
    const blocks = past.filter((block, index) => {
      bytes += block.bytes.length;
      return index === 0 || bytes <= this.#pageBytesMax;
    });
    return { blocks, more: blocks.length < past.length };
  }

  async *readHour(hour: {
    readonly tenant: string;
    readonly shard: number;
    readonly hour: number;
  }): AsyncGenerator<BlockOfHour> {
    const { tenant, shard } = hour;
    if (!this.#hours.has(JSON.stringify([tenant, shard, hour.hour]))) return;
    for (let minute = hour.hour * 60; minute < (hour.hour + 1) * 60; minute += 1) {
      for (const block of this.blocksOf({ tenant, shard, minute })) yield { minute, ...block };
    }
  }

  async *readBack(upTo: LogKey): AsyncGenerator<BlockOfHour> {
    const first = hourOfMinute(upTo.minute) * 60;
    for (let { minute } = upTo; minute >= first; minute -= 1) {
      for (const block of this.blocksOf({ ...upTo, minute }).toReversed()) {
        yield { minute, ...block };
      }
    }
  }

  /** Two at a time. */
  async listHours(tenant: string, after: string): ReturnType<LoggedHours['listHours']> {
    const all = [...this.#hours]
      .map((text) => JSON.parse(text) as [string, number, number])
      .flatMap(([of, shard, hour]) => (of === tenant ? [{ shard, hour }] : []));
    const from = Number(after);
    const next = from + 2 < all.length ? String(from + 2) : undefined;
    return { hours: all.slice(from, from + 2), next };
  }

  async append(key: LogKey, { seq, bytes }: StoredBlock): Promise<PutOutcome> {
    const text = logKeyText(key);
    const log = this.#logs.get(text) ?? { key, blocks: new Map<number, Uint8Array>() };
    if (log.blocks.has(seq)) return 'taken';
    log.blocks.set(seq, Uint8Array.from(bytes));
    this.#logs.set(text, log);
    this.#hours.add(JSON.stringify([key.tenant, key.shard, hourOfMinute(key.minute)]));
    return 'put';
  }

  /** Every log that has a block. */
  keys(): LogKey[] {
    return [...this.#logs.values()].map(({ key }) => key);
  }

  /** All blocks of a log, ascending. */
  blocksOf(key: LogKey): StoredBlock[] {
    const blocks = this.#logs.get(logKeyText(key))?.blocks ?? new Map<number, Uint8Array>();
    return [...blocks].map(([seq, bytes]) => ({ seq, bytes })).sort((a, b) => a.seq - b.seq);
  }

  /** Takes a block away, as no adapter can. */
  remove(key: LogKey, seq: number): void {
    this.#logs.get(logKeyText(key))?.blocks.delete(seq);
  }
}
