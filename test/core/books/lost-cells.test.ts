import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CellKey } from '../../../core/books/cell.ts';
import { pageKey } from '../../../core/books/customer-pages.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCharge, aClosing, aMonth, someBooks, someTerms } from '../../fixtures/invoicing.ts';

const tenant = 'acme';
const customer = 'press-review';
const months = Array.from({ length: 18 }, (_, index) => {
  const year = 2025 + Math.floor(index / 12);
  return `${year}-${String(1 + (index % 12)).padStart(2, '0')}`;
});
const aLittle = [aCharge('83', '0.001')];

describe('what is missing behind the head of the books', () => {
  let some: ReturnType<typeof someBooks>;
  const close = (month: string, payer = customer) =>
    closePeriods(some, tenant, [
      aClosing({
        terms: someTerms({ customer: payer }),
        current: aMonth(month, aLittle),
      }),
    ]);
  const read = (...cells: CellKey[]) => some.books.read(tenant, { cells });

  beforeEach(async () => {
    some = someBooks(timestampOf(Date.UTC(2026, 8, 2)));
    await close('2025-01', 'first');
    for (const month of months) await close(month);
  });

  it.each<[string, CellKey]>([
    ['a customer, of whom a month has a cell', { kind: 'customer', customer }],
    [
      'a month that the customer’s list names',
      { kind: 'period', month: monthFrom('2026-06'), customer },
    ],
    [
      'a month that only a full page of the list names',
      { kind: 'period', month: monthFrom('2025-03'), customer },
    ],
  ])('is told from what never was: %s', async (_, key) => {
    some.cells.remove(tenant, key);

    await expect(read(key)).rejects.toThrow(InvariantViolation);
    await expect(read(key)).rejects.toThrow('run farthing books rebuild --tenant "acme"');
  });

  it('is a document that the list of its customer names', async () => {
    const key = { kind: 'customer', customer } as const;
    const last = (await read(key)).at(key)?.documents.at(-1);
    const lost = { kind: 'document', id: last?.id ?? '' } as const;
    some.cells.remove(tenant, lost);

    await expect(read(key, lost)).rejects.toThrow('a projection is lost: ["document"');
  });

  it('is a page that is counted, where a month is looked for in it', async () => {
    some.cells.remove(tenant, pageKey(customer, 0));

    await expect(read({ kind: 'period', month: monthFrom('2026-07'), customer })).rejects.toThrow(
      'a projection is lost: ["documents"',
    );
  });

  it('is everything, where all but the head is gone: whoever asks for what is not there hears of it', async () => {
    const [head] = await some.cells.read(tenant, [{ kind: 'head' }]);
    some.cells.removeAll();
    if (head !== undefined) await some.cells.put(tenant, { kind: 'head' }, head);

    await expect(read({ kind: 'document', id: 'inv_of-nobody' })).rejects.toThrow(
      'a projection is lost',
    );
  });

  it('keeps a month from being closed: nothing is carried over from a customer that is lost', async () => {
    some.cells.remove(tenant, { kind: 'customer', customer });
    const blocks = some.log.blocksOf(tenant).length;

    await expect(close('2026-07')).rejects.toThrow('a projection is lost: ["customer"');

    expect(some.log.blocksOf(tenant)).toHaveLength(blocks);
  });

  it('is nothing yet where there never was anything', async () => {
    const page = await read(
      { kind: 'customer', customer: 'new' },
      { kind: 'period', month: monthFrom('2026-07'), customer },
      { kind: 'document', id: 'inv_new' },
    );

    expect(page.at({ kind: 'customer', customer: 'new' })).toBeUndefined();
    expect(await close('2026-07', 'new')).toMatchObject([{ status: 'closed' }]);
  });

  it('does not come back as a head without cells, where all were emptied under a writer', async () => {
    const before = some.cells.snapshot();
    const head = { version: 20, value: (await read()).head() };
    some.cells.removeAll();

    expect(await some.cells.put(tenant, { kind: 'head' }, head, 'one that is there')).toBe('taken');

    await some.books.catchUp(tenant);
    expect(some.cells.snapshot()).toBe(before);
  });
});
