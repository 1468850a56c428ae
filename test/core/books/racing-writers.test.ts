import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksCells } from '../../../core/books/ports.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { PutOutcome } from '../../../core/kernel/log.ts';
import { Crash } from '../../fakes/failing-books.ts';
import { aClosing, someBooks, someTerms } from '../../fixtures/invoicing.ts';

const tenant = 'acme';

describe('writers of one log', () => {
  /** Books on the same log and cells, whose puts of cells wait for `may` and are counted. */
  function aWriter(
    some: ReturnType<typeof someBooks>,
    with_: {
      readonly may?: Promise<void>;
      readonly pause?: (milliseconds: number) => Promise<void>;
    } = {},
  ) {
    const outcomes: PutOutcome[] = [];
    const cells: BooksCells = {
      read: (...read) => some.cells.read(...read),
      listPeriod: (...list) => some.cells.listPeriod(...list),
      put: async (of, key, cell) => {
        await with_.may;
        const outcome = await some.cells.put(of, key, cell);
        outcomes.push(outcome);
        return outcome;
      },
    };
    const { pause } = with_;
    const ports = { ...some, cells, ...(pause === undefined ? {} : { pause }) };
    const books = new Books(ports);
    const close = (customer: string) =>
      closePeriods({ books, clock: some.clock }, tenant, [
        aClosing({ terms: someTerms({ customer }) }),
      ]);
    return { outcomes, close };
  }

  const headOf = async ({ cells }: ReturnType<typeof someBooks>): Promise<number> =>
    (await cells.read(tenant, [{ kind: 'head' }]))[0]?.version ?? 0;

  it('do not put each other’s cells: who comes second waits for the first to be done', async () => {
    const some = someBooks();
    const gate = Promise.withResolvers<void>();
    const first = aWriter(some, { may: gate.promise });
    const paused: number[] = [];
    let firstClosing: Promise<unknown> | undefined;
    const second = aWriter(some, {
      pause: async (milliseconds) => {
        paused.push(milliseconds);
        gate.resolve();
        await firstClosing;
      },
    });

    firstClosing = first.close('reader-1');
    while (some.log.blocksOf(tenant).length === 0) await Promise.resolve();
    await second.close('reader-2');

    expect(paused).toHaveLength(1);
    expect(new Set([...first.outcomes, ...second.outcomes])).toEqual(new Set(['put']));
    expect(await headOf(some)).toBe(2);
    expect((await checkBooks(some, tenant)).faults).toEqual([]);
  });

  it('put what one of them left when it died, and only then the head', async () => {
    const some = someBooks();
    const dying = aWriter(some, { may: Promise.reject(new Crash('died')) });
    const paused: number[] = [];
    const second = aWriter(some, {
      pause: async (milliseconds) => {
        paused.push(milliseconds);
        expect(await headOf(some)).toBe(0);
      },
    });

    await expect(dying.close('reader-1')).rejects.toThrow(Crash);
    await second.close('reader-2');

    expect(paused.length).toBeGreaterThan(1);
    expect(await headOf(some)).toBe(2);
    expect((await checkBooks(some, tenant)).faults).toEqual([]);
  });
});
