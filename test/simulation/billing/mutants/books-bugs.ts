import type { Cell, CellKey } from '../../../../core/books/cell.ts';
import { keyText } from '../../../../core/books/fold.ts';
import type { BooksCells, BooksLog } from '../../../../core/books/ports.ts';
import type { BillingFunctions, BillingPorts } from '../run-context.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { type BooksFlaws, VariantBooks } from './variant-books.ts';

/** Both functions with some of their ports seen through something. */
export const with_ =
  (seen: (ports: BillingPorts) => Partial<BillingPorts>) =>
  (real: BillingFunctions): BillingFunctions => ({
    run: (ports) => real.run({ ...ports, ...seen(ports) }),
    serve: (ports) => real.serve({ ...ports, ...seen(ports) }),
  });

const withLog = (seen: (log: BooksLog) => Partial<BooksLog>) =>
  with_(({ log }) => ({
    log: {
      read: (tenant, after, consistency) => log.read(tenant, after, consistency),
      readOne: (tenant, seq) => log.readOne(tenant, seq),
      append: (tenant, block) => log.append(tenant, block),
      ...seen(log),
    },
  }));

const withCells = (seen: (cells: BooksCells) => Partial<BooksCells>) =>
  with_(({ cells }) => ({
    cells: {
      read: (tenant, keys) => cells.read(tenant, keys),
      put: (tenant, key, cell) => cells.put(tenant, key, cell),
      listPeriod: (tenant, page) => cells.listPeriod(tenant, page),
      ...seen(cells),
    },
  }));

const withBooks = (flaws: BooksFlaws) => with_(() => ({ booksOn: (on) => new VariantBooks(on, flaws) }));

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
          log.remove(tenant, block.seq);
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
    functions: () => {
      const counters = new Map<string, number>();
      return withBooks({ counters })(realFunctions());
    },
  },
  {
    name: 'closing-named-at-random',
    says: 'the id of a closing is drawn, not a function of the month that it closes',
    functions: withBooks({ namesAtRandom: true }),
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
];
