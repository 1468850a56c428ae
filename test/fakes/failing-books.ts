import type { CellKey } from '../../core/books/cell.ts';
import type { BooksCells, BooksLog, StoredBooksBlock } from '../../core/books/ports.ts';
import type { Consistency, PutOutcome } from '../../core/kernel/log.ts';
import type { Turns } from './turns.ts';

/** A function died: nothing after this point of it happens. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** How likely each thing is to go wrong, from 0 to 1. */
export interface Trouble {
  readonly crash: number;
  /** The put happened or did not, and the answer does not say. */
  readonly unknown: number;
  /** Of those: the put happens later, if its condition still holds then. */
  readonly late: number;
  readonly staleRead: number;
}

export const muchTrouble: Trouble = { crash: 0.04, unknown: 0.08, late: 0.4, staleRead: 0.3 };

/** What happened how often: a run in which nothing went wrong shows nothing. */
export interface Happened {
  crashes: number;
  unknown: number;
  late: number;
  taken: number;
}

/** Decides what goes wrong, and lets writes that were left hanging happen later. */
export class Mischief {
  readonly happened: Happened = { crashes: 0, unknown: 0, late: 0, taken: 0 };
  readonly #turns: Turns;
  readonly #trouble: Trouble;
  readonly #hanging: (() => Promise<PutOutcome>)[] = [];

  constructor(turns: Turns, trouble: Trouble) {
    this.#turns = turns;
    this.#trouble = trouble;
  }

  /** Waits for a turn; then, now and then, dies before or after `work`. */
  async around<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.#before();
    const value = await work();
    if (this.#happens(this.#trouble.crash)) this.#crash('after');
    return value;
  }

  async put(work: () => Promise<PutOutcome>): Promise<PutOutcome> {
    await this.#before();
    if (this.#happens(this.#trouble.unknown)) return this.#unknown(work);
    const outcome = await work();
    if (outcome === 'taken') this.happened.taken += 1;
    if (this.#happens(this.#trouble.crash)) this.#crash('after');
    return outcome;
  }

  isStale(consistency: Consistency): boolean {
    return consistency === 'eventual' && this.#happens(this.#trouble.staleRead);
  }

  async #before(): Promise<void> {
    await this.#turns.turn();
    if (this.#hanging.length > 0 && this.#happens(0.2)) await this.#hanging.shift()?.();
    if (this.#happens(this.#trouble.crash)) this.#crash('before');
  }

  async #unknown(work: () => Promise<PutOutcome>): Promise<PutOutcome> {
    this.happened.unknown += 1;
    if (this.#happens(this.#trouble.late)) {
      this.happened.late += 1;
      this.#hanging.push(work);
    } else if (this.#happens(0.5)) {
      await work();
    }
    return 'unknown';
  }

  #crash(when: string): never {
    this.happened.crashes += 1;
    throw new Crash(`died ${when} a call`);
  }

  #happens(chance: number): boolean {
    return this.#turns.random() < chance;
  }
}

/** The books' log as the network serves it. */
export const failingLog = (log: BooksLog, mischief: Mischief): BooksLog => ({
  read: (tenant, after, consistency) =>
    mischief.around(async () => {
      const page = await log.read(tenant, after, consistency);
      return mischief.isStale(consistency)
        ? { blocks: page.blocks.slice(0, -1), more: false }
        : page;
    }),
  readOne: (tenant, seq) => mischief.around(() => log.readOne(tenant, seq)),
  append: (tenant: string, block: StoredBooksBlock) =>
    mischief.put(() => log.append(tenant, block)),
});

/** The books' projections as the network serves them. */
export const failingCells = (cells: BooksCells, mischief: Mischief): BooksCells => ({
  read: (tenant: string, keys: readonly CellKey[]) =>
    mischief.around(() => cells.read(tenant, keys)),
  put: (tenant, key, cell, over) => mischief.put(() => cells.put(tenant, key, cell, over)),
  listPeriod: (tenant, page) => mischief.around(() => cells.listPeriod(tenant, page)),
});
