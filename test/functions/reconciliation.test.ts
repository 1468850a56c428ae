import { describe, expect, it } from '@jest/globals';
import { hoursCompared } from '../../core/billing/reconciliation/reconcile.ts';
import { billingMessageFrom } from '../../core/billing/run/message.ts';
import { cellPlace } from '../../core/books/cell.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { partitionOf } from '../../core/metering/log/log-key.ts';
import { runBilling } from '../../functions/run-billing/run-billing.ts';
import { aBilledMonth, at, beginPass, HOUR, hourOf, pass } from '../support/a-pass.ts';
import { type SomeBilling, someBilling, use, workOff } from '../support/some-billing.ts';
import { aTenantWithStrays, aView, press } from '../support/unbilled-tenant.ts';

const reconciliationNotices = ({ notices }: SomeBilling) =>
  notices.filter(({ event }) => event !== 'billing.unbilled').map(({ event }) => event);

describe('a pass of the reconciliation', () => {
  it('compares the books, the totals and the invoices, and finds nothing where all is as it was made', async () => {
    const { billing, answer } = await aBilledMonth();

    await pass(billing);

    const times = { begunAt: '2026-02-04T03:50:00Z', endedAt: '2026-02-04T03:50:00Z' };
    const nothing = { ...times, differing: 0, findings: [] };
    expect(await answer()).toEqual({
      status: 'agrees',
      ...times,
      comparisons: [
        { kind: 'books', compared: 1, ...nothing },
        { kind: 'invoices', period: '2026-01', compared: 1, ...nothing },
        { kind: 'totals', compared: 120, ...nothing },
      ],
    });
    expect(reconciliationNotices(billing)).toEqual(['reconciliation.ended']);
  });

  it('finds an hour whose totals lack what its log has, with both numbers, and tells of it once', async () => {
    const { billing, answer } = await aBilledMonth();
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')], { counted: false });

    await pass(billing);

    const detail = `the totals of hour 2026-02-03T11, partition ${partitionOf('app-1')}, are not what its log comes to: view of app-1, quarter 1`;
    const { status, comparisons } = await answer();
    expect(status).toBe('differs');
    expect(comparisons).toContainEqual(
      expect.objectContaining({
        kind: 'totals',
        compared: 120,
        differing: 1,
        findings: [
          {
            ...{ code: 'totals-differ', detail, expected: '1', found: 'nothing' },
            action: expect.stringContaining('farthing totals rebuild'),
          },
        ],
      }),
    );
    expect(reconciliationNotices(billing)).toEqual([
      'reconciliation.totals-differ',
      'reconciliation.ended',
    ]);
  });

  it('finds totals that have more than their log', async () => {
    const { billing, answer } = await aBilledMonth();
    const key = { tenant: 'acme', partition: partitionOf('app-1') };
    const hour = hourOf('2026-02-03T10:00:00Z');
    const stored = await billing.totals.read({ ...key, hour });
    if (stored === undefined) throw new Error('there is a view in that hour');
    await billing.totals.put({ ...key, hour: hour - 5 }, { ...stored, revision: 1 });

    await pass(billing);

    expect(await answer()).toMatchObject({
      comparisons: [{}, {}, { findings: [{ expected: 'nothing', found: '1' }] }],
    });
  });

  it('is content with totals that come while it looks again', async () => {
    const { billing, answer } = await aBilledMonth();
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')], { counted: false });
    const run = runBilling(billing);
    let next = await beginPass(billing);
    for (; !(billing.queue.bodies[next] ?? '').includes('"tries":1'); next += 1) {
      await run(billingMessageFrom(billing.queue.bodies[next] ?? ''));
    }
    // It comes again, and is counted this time.
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')]);

    await workOff(billing, next);

    expect(await answer()).toMatchObject({ status: 'agrees' });
  });

  it('leaves an hour to the next pass whose totals change each time it looks', async () => {
    const { billing, answer } = await aBilledMonth();
    const view = (minute: number) => aView('app-1', `2026-02-03T11:${10 + minute}:00Z`);
    const run = runBilling(billing);
    let looks = 0;
    await use(billing, [view(looks)], { counted: false });
    for (let next = await beginPass(billing); next < billing.queue.bodies.length; next += 1) {
      if ((billing.queue.bodies[next] ?? '').includes('"looks":')) {
        // What came before is counted by now, and more has come.
        await use(billing, [view(looks)]);
        looks += 1;
        await use(billing, [view(looks)], { counted: false });
      }
      await run(billingMessageFrom(billing.queue.bodies[next] ?? ''));
    }

    expect(looks).toBe(5);
    expect(await answer()).toMatchObject({ status: 'agrees' });
  });

  it('finds the same when each of its messages comes twice', async () => {
    const { billing, answer } = await aBilledMonth();
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')], { counted: false });
    await pass(billing);
    const once = await answer();
    const steps = billing.queue.bodies.filter((body) => body.includes('"reconcile"'));

    for (const body of steps) await runBilling(billing)(billingMessageFrom(body));

    expect(await answer()).toEqual(once);
  });

  it('agrees again after a pass that finds nothing', async () => {
    const { billing, answer } = await aBilledMonth();
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')], { counted: false });
    await pass(billing);
    // It comes again, and is counted this time.
    await use(billing, [aView('app-1', '2026-02-03T11:00:00Z')]);

    await pass(billing);

    expect(await answer()).toMatchObject({ status: 'agrees' });
  });

  it('keeps the first fifty of what it finds, and says how many there are', async () => {
    const { billing, answer } = await aBilledMonth();
    const [, older] = hoursCompared(billing.time.now);
    const times = Array.from({ length: 51 }, (_, index) => ((older?.from ?? 0) + index) * HOUR);
    const views = times.map((time) => aView('app-1', new Date(time).toISOString()));
    await use(billing, views, { counted: false });

    await pass(billing);

    const { comparisons } = await answer();
    const totals = (comparisons as { kind: string; findings: unknown[] }[]).find(
      ({ kind }) => kind === 'totals',
    );
    expect(totals).toMatchObject({ compared: 120, differing: 51 });
    expect(totals?.findings).toHaveLength(50);
  });
});

