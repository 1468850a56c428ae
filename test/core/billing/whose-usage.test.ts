import { describe, expect, it } from '@jest/globals';
import { closePeriods, draftClosing } from '../../../core/invoicing/close-periods.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown, sumOf } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;

/** An event of its own identity at a time; of `app-1`, which the customer pays for. */
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `used-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};

const reader = { plan: [{ plan: 'reader', from: '1970-01-01' }] };
const perView = (unitPrice: string) => ({ meter: 'view', model: 'per_unit', unitPrice }) as const;

describe('late usage', () => {
  it('adjusts the month before, at that month’s price', async () => {
    const { use, request, books, clock } = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion(),
          aVersion({ effectiveFrom: '2026-02-01', charges: [perView('9')] }),
        ),
      },
      customers: [aCustomer(reader)],
    });
    await use([used('2026-01-10T00:00:00Z')]);
    await closePeriods({ books, clock }, 'acme', [await request('press-review', '2026-01')]);
    await use([used('2026-01-20T00:00:00Z'), used('2026-02-01T00:00:00Z')]);

    const february = await request('press-review', '2026-02');
    const { draft } = await draftClosing(books, 'acme', february);

    expect(february.earlier.map(({ period, charges }) => [period.month, shown(charges)])).toEqual([
      ['2026-01', [['view', '2', '0.002']]],
    ]);
    expect(draft.lines.map(({ kind, exactAmount }) => [kind, exactAmount])).toContainEqual([
      'adjustment',
      '0.001',
    ]);
  });

  it('is not looked for in months that are not closed: they come by themselves', async () => {
    const { request } = await aTenancy({
      plans: { reader: aPlan() },
      customers: [aCustomer(reader)],
    });

    expect((await request('press-review', '2026-02')).earlier).toEqual([]);
  });
});

describe('a default plan', () => {
  const settings = someSettings({ defaultPlan: 'reader' });

  it('makes a subject that nobody pays for a customer by itself', async () => {
    const { use, request } = await aTenancy({ plans: { reader: aPlan() }, settings });
    await use([used('2026-01-10T00:00:00Z', { subject: 'émile#1' })]);

    const { current, terms } = await request('subject:émile#1', '2026-01');

    expect(shown(current.charges)).toEqual([['view', '1', '0.001']]);
    expect(terms).toMatchObject({ customer: 'subject:émile#1', buyer: { name: 'émile#1' } });
  });

  it('counts for customers before the first plan of their own', async () => {
    const { use, request } = await aTenancy({
      plans: { reader: aPlan(), writer: aPlan(aVersion({ charges: [perView('2')] })) },
      customers: [aCustomer({ plan: [{ plan: 'writer', from: '2026-01-11' }] })],
      settings,
    });
    await use([used('2026-01-10T00:00:00Z'), used('2026-01-11T00:00:00Z')]);

    expect(sumOf((await request('press-review', '2026-01')).current.charges)).toBe('2.001');
  });

  it('leaves a month that a subject was billed for by itself with the subject', async () => {
    const { use, request, requests, put, books, clock } = await aTenancy({
      plans: { reader: aPlan() },
      settings,
    });
    await use([used('2026-01-10T00:00:00Z')]);
    await closePeriods({ books, clock }, 'acme', [await request('subject:app-1', '2026-01')]);

    await put(aCustomer({ subjects: ['app-1'] }));
    await use([used('2026-01-20T00:00:00Z'), used('2026-02-10T00:00:00Z')]);

    const [own, customers] = await requests(['subject:app-1', 'press-review'], '2026-02');
    expect(own).toMatchObject({ isIdle: true, current: { charges: [] } });
    expect(shown(own?.earlier[0]?.charges ?? [])).toEqual([['view', '2', '0.002']]);
    expect(shown(customers?.current.charges ?? [])).toEqual([['view', '1', '0.001']]);
    expect(customers?.earlier).toEqual([]);
  });

  it.each([
    ['Pacific/Kiritimati', '2026-01-31T20:00:00Z', 'begins before the subject’s own month ends'],
    ['Pacific/Pago_Pago', '2026-01-01T02:00:00Z', 'ends after the subject’s own month begins'],
  ])(
    'bills what was used at the seam of two calendars once: a month in %s',
    async (timezone, seam) => {
      const { use, request, requests, put, books, clock } = await aTenancy({
        plans: { reader: aPlan() },
        settings,
      });
      const events = [seam, '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z'];
      await use(events.map((time) => used(time)));
      const own = await request('subject:app-1', '2026-01');
      await closePeriods({ books, clock }, 'acme', [own]);
      await put(aCustomer({ subjects: ['app-1'], timezone: timeZoneFrom(timezone, '/timezone') }));
      // Counted by nobody, but now January is rated again.
      await use([{ ...used('2026-01-10T00:00:00Z'), type: 'other' }]);

      const customers = ['subject:app-1', 'press-review'];
      const [again, february] = await requests(customers, '2026-02');
      const december = await request('press-review', '2025-12');

      expect(shown(own.current.charges)).toEqual([['view', '2', '0.002']]);
      expect(shown(again?.earlier[0]?.charges ?? [])).toEqual([['view', '2', '0.002']]);
      expect(shown(february?.current.charges ?? [])).toEqual([['view', '1', '0.001']]);
      expect(december.current.charges).toEqual([]);
    },
  );

  it('leaves the customer what it uses after it was assigned, though the subject’s own month closes first', async () => {
    const { use, request, put, books, clock } = await aTenancy({
      plans: { reader: aPlan() },
      settings,
    });
    await use([used('2025-12-10T00:00:00Z')]);
    await closePeriods({ books, clock }, 'acme', [await request('subject:app-1', '2025-12')]);
    await put(aCustomer({ subjects: ['app-1'] }));
    await use([used('2026-01-10T00:00:00Z')]);

    await closePeriods({ books, clock }, 'acme', [await request('subject:app-1', '2026-01')]);
    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['view', '1', '0.001']]);
  });

  it('bills the customer for a month that the subject closed with nothing, as it had just been assigned', async () => {
    const { use, request, put, books, clock } = await aTenancy({
      plans: { reader: aPlan() },
      settings,
    });
    await use([used('2026-01-10T00:00:00Z')]);
    await put(aCustomer({ subjects: ['app-1'] }));

    await closePeriods({ books, clock }, 'acme', [await request('subject:app-1', '2026-01')]);
    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([['view', '1', '0.001']]);
  });

  it('bills the customer alone for what came late to a month that the subject closed with nothing', async () => {
    const { use, request, requests, put, books, clock } = await aTenancy({
      plans: { reader: aPlan() },
      settings,
    });
    await closePeriods({ books, clock }, 'acme', [await request('subject:app-1', '2026-01')]);
    await put(aCustomer({ subjects: ['app-1'] }));
    await use([used('2026-01-10T00:00:00Z')]);

    const [own] = await requests(['subject:app-1'], '2026-02');
    const { current } = await request('press-review', '2026-01');

    expect(shown(own?.earlier.flatMap(({ charges }) => charges) ?? [])).toEqual([]);
    expect(shown(current.charges)).toEqual([['view', '1', '0.001']]);
  });

  it('adjusts it for the subject while nobody has it', async () => {
    const { use, request, books, clock } = await aTenancy({ plans: { reader: aPlan() }, settings });
    await closePeriods({ books, clock }, 'acme', [await request('subject:app-1', '2026-01')]);
    await use([used('2026-01-10T00:00:00Z')]);

    const { earlier } = await request('subject:app-1', '2026-02');

    expect(shown(earlier.flatMap(({ charges }) => charges))).toEqual([['view', '1', '0.001']]);
  });
});
