import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksCells } from '../../../core/books/ports.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { Crash } from '../../fakes/failing-books.ts';
import { aCharge, aClosing, aMonth, someBooks, someTerms } from '../../fixtures/invoicing.ts';

const tenant = 'acme';

type World = Pick<ReturnType<typeof someBooks>, 'books' | 'clock'>;

const close = ({ books, clock }: World, customer: string, month: string) =>
  closePeriods({ books, clock }, tenant, [
    aClosing({
      terms: someTerms({ customer }),
      current: aMonth(month, [aCharge('1234', '0.001')]),
    }),
  ]);

/** Three customers' invoices, a block each. */
async function threeInvoices() {
  const world = someBooks(timestampOf(Date.UTC(2027, 0, 1)));
  for (const customer of ['a', 'b', 'c']) await close(world, customer, '2026-01');
  return world;
}

/** The cells, of which something happens before each read. */
const busy = (cells: BooksCells, onRead: () => Promise<unknown>): BooksCells => ({
  listPeriod: (...list) => cells.listPeriod(...list),
  put: (...put) => cells.put(...put),
  read: async (...read) => {
    await onRead();
    return cells.read(...read);
  },
});

describe('the check of books that others write to', () => {
  it('finds nothing in projections that have moved on since the log was read', async () => {
    const world = await threeInvoices();
    const months = ['2026-02'];
    const cells = busy(world.cells, async () => {
      const month = months.shift();
      if (month !== undefined) await close(world, 'a', month);
    });

    const report = await checkBooks({ log: world.log, cells }, tenant);

    expect(report).toEqual({ blocks: 4, documents: 4, faults: [] });
  });

  it('lets a writer put what its block promises', async () => {
    const { log, cells, clock, books } = await threeInvoices();
    const dying = { ...cells, put: () => Promise.reject(new Crash('died')) };
    const dead = new Books({ log, cells: { ...busy(cells, async () => {}), ...dying }, clock });
    await expect(close({ books: dead, clock }, 'a', '2026-02')).rejects.toThrow(Crash);
    const settle = async () => {
      await books.catchUp(tenant);
    };

    const { faults } = await checkBooks({ log, cells, settle }, tenant);

    expect(faults).toEqual([]);
  });

  it('finds what is wrong however much is written, and tells of it once', async () => {
    const world = await threeInvoices();
    world.cells.remove(tenant, { kind: 'number', number: 'INV-2027-000002' });
    const months = ['2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07'];
    const cells = busy(world.cells, async () => {
      const month = months.shift();
      if (month !== undefined) await close(world, 'a', month);
    });

    const { faults } = await checkBooks({ log: world.log, cells }, tenant);

    const missing = faults.filter(({ detail }) => detail.includes('000002'));
    expect(missing.map(({ detail }) => detail)).toEqual([
      '["number","","INV-2027-000002"]- is missing',
    ]);
    expect(months.length).toBeGreaterThan(0);
  });
});