describe('what a pass finds in books and invoices', () => {
  it('is a cell that is gone, which the check of the books tells of', async () => {
    const { billing, answer } = await aBilledMonth();
    const stored = billing.cells;
    const cells: typeof stored = Object.assign(Object.create(stored) as typeof stored, {
      read: async (tenant: string, keys: Parameters<typeof stored.read>[1]) => {
        const found = await stored.read(tenant, keys);
        return found.map((cell, index) => (keys[index]?.kind === 'number' ? undefined : cell));
      },
    });
    const done = await beginPass(billing);
    const run = runBilling({ ...billing, cells });
    for (let next = done; next < billing.queue.bodies.length; next += 1) {
      await run(billingMessageFrom(billing.queue.bodies[next] ?? ''));
    }

    expect(await answer()).toMatchObject({
      status: 'differs',
      comparisons: [
        {
          kind: 'books',
          differing: 1,
          findings: [
            {
              code: 'projection-differs',
              expected: 'block 1',
              found: 'nothing',
              action: 'make the projections of the books again: farthing books rebuild',
            },
          ],
        },
        { kind: 'invoices', differing: 0 },
        { kind: 'totals', differing: 0 },
      ],
    });
    expect(reconciliationNotices(billing)).toEqual(['books.fault', 'reconciliation.ended']);
  });

  it('is a cell that cannot be read, which is made again', async () => {
    const { billing, answer } = await aBilledMonth();
    const place = cellPlace('acme', { kind: 'number', number: 'INV-2026-000001' });
    billing.cells.keep(place, { version: 1, text: '{' });

    await pass(billing);

    expect(await answer()).toMatchObject({
      status: 'differs',
      comparisons: expect.arrayContaining([
        expect.objectContaining({
          kind: 'books',
          findings: [
            expect.objectContaining({
              code: 'unreadable',
              action: expect.stringContaining('made again by farthing books rebuild'),
            }),
          ],
        }),
      ]),
    });
  });

  it('is usage that is billed twice, until it is not', async () => {
    const { billing, ask } = await aTenantWithStrays();
    // What no request can do: the claim on a subject lets only one customer have it.
    await billing.rating.customers.put('acme', {
      ...{ key: 'radio', revision: 1, customer: { ...press, key: 'radio' } },
    });
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    billing.time.now = at('2026-02-03T00:00:00Z');
    await ask('POST /v1/billing-runs', { body: { period: '2026-01' } });
    await workOff(billing, 0);
    billing.notices.length = 0;
    billing.time.now = at('2026-02-04T03:50:00Z');

    await pass(billing);

    expect((await ask('GET /v1/reconciliation')).body).toMatchObject({
      status: 'differs',
      comparisons: [
        {},
        {
          kind: 'invoices',
          period: '2026-01',
          differing: 1,
          findings: [{ code: 'usage-unaccounted', expected: '1', found: '2' }],
        },
        {},
      ],
    });
    expect(reconciliationNotices(billing)).toEqual([
      'billing.usage-unaccounted',
      'reconciliation.ended',
    ]);
  });
});

describe('where the reconciliation stands', () => {
  it('is overdue before any pass has ended', async () => {
    const { answer } = await aBilledMonth();

    expect(await answer()).toEqual({ status: 'overdue', comparisons: [] });
  });

  it.each([
    [30, 'agrees'],
    [31, 'overdue'],
  ])('is, %d hours after the last pass, %s', async (hours, status) => {
    const { billing, answer } = await aBilledMonth();
    await pass(billing);

    billing.time.now = timestampOf(billing.time.now + hours * HOUR);

    expect(await answer()).toMatchObject({ status });
  });

  it('is told to the tenant alone whose it is', async () => {
    const { billing, ask } = await aBilledMonth();
    await pass(billing);

    const other = await ask('GET /v1/reconciliation', { tenant: 'other' });

    expect(other.body).toEqual({ status: 'overdue', comparisons: [] });
  });

  it('is of no tenant where there is none: the pass has ended all the same', async () => {
    const billing = someBilling();

    await pass(billing);

    expect(reconciliationNotices(billing)).toEqual(['reconciliation.ended']);
  });
});
