import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { rebuildProjections } from '../../functions/rebuild-projections/rebuild-projections.ts';
import { aClosing, someBooks, someTerms } from '../fixtures/invoicing.ts';

/** Books with an invoice in each of two blocks. */
async function twoInvoices() {
  const some = someBooks();
  for (const customer of ['a', 'b']) {
    await closePeriods(some, 'acme', [aClosing({ terms: someTerms({ customer }) })]);
  }
  return some;
}

describe('RebuildProjections', () => {
  it('makes what is lost of the books again, and says what it did', async () => {
    const some = await twoInvoices();
    const before = some.cells.snapshot();
    some.cells.remove('acme', { kind: 'customer', customer: 'a' });

    const answer = await rebuildProjections(some)({ what: 'books', tenant: 'acme' });

    expect(answer).toEqual({ blocks: 2, compared: 9, mended: 1 });
    expect(some.cells.snapshot()).toBe(before);
  });

  it('does one part at a time, and says where the next one begins', async () => {
    const some = await twoInvoices();
    some.cells.removeAll();
    const rebuild = rebuildProjections(some);
    let answers = 0;
    let next: unknown = { slice: 0, slices: 3, blocks: 2 };
    for (; next !== undefined; answers += 1) {
      const answer = await rebuild({ what: 'books', tenant: 'acme', next });
      next = 'next' in answer ? answer.next : undefined;
    }

    expect(answers).toBe(3);
    expect((await some.cells.read('acme', [{ kind: 'head' }]))[0]?.version).toBe(2);
  });

  it('has nothing to do for who has no books', async () => {
    const answer = await rebuildProjections(someBooks())({ what: 'books', tenant: 'nobody' });

    expect(answer).toEqual({ blocks: 0, compared: 0, mended: 0 });
  });

  it.each([[{ what: 'books' }], [{ what: 'everything', tenant: 'acme' }], ['books']])(
    'refuses %j, and says why',
    async (payload) => {
      const answer = await rebuildProjections(someBooks())(payload);

      expect(answer).toMatchObject({ problem: { code: 'request.invalid' } });
    },
  );
});
