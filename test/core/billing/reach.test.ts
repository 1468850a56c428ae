import { describe, expect, it } from '@jest/globals';
import { monthsReachedBackFor } from '../../../core/billing/rating/reach.ts';
import { closePeriods, draftClosing } from '../../../core/invoicing/close-periods.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown } from '../../support/rated-usage.ts';

const DAY = 86_400;
const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;

describe('how many months are reached back', () => {
  it.each([
    [1, 2],
    [35, 2],
    [56, 2],
    [57, 3],
    [200, 8],
    [3_650, 131],
  ])('events of up to %d days are in reach for %d months after their own', (days, months) => {
    expect(monthsReachedBackFor(days * DAY)).toBe(months);
  });
});

describe('late usage', () => {
  it('is billed 110 days late where events of 200 days are taken', async () => {
    const { use, request, books, clock } = await aTenancy(
      {
        plans: { reader: aPlan(aVersion({ charges: [perView] })) },
        customers: [aCustomer({ plan: [{ plan: 'reader', from: '1970-01-01' }] })],
      },
      at('2026-06-02T00:00:00Z'),
      200 * DAY,
    );
    for (const month of ['2026-01', '2026-02', '2026-03', '2026-04']) {
      await closePeriods({ books, clock }, 'acme', [await request('press-review', month)]);
    }
    await use([aUsageEvent({ subject: 'app-1', occurredAt: at('2026-01-20T00:00:00Z') })]);

    const may = await request('press-review', '2026-05');
    const { draft } = await draftClosing(books, 'acme', may);

    expect(may.earlier.map(({ period, charges }) => [period.month, shown(charges)])).toContainEqual(
      ['2026-01', [['view', '1', '1']]],
    );
    expect(draft.lines.map(({ kind, exactAmount }) => [kind, exactAmount])).toContainEqual([
      'adjustment',
      '1',
    ]);
  });
});
