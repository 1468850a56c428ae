import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { minuteOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { monthOfHour } from '../../core/metering/utc-month.ts';
import { rebuildProjections } from '../../functions/rebuild-projections/rebuild-projections.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { aClosing, someBooks, someTerms } from '../fixtures/invoicing.ts';
import { aMeter, anIdentifiedEvent } from '../fixtures/usage-events.ts';

/** Books beside a usage log, and what is folded from it. */
function withUsage(books: ReturnType<typeof someBooks>) {
  const usageLog = new InMemoryUsageLog();
  const totals = new InMemoryUsageTotals();
  const rollups = new InMemoryRollups();
  const catalogs = inMemoryMeterCatalogs();
  return { ...books, usageLog, loggedHours: usageLog, totals, rollups, catalogs };
}

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

    const answer = await rebuildProjections(withUsage(some))({ what: 'books', tenant: 'acme' });

    expect(answer).toEqual({ blocks: 2, compared: 9, mended: 1 });
    expect(some.cells.snapshot()).toBe(before);
  });

  it('does one part at a time, and says where the next one begins', async () => {
    const some = await twoInvoices();
    some.cells.removeAll();
    const rebuild = rebuildProjections(withUsage(some));
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
    const answer = await rebuildProjections(withUsage(someBooks()))({
      what: 'books',
      tenant: 'nobody',
    });

    expect(answer).toEqual({ blocks: 0, compared: 0, mended: 0 });
  });

  it('makes totals that are lost again, hour by hour and month by month', async () => {
    const ports = withUsage(someBooks());
    await ports.catalogs.append('acme', { version: 1, meters: [aMeter()] });
    const event = anIdentifiedEvent();
    const minute = minuteOf(event.event.occurredAt);
    await new UsageLogWriter(ports.usageLog).append({ tenant: 'acme', shard: 0, minute }, [event]);
    const rebuild = rebuildProjections(ports);

    const first = await rebuild({ what: 'totals', tenant: 'acme' });
    const next = 'next' in first ? first.next : undefined;
    const second = await rebuild({ what: 'totals', tenant: 'acme', next });

    const month = monthOfHour(Math.floor(minute / 60));
    expect(first).toEqual({
      ...{ blocks: 1, compared: 2, mended: 2 },
      next: { phase: 'rollups', month, last: month },
    });
    expect(second).toEqual({ blocks: 0, compared: 64, mended: 0 });
    expect(ports.totals.items()).toHaveLength(1);
  });

  it.each([[{ what: 'books' }], [{ what: 'everything', tenant: 'acme' }], ['books']])(
    'refuses %j, and says why',
    async (payload) => {
      const answer = await rebuildProjections(withUsage(someBooks()))(payload);

      expect(answer).toMatchObject({ problem: { code: 'request.invalid' } });
    },
  );
});
