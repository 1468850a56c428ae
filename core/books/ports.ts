import type { Consistency, PutOutcome } from '../kernel/log.ts';
import type { Month } from '../kernel/month.ts';
import type { Cell, CellKey } from './cell.ts';

export interface StoredBooksBlock {
  /** From 1. */
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** The append-only log of a tenant's documents. */
export interface BooksLog {
  /**
   * Blocks with a sequence number past `after`, ascending, about a megabyte at a time; `more` when there may be others.
   */
  read(
    tenant: string,
    after: number,
    consistency: Consistency,
  ): Promise<{ readonly blocks: readonly StoredBooksBlock[]; readonly more: boolean }>;
  /** One block; undefined where there is none. Blocks never change, so an eventually consistent read is as good. */
  readOne(tenant: string, seq: number): Promise<StoredBooksBlock | undefined>;
  /** Puts the block if that sequence number is free. */
  append(tenant: string, block: StoredBooksBlock): Promise<PutOutcome>;
}

/** Where the projections of the books are kept. */
export interface BooksCells {
  /** Strongly consistent, in the order of the keys; undefined where there is none. */
  read(tenant: string, keys: readonly CellKey[]): Promise<readonly (Cell | undefined)[]>;
  /**
   * Puts the cell over none, or one of a smaller version; 'taken' where one as new is there already, or where there is
   * none and it is to be put over one.
   */
  put(
    tenant: string,
    key: CellKey,
    cell: Cell,
    over?: 'any' | 'one that is there',
  ): Promise<PutOutcome>;
  /** Cells of a month past a customer, by customer. Eventually consistent. */
  listPeriod(
    tenant: string,
    page: { readonly period: Month; readonly after: string; readonly limit: number },
  ): Promise<readonly Cell[]>;
}

/** What a cell is found to be: `unreadable` where it is not as any version of ours keeps one. */
export type FoundCell = Cell | 'unreadable' | undefined;

/** Puts right what is kept of the books' projections. */
export interface CellRepair {
  /**
   * Puts what `next` makes of what is kept under the key, strongly read, over exactly that: 'taken' where it has
   * changed since. Puts nothing where `next` answers undefined.
   */
  mend(
    tenant: string,
    key: CellKey,
    next: (found: FoundCell) => Cell | undefined,
  ): Promise<PutOutcome | 'left'>;
}
