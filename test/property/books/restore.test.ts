import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import { firstBooksSlice, rebuildBooks } from '../../../core/books/rebuild.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import {
  Crash,
  failingCells,
  failingLog,
  Mischief,
  muchTrouble,
} from '../../fakes/failing-books.ts';
import { Turns } from '../../fakes/turns.ts';
import { aCharge, aClosing, aMonth, aPolicy, someTerms } from '../../fixtures/invoicing.ts';

const SEEDS = 12;
const CUSTOMERS = 3;
const tenant = 'acme';
const clock = { now: () => timestampOf(Date.UTC(2027, 0, 2)) };
const months = Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`);
const slices = 2;

/** What a person or a machine has done to the projections. */
const losses: readonly ((cells: InMemoryBooksCells) => Promise<void>)[] = [
  async (cells) => {
    await Promise.resolve();
    cells.removeAll();
  },
  async (cells) => {
    const [head] = await cells.read(tenant, [{ kind: 'head' }]);
    cells.removeAll();
    if (head !== undefined) await cells.put(tenant, { kind: 'head' }, head);
  },
  async (cells) => {
    await Promise.resolve();
    cells.remove(tenant, { kind: 'customer', customer: 'reader-1' });
  },
];

/** Closes every month while calls fail, all projections are lost on the way, and a rebuild makes them again. */
async function drill(seed: number) {
  const turns = new Turns(seed);
  const log = new InMemoryBooksLog(1 + (seed % 5));
  const cells = new InMemoryBooksCells();
  const mischief = new Mischief(turns, muchTrouble);
  let refused = 0;

  /** As a queue would: again from the beginning whenever it dies. */
  const untilDone = async (work: (books: Books) => Promise<void>): Promise<void> => {
    for (;;) {
      try {
        const ports = { log: failingLog(log, mischief), cells: failingCells(cells, mischief) };
        await work(new Books({ ...ports, clock }));
        return;
      } catch (error) {
        const isRefused = error instanceof InvariantViolation;
        if (!(isRefused || error instanceof Crash)) throw error;
        refused += Number(isRefused);
      }
    }
  };
  const traffic = async () => {
    for (const month of months) {
      const requests = Array.from({ length: CUSTOMERS }, (_, customer) =>
        aClosing({
          terms: someTerms({ customer: `reader-${customer}` }),
          policy: aPolicy({ bounds: undefined }),
          current: aMonth(month, [aCharge(String(137 * (customer + 1)), '0.001234567891')]),
        }),
      );
      await untilDone(async (books) => {
        await closePeriods({ books, clock }, tenant, requests);
      });
    }
  };
  const rebuild = () =>
    untilDone(async (books) => {
      const ports = {
        books,
        log: failingLog(log, mischief),
        cells: {
          ...failingCells(cells, mischief),
          mend: (...mend: Parameters<InMemoryBooksCells['mend']>) =>
            mischief.around(() => cells.mend(...mend)),
        },
      };
      const first = await firstBooksSlice(log, tenant);
      if (first === undefined) return;
      for (let slice = 0; slice < slices; slice += 1) {
        await rebuildBooks(ports, tenant, { ...first, slice, slices });
      }
    });
  const restore = async () => {
    while (log.blocksOf(tenant).length < 3 + (seed % 4)) await turns.turn();
    await losses[seed % losses.length]?.(cells);
    await rebuild();
  };
  await turns.run([traffic(), traffic(), restore()]);
  await new Books({ log, cells, clock }).catchUp(tenant);
  return { log, cells, mischief, refused };
}

const hashOf = (cells: InMemoryBooksCells): string => sha256(cells.snapshot()).toString('hex');

describe('a restore drill under traffic that fails, crashes and races', () => {
  it('makes all projections of the books again, equal to the byte, and nothing is billed wrong', async () => {
    let [crashes, refused] = [0, 0];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const run = await drill(seed);

      const anew = new InMemoryBooksCells();
      await new Books({ log: run.log, cells: anew, clock }).catchUp(tenant);
      expect({ seed, hash: hashOf(run.cells) }).toEqual({ seed, hash: hashOf(anew) });
      const { faults, documents } = await checkBooks(run, tenant);
      expect({ seed, faults, documents }).toEqual({
        seed,
        faults: [],
        documents: CUSTOMERS * months.length,
      });
      crashes += run.mischief.happened.crashes;
      refused += run.refused;
    }
    // A drill in which nothing crashed, and nobody met what was lost, shows nothing.
    expect(Math.min(crashes, refused)).toBeGreaterThan(SEEDS / 4);
  }, 240_000);
});
