import type { Cell, CellKey } from '../../../../core/books/cell.ts';
import { keyText } from '../../../../core/books/fold.ts';
import type { BooksCells, BooksLog } from '../../../../core/books/ports.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { through } from './through.ts';
import { type BooksFlaws, VariantBooks } from './variant-books.ts';

const withLog = (seen: (log: BooksLog) => Partial<BooksLog>) =>
  through(({ log }) => ({
    log: {
      read: (tenant, after, consistency) => log.read(tenant, after, consistency),
      readOne: (tenant, seq) => log.readOne(tenant, seq),
      append: (tenant, block) => log.append(tenant, block),
      ...seen(log),
    },
  }));

const withCells = (seen: (cells: BooksCells) => Partial<BooksCells>) =>
  through(({ cells }) => ({
    cells: {
      read: (tenant, keys) => cells.read(tenant, keys),
      put: (...put) => cells.put(...put),
      listPeriod: (tenant, page) => cells.listPeriod(tenant, page),
      ...seen(cells),
    },
  }));

export const withBooks = (flaws: BooksFlaws) =>
  through(() => ({ booksOn: (on) => new VariantBooks(on, flaws) }));

const placeOf = (tenant: string, key: CellKey): string => JSON.stringify([tenant, keyText(key)]);

/** Cells as they were first read, for as long as the process lives; the head as it is now. */
function keptCells(cells: BooksCells): Partial<BooksCells> {
  const kept = new Map<string, Cell | undefined>();
  return {
    read: async (tenant, keys) => {
      const found = await cells.read(tenant, keys);
      return keys.map((key, index) => {
        const place = placeOf(tenant, key);
        if (key.kind === 'head' || !kept.has(place)) kept.set(place, found[index]);
        return kept.get(place);
      });
    },
  };
}

/** Cells are put when the head has been. */
function headFirst(cells: BooksCells): Partial<BooksCells> {
  let waiting: { readonly tenant: string; readonly key: CellKey; readonly cell: Cell }[] = [];
  return {
    put: async (tenant, key, cell) => {
      if (key.kind !== 'head') {
        waiting.push({ tenant, key, cell });
        return 'put';
      }
      const outcome = await cells.put(tenant, key, cell);
      const mine = waiting.filter((one) => one.tenant === tenant);
      waiting = waiting.filter((one) => one.tenant !== tenant);
      for (const one of mine) await cells.put(tenant, one.key, one.cell);
      return outcome;
    },
  };
}

/** What can go wrong between a decision and the books. */
export const booksBugs: readonly PlantedBillingBug[] = [
  {
    name: 'block-put-without-the-condition',
    says: 'a block of the books is put at its number whether or not that is free',
    tables: ({ log }) => ({
      log: {
        read: (tenant, after) => log.read(tenant, after),
        readOne: (tenant, seq) => log.readOne(tenant, seq),
        append: (tenant, block) => {
          log.removeFrom(tenant, block.seq);
          return log.append(tenant, block);
        },
      },
    }),
  },
  {
    name: 'append-repeated-blindly',
    says: 'a block whose answer was lost is put again, under the next number',
    functions: withLog((log) => ({
      append: async (tenant, block) => {
        const outcome = await log.append(tenant, block);
        return outcome === 'unknown'
          ? log.append(tenant, { ...block, seq: block.seq + 1 })
          : outcome;
      },
    })),
  },
  {
    name: 'unknown-means-booked',
    says: 'a block whose answer was lost is taken for put, and the caller told so',
    functions: withLog((log) => ({
      append: async (tenant, block) => {
        const outcome = await log.append(tenant, block);
        return outcome === 'unknown' ? 'put' : outcome;
      },
    })),
  },
  {
    name: 'stale-tail-trusted',
    says: 'the tail of the books is read from a replica that may lag behind',
    functions: withLog((log) => ({
      read: (tenant, after) => log.read(tenant, after, 'eventual'),
    })),
  },
  {
    name: 'cells-older-than-the-head',
    says: 'cells are kept from an earlier read, and only the head is read anew',
    functions: withCells(keptCells),
  },
  {
    name: 'head-before-cells',
    says: 'the head is put before the cells of its blocks',
    functions: withCells(headFirst),
  },
  {
    name: 'cell-put-without-the-condition',
    says: 'a projection is put even over a newer one',
    tables: ({ cells }) => ({
      cells: {
        read: (tenant, keys) => cells.read(tenant, keys),
        listPeriod: (tenant, page) => cells.listPeriod(tenant, page),
        put: (tenant, key, cell) => {
          cells.remove(tenant, key);
          return cells.put(tenant, key, cell);
        },
      },
    }),
  },
  {
    name: 'number-before-the-append',
    says: 'a number is taken from a counter before the block is put',
    functions: (real) => withBooks({ counters: new Map() })(real),
  },
  {
    name: 'closing-named-at-random',
    says: 'the id of a closing is drawn, and no function of the month that it closes',
    functions: (real) => withBooks({ drawn: { count: 0 } })(real),
  },
  {
    name: 'closed-month-closed-again',
    says: 'nobody looks whether a month is closed already',
    functions: withBooks({ forgetsClosings: true }),
  },
  {
    name: 'carry-not-taken-in',
    says: 'what a customer carries is left out of its next invoice',
    functions: withBooks({ carryFactor: 0n }),
  },
  {
    name: 'carry-taken-in-twice',
    says: 'what a customer carries is invoiced twice',
    functions: withBooks({ carryFactor: 2n }),
  },
  {
    name: 'residue-dropped',
    says: 'what an amount has below a nano is dropped',
    functions: withBooks({ dropsResidue: true }),
  },
  {
    name: 'deferred-never-earned',
    says: 'a month is closed, and what was charged before it stays deferred',
    functions: withBooks({ deferredFactor: 0n }),
  },
  {
    name: 'deferred-earned-twice',
    says: 'what was charged before a month is earned twice when that is closed',
    functions: withBooks({ deferredFactor: 2n }),
  },
];
