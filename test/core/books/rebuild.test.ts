import { beforeEach, describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { type CellKey, cellPlace } from '../../../core/books/cell.ts';
import { pageKey } from '../../../core/books/customer-pages.ts';
import { firstBooksSlice, rebuildBooks } from '../../../core/books/rebuild.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import { aCharge, aClosing, aMonth, someBooks, someTerms } from '../../fixtures/invoicing.ts';

const tenant = 'acme';
const customers = ['a', 'b', 'c'];
const months = Array.from({ length: 18 }, (_, index) => {
  const year = 2025 + Math.floor(index / 12);
  return `${year}-${String(1 + (index % 12)).padStart(2, '0')}`;
});

describe('the rebuild of the books', () => {
  let some: ReturnType<typeof someBooks>;
  let before: string;
  const close = (month: string) =>
    closePeriods(
      some,
      tenant,
      customers.map((customer) =>
        aClosing({
          terms: someTerms({ customer }),
          current: aMonth(month, [aCharge('83', '0.001')]),
        }),
      ),
    );
  const rebuilt = async (slices = 1) => {
    const first = await firstBooksSlice(some.log, tenant);
    if (first === undefined) throw new Error('there are books');
    let mended = 0;
    for (let slice = 0; slice < slices; slice += 1) {
      mended += (await rebuildBooks(some, tenant, { ...first, slice, slices })).mended;
    }
    return mended;
  };

  beforeEach(async () => {
    some = someBooks(timestampOf(Date.UTC(2026, 8, 2)));
    for (const month of months) await close(month);
    before = some.cells.snapshot();
  });

  it('has no slice where there are no books', async () => {
    expect(await firstBooksSlice(some.log, 'nobody')).toBeUndefined();
  });

  it('puts nothing where nothing is wrong', async () => {
    expect(await rebuilt()).toBe(0);
    expect(some.cells.snapshot()).toBe(before);
  });

  it.each([1, 3])('makes all cells again, to the byte, in %d passes', async (slices) => {
    some.cells.removeAll();

    await rebuilt(slices);

    expect(some.cells.snapshot()).toBe(before);
  });

  it.each<[string, CellKey]>([
    ['a customer', { kind: 'customer', customer: 'b' }],
    ['a page of its documents', pageKey('b', 0)],
    ['a month', { kind: 'period', month: monthFrom('2025-02'), customer: 'b' }],
    ['a number', { kind: 'number', number: 'INV-2026-000002' }],
    ['the head', { kind: 'head' }],
  ])('puts back what is lost: %s', async (_, key) => {
    some.cells.remove(tenant, key);

    await rebuilt();

    expect(some.cells.snapshot()).toBe(before);
  });

  it.each<[string, CellKey]>([
    ['a customer', { kind: 'customer', customer: 'b' }],
    ['the head', { kind: 'head' }],
  ])('puts right what is unreadable, or not what the log makes of it: %s', async (_, key) => {
    const [good] = await some.cells.read(tenant, [key]);
    const version = good?.version ?? 0;
    for (const text of ['no cell of any version', await firstMonth(key)]) {
      some.cells.keep(cellPlace(tenant, key), { version, text });

      expect(await rebuilt()).toBe(1);
      expect(some.cells.snapshot()).toBe(before);
    }
  });

  it('puts on what is behind: an older copy that somebody put back', async () => {
    const key = { kind: 'customer', customer: 'c' } as const;
    const older = await firstMonth(key);
    some.cells.keep(cellPlace(tenant, key), { version: 1, text: older });

    await rebuilt();

    expect(some.cells.snapshot()).toBe(before);
  });

  /** The text of a cell after the first block. */
  async function firstMonth(key: CellKey): Promise<string> {
    const log = new InMemoryBooksLog();
    const [first] = some.log.blocksOf(tenant);
    if (first !== undefined) await log.append(tenant, first);
    const cells = new InMemoryBooksCells();
    await new Books({ log, cells, clock: some.clock }).catchUp(tenant);
    return cells.textAt(tenant, key) ?? '';
  }
});
