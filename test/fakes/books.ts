import { type Cell, type CellKey, cellPlace } from '../../core/books/cell.ts';
import { cellFrom, cellText } from '../../core/books/cell-codec.ts';
import type {
  BooksCells,
  BooksLog,
  CellRepair,
  FoundCell,
  StoredBooksBlock,
} from '../../core/books/ports.ts';
import { InvariantViolation } from '../../core/kernel/invariant.ts';
import type { Month } from '../../core/kernel/month.ts';
import { decodedOnce } from './decoded-once.ts';

/** A tenant's cells as they are kept: text, so that what is read shares nothing with what was put. */
interface StoredCell {
  readonly sort: string;
  readonly version: number;
  readonly text: string;
}

const decoded = decodedOnce(
  ({ version, text }: StoredCell): Cell => ({ version, value: cellFrom(text) }),
);

/** The books' log in memory; every read is strongly consistent. */
export class InMemoryBooksLog implements BooksLog {
  readonly #blocks = new Map<string, StoredBooksBlock[]>();
  readonly #pageMax: number;

  constructor(pageMax = 100) {
    this.#pageMax = pageMax;
  }

  read(tenant: string, after: number) {
    const blocks = this.blocksOf(tenant).slice(after, after + this.#pageMax);
    const more = this.blocksOf(tenant).length > after + blocks.length;
    return Promise.resolve({ blocks, more });
  }

  readOne(tenant: string, seq: number) {
    return Promise.resolve(this.blocksOf(tenant)[seq - 1]);
  }

  append(tenant: string, { seq, bytes }: StoredBooksBlock) {
    const blocks = this.blocksOf(tenant);
    // A hole would never be filled here: a writer has seen every block before the one it puts.
    if (seq !== blocks.length + 1) return Promise.resolve('taken' as const);
    blocks.push({ seq, bytes: Uint8Array.from(bytes) });
    this.#blocks.set(tenant, blocks);
    return Promise.resolve('put' as const);
  }

  blocksOf(tenant: string): StoredBooksBlock[] {
    return this.#blocks.get(tenant) ?? [];
  }

  /** Takes away a block and all after it, as no adapter can. */
  removeFrom(tenant: string, seq: number): void {
    this.blocksOf(tenant).splice(seq - 1);
  }
}

/** The books' projections in memory. */
export class InMemoryBooksCells implements BooksCells, CellRepair {
  readonly #partitions = new Map<string, Map<string, StoredCell>>();

  read(tenant: string, keys: readonly CellKey[]) {
    return Promise.resolve(keys.map((key) => cellOf(this.#stored(tenant, key))));
  }

  put(
    tenant: string,
    key: CellKey,
    { version, value }: Cell,
    over: 'any' | 'one that is there' = 'any',
  ) {
    const { partition, sort } = cellPlace(tenant, key);
    const stored = this.#stored(tenant, key);
    if (stored === undefined && over !== 'any') return Promise.resolve('taken' as const);
    if (stored !== undefined && stored.version >= version) return Promise.resolve('taken' as const);
    this.keep({ partition, sort }, { version, text: cellText(value) });
    return Promise.resolve('put' as const);
  }

  async mend(tenant: string, key: CellKey, next: (found: FoundCell) => Cell | undefined) {
    const stored = this.#stored(tenant, key);
    const cell = next(foundIn(stored));
    await Promise.resolve();
    if (cell === undefined) return 'left' as const;
    if (this.#stored(tenant, key) !== stored) return 'taken' as const;
    this.keep(cellPlace(tenant, key), { version: cell.version, text: cellText(cell.value) });
    return 'put' as const;
  }

  listPeriod(
    tenant: string,
    {
      period,
      after,
      limit,
    }: { readonly period: Month; readonly after: string; readonly limit: number },
  ) {
    const { partition, sort } = cellPlace(tenant, {
      kind: 'period',
      month: period,
      customer: after,
    });
    const cells = [...(this.#partitions.get(partition)?.values() ?? [])]
      .filter((cell) => after === '' || byBytes(cell.sort, sort) > 0)
      .sort((a, b) => byBytes(a.sort, b.sort))
      .slice(0, limit);
    return Promise.resolve(cells.flatMap((cell) => cellOf(cell) ?? []));
  }

  /** Keeps a cell as another version of ours wrote it. */
  keep(
    { partition, sort }: { readonly partition: string; readonly sort: string },
    { version, text }: { readonly version: number; readonly text: string },
  ): void {
    const cells = this.#partitions.get(partition) ?? new Map<string, StoredCell>();
    cells.set(sort, { sort, version, text });
    this.#partitions.set(partition, cells);
  }

  /** Takes a cell away, as no adapter can. */
  remove(tenant: string, key: CellKey): void {
    const { partition, sort } = cellPlace(tenant, key);
    this.#partitions.get(partition)?.delete(sort);
  }

  /** What is kept of a cell, as text. */
  textAt(tenant: string, key: CellKey): string | undefined {
    return this.#stored(tenant, key)?.text;
  }

  /** Takes all cells away, as no adapter can. */
  removeAll(): void {
    this.#partitions.clear();
  }

  /** Everything that is kept, as text, to be compared to the byte. */
  snapshot(): string {
    const rows = [...this.#partitions].flatMap(([partition, cells]) =>
      [...cells.values()].map(({ sort, version, text }) =>
        JSON.stringify([partition, sort, version, text]),
      ),
    );
    return rows.sort().join('\n');
  }

  #stored(tenant: string, key: CellKey): StoredCell | undefined {
    const { partition, sort } = cellPlace(tenant, key);
    return this.#partitions.get(partition)?.get(sort);
  }
}

/** As a table sorts them. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const cellOf = (stored: StoredCell | undefined): Cell | undefined =>
  stored === undefined ? undefined : decoded(stored);

function foundIn(stored: StoredCell | undefined): FoundCell {
  try {
    return cellOf(stored);
  } catch (error) {
    if (error instanceof InvariantViolation) return 'unreadable';
    throw error;
  }
}
