import type { PutOutcome } from '../../core/kernel/log.ts';
import { activePlace } from '../../core/spend/active-place.ts';
import type {
  ActivePayer,
  ActivePayers,
  GivingTenants,
  SpendLog,
  StoredSpendBlock,
  StoredSpendState,
} from '../../core/spend/ports.ts';

const PAGE_BYTES_MAX = 1024 * 1024;

interface StoredLog {
  readonly blocks: Map<number, Uint8Array>;
  readonly keys: Map<number, Uint8Array>;
  state: StoredSpendState | undefined;
}

const byNumber = (map: ReadonlyMap<number, Uint8Array>): [number, Uint8Array][] =>
  [...map].sort(([a], [b]) => a - b);

const putOnce = (
  map: Map<number, Uint8Array>,
  number: number,
  bytes: Uint8Array,
): Promise<PutOutcome> => {
  if (map.has(number)) return Promise.resolve('taken');
  map.set(number, Uint8Array.from(bytes));
  return Promise.resolve('put');
};

/** Spend logs in memory; every read is strongly consistent. */
export class InMemorySpendLog implements SpendLog {
  readonly #logs = new Map<string, StoredLog>();
  readonly #pageBytesMax: number;

  /** A page of blocks ends where it would pass `pageBytesMax`, and has at least one block. */
  constructor(pageBytesMax = PAGE_BYTES_MAX) {
    this.#pageBytesMax = pageBytesMax;
  }

  async read(tenant: string, log: string, after: number) {
    const past = this.blocksOf(tenant, log).filter(({ seq }) => seq > after);
    let bytes = 0;
    const blocks = past.filter((block, index) => {
      bytes += block.bytes.length;
      return index === 0 || bytes <= this.#pageBytesMax;
    });
    return { blocks, more: blocks.length < past.length };
  }

  async readBack(
    tenant: string,
    log: string,
    { before, limit }: { readonly before: number; readonly limit: number },
  ): Promise<readonly StoredSpendBlock[]> {
    const past = this.blocksOf(tenant, log).filter(({ seq }) => seq < before);
    return past.toReversed().slice(0, limit);
  }

  async readOne(tenant: string, log: string, seq: number): Promise<StoredSpendBlock | undefined> {
    const bytes = this.#log(tenant, log).blocks.get(seq);
    return bytes === undefined ? undefined : { seq, bytes };
  }

  append(tenant: string, log: string, { seq, bytes }: StoredSpendBlock): Promise<PutOutcome> {
    return putOnce(this.#log(tenant, log).blocks, seq, bytes);
  }

  async readState(tenant: string, log: string): Promise<StoredSpendState | undefined> {
    return this.#log(tenant, log).state;
  }

  async putState(tenant: string, log: string, state: StoredSpendState): Promise<PutOutcome> {
    const stored = this.#log(tenant, log);
    if (stored.state !== undefined && stored.state.version >= state.version) return 'taken';
    stored.state = { version: state.version, bytes: Uint8Array.from(state.bytes) };
    return 'put';
  }

  async readKeys(
    tenant: string,
    log: string,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<ReadonlyMap<number, Uint8Array>> {
    const pages = byNumber(this.#log(tenant, log).keys);
    return new Map(pages.filter(([page]) => page >= from && page <= to));
  }

  putKeys(tenant: string, log: string, page: number, bytes: Uint8Array): Promise<PutOutcome> {
    return putOnce(this.#log(tenant, log).keys, page, bytes);
  }

  /** All blocks of a log, ascending. */
  blocksOf(tenant: string, log: string): readonly StoredSpendBlock[] {
    return byNumber(this.#log(tenant, log).blocks).map(([seq, bytes]) => ({ seq, bytes }));
  }

  /** Takes the kept state and the pages of keys away, as nobody may: both are made again. */
  removeKept(tenant: string, log: string): void {
    const stored = this.#log(tenant, log);
    stored.state = undefined;
    stored.keys.clear();
  }

  #log(tenant: string, log: string): StoredLog {
    const key = JSON.stringify([tenant, log]);
    const made: StoredLog = { blocks: new Map(), keys: new Map(), state: undefined };
    const stored = this.#logs.get(key) ?? made;
    this.#logs.set(key, stored);
    return stored;
  }
}

/** Marks of active payers in memory. */
export class InMemoryActivePayers implements ActivePayers {
  readonly #parts = new Map<number, Map<string, ActivePayer>>();

  async mark({ tenant, payer, hour }: ActivePayer): Promise<void> {
    const { part, place } = activePlace({ tenant, payer, hour });
    this.#part(part).set(place, { tenant, payer, hour });
  }

  async list(
    part: number,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ) {
    return [...this.#part(part)]
      .filter(([place]) => after === undefined || place > after)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([place, active]) => ({ ...active, place }));
  }

  async unmark(active: ActivePayer): Promise<void> {
    const { part, place } = activePlace(active);
    this.#part(part).delete(place);
  }

  /** Every mark there is. */
  all(): readonly ActivePayer[] {
    return [...this.#parts.values()].flatMap((marks) => [...marks.values()]);
  }

  #part(part: number): Map<string, ActivePayer> {
    const marks = this.#parts.get(part) ?? new Map<string, ActivePayer>();
    this.#parts.set(part, marks);
    return marks;
  }
}

/** Tenants that gave money, in memory. */
export class InMemoryGivingTenants implements GivingTenants {
  readonly #tenants = new Set<string>();

  async mark(tenant: string): Promise<void> {
    this.#tenants.add(tenant);
  }

  async has(tenant: string): Promise<boolean> {
    return this.#tenants.has(tenant);
  }
}
