import { type Cell, type CellKey, cellPlace } from '../core/books/cell.ts';
import { cellText } from '../core/books/cell-codec.ts';
import type { StoredBooksBlock } from '../core/books/ports.ts';
import type { Customers } from '../core/catalog/ports.ts';
import { packedText } from '../core/kernel/packed.ts';
import type { TotalsKey, TotalsRange } from '../core/metering/totals/ports.ts';
import type { HourTotals } from '../core/metering/totals/totals.ts';
import { totalsBytes } from '../core/metering/totals/totals-bytes.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../test/fakes/books.ts';
import { InMemoryUsageLog } from '../test/fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../test/fakes/usage-totals.ts';

/** What was asked of stores, in DynamoDB's units by the sizes of items. */
export interface Asked {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

const NOTHING: Asked = { requests: 0, readUnits: 0, writeUnits: 0 };
const READ_UNIT = 4_096;
const WRITE_UNIT = 1_024;
/** Of an item besides its content: keys, names and a version. */
const ITEM_BYTES = 100;
/** Of fold progress with most minutes of its hour. */
const PROGRESS_BYTES = 700;
const KEYS_PER_READ = 100;
const PAGE_BYTES = 1_024 * 1_024;

/** Adds up what stores are asked, by store and by who asks. */
export class Tally {
  /** Who asks now. */
  by = '';
  readonly #asked = new Map<string, Asked>();

  read(store: string, bytes: number, share: 0.5 | 1 = 1): void {
    const readUnits = share * Math.max(1, Math.ceil(bytes / READ_UNIT));
    this.#add(store, { requests: Math.max(1, Math.ceil(bytes / PAGE_BYTES)), readUnits });
  }

  /** Items of less than 4 KB that are read by their keys. */
  readKeys(store: string, keys: number): void {
    this.#add(store, { requests: Math.ceil(keys / KEYS_PER_READ), readUnits: keys });
  }

  /** One that is asked for with a hundred others, as requests of one moment go together. */
  readOfMany(store: string): void {
    this.#add(store, { requests: 1 / KEYS_PER_READ, readUnits: 1 });
  }

  write(store: string, bytes: number): void {
    this.#add(store, { requests: 1, writeUnits: Math.ceil((bytes + ITEM_BYTES) / WRITE_UNIT) });
  }

  of(by: string, store: string): Asked {
    return this.#asked.get(JSON.stringify([by, store])) ?? NOTHING;
  }

  #add(store: string, { requests = 0, readUnits = 0, writeUnits = 0 }: Partial<Asked>): void {
    const before = this.of(this.by, store);
    this.#asked.set(JSON.stringify([this.by, store]), {
      requests: before.requests + requests,
      readUnits: before.readUnits + readUnits,
      writeUnits: before.writeUnits + writeUnits,
    });
  }
}

export const stores = [
  'books',
  'cells',
  'customers',
  'customer records',
  'totals',
  'fold progress',
  'usage log',
] as const;

export class CountedBooksLog extends InMemoryBooksLog {
  readonly #tally: Tally;

  constructor(tally: Tally) {
    super();
    this.#tally = tally;
  }

  override async read(tenant: string, after: number) {
    const page = await super.read(tenant, after);
    this.#tally.read(
      'books',
      page.blocks.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
    return page;
  }

  override async readOne(tenant: string, seq: number) {
    const block = await super.readOne(tenant, seq);
    this.#tally.read('books', block?.bytes.length ?? 0, 0.5);
    return block;
  }

  override append(tenant: string, block: StoredBooksBlock) {
    this.#tally.write('books', block.bytes.length);
    return super.append(tenant, block);
  }
}

const PLAIN_CHARACTERS_MAX = 900;
const QUALITY = 5;

/** Packs what it puts, as the table does, and so takes as long. */
export class CountedBooksCells extends InMemoryBooksCells {
  readonly #tally: Tally;

  constructor(tally: Tally) {
    super();
    this.#tally = tally;
  }

  override read(tenant: string, keys: readonly CellKey[]) {
    const places = keys.map((key) => JSON.stringify(cellPlace(tenant, key)));
    this.#tally.readKeys('cells', new Set(places).size);
    return super.read(tenant, keys);
  }

  override put(tenant: string, key: CellKey, cell: Cell, over?: 'any' | 'one that is there') {
    const text = cellText(cell.value);
    const isPlain = text.length <= PLAIN_CHARACTERS_MAX;
    this.#tally.write('cells', isPlain ? text.length : packedText(text, QUALITY).length);
    return super.put(tenant, key, cell, over);
  }

  override async listPeriod(...asked: Parameters<InMemoryBooksCells['listPeriod']>) {
    const cells = await super.listPeriod(...asked);
    this.#tally.read('cells', cells.length * WRITE_UNIT, 0.5);
    return cells;
  }
}

export class CountedTotals extends InMemoryUsageTotals {
  readonly #tally: Tally;
  readonly #bytes = new Map<string, number>();

  constructor(tally: Tally) {
    super();
    this.#tally = tally;
  }

  override put(key: TotalsKey, revised: Parameters<InMemoryUsageTotals['put']>[1]) {
    this.#bytes.set(placeOf(key), totalsBytes(revised.value).length + ITEM_BYTES);
    return super.put(key, revised);
  }

  override async *readRange(
    range: TotalsRange,
  ): AsyncGenerator<{ readonly hour: number; readonly totals: HourTotals }> {
    let bytes = 0;
    for await (const hour of super.readRange(range)) {
      bytes += this.#bytes.get(placeOf({ ...range, hour: hour.hour })) ?? 0;
      yield hour;
    }
    this.#tally.read('totals', bytes);
  }

  override async listProgress(page: Parameters<InMemoryUsageTotals['listProgress']>[0]) {
    const hours = await super.listProgress(page);
    this.#tally.read('fold progress', hours.length * PROGRESS_BYTES);
    return hours;
  }
}

const placeOf = ({ partition, hour }: Pick<TotalsKey, 'partition' | 'hour'>): string =>
  JSON.stringify([partition, hour]);

export class CountedUsageLog extends InMemoryUsageLog {
  readonly #tally: Tally;

  constructor(tally: Tally) {
    super();
    this.#tally = tally;
  }

  override async *readHour(hour: Parameters<InMemoryUsageLog['readHour']>[0]) {
    let bytes = 0;
    for await (const block of super.readHour(hour)) {
      bytes += block.bytes.length + ITEM_BYTES;
      yield block;
    }
    this.#tally.read('usage log', bytes);
  }
}

/** Customers that nobody changes any more. */
export function countedCustomers<Kept extends Customers>(tally: Tally, inMemory: Kept): Kept {
  let all: ReturnType<Customers['list']> | undefined;
  return {
    ...inMemory,
    get: (tenant, key) => {
      tally.readOfMany('customer records');
      return inMemory.get(tenant, key);
    },
    list: async (tenant, { after, limit }) => {
      all ??= inMemory.list(tenant, { after: '', limit: Number.MAX_SAFE_INTEGER });
      const { records } = await all;
      const from = after === '' ? 0 : records.findIndex(({ key }) => key === after) + 1;
      const page = records.slice(from, from + limit);
      tally.read('customers', JSON.stringify(page).length, 0.5);
      return { records: page, more: from + page.length < records.length };
    },
  };
}
