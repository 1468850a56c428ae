import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { sumOfExact } from '../../../core/kernel/exact-amount.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown, views } from '../../support/rated-usage.ts';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
/** A zone, and by how many hours it is ahead of UTC in January 2026. */
const zones = [
  ['UTC', 0],
  ['Asia/Kathmandu', 5.75],
  ['America/St_Johns', -3.5],
  ['Pacific/Kiritimati', 14],
] as const;

const subjects = ['app-1', 'app-2', 'app-3', 'somebody else'] as const;
const own: ReadonlySet<string> = new Set(['app-1', 'app-2', 'app-3']);

/** Views from two days before January to two days after it, in UTC, crowded around its ends. */
const someEvents = fc
  .array(
    fc.record({
      subject: fc.constantFrom(...subjects),
      quarter: fc.oneof(
        fc.integer({ min: -192, max: 192 }),
        fc.integer({ min: 0, max: 31 * 96 }),
        fc.integer({ min: 29 * 96, max: 33 * 96 }),
      ),
      value: fc.integer({ min: 0, max: 1_000_000 }),
    }),
    { maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ subject, quarter, value }, index) =>
      aUsageEvent({
        id: String(index),
        subject,
        occurredAt: timestampOf(Date.UTC(2026, 0, 1) + quarter * 900_000),
        data: JSON.stringify({ value }),
      }),
    ),
  );

const bytes = aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'value' });
const january = (day: number): string => `2026-01-${String(day).padStart(2, '0')}`;

/** The events of the customer's own January, counted without any calendar of ours. */
const inJanuary = (events: readonly UsageEvent[], hoursAhead: number): readonly UsageEvent[] =>
  events.filter(({ subject, occurredAt }) => {
    const local = new Date(occurredAt + hoursAhead * HOUR).toISOString();
    return own.has(subject) && local.startsWith('2026-01');
  });

/** What January comes to, and the invoice of it as it is issued. */
async function issued({ books, clock, request }: Awaited<ReturnType<typeof aTenancy>>) {
  const closing = await request('press-review', '2026-01');
  const [outcome] = await closePeriods({ books, clock }, 'acme', [closing]);
  if (outcome?.status !== 'closed') throw new Error(`not closed: ${outcome?.status ?? ''}`);
  return { reckoning: closing.current, content: outcome.document.content };
}

describe('a month of usage', () => {
  it('comes to its quantity times the price, wherever versions and plans part it', async () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(someEvents, fc.constantFrom(...zones), cuts, async (events, zone, days) => {
        const [name, hoursAhead] = zone;
        const charges = [
          { meter: 'bytes', model: 'per_unit', unitPrice: '0.000000000001' },
        ] as const;
        const ascending = days.toSorted((a, b) => a - b);
        const versions = ascending.map((day) =>
          aVersion({ effectiveFrom: january(day), charges: [...charges] }),
        );
        const plan = aPlan(aVersion({ charges: [...charges] }), ...versions);
        const changes = ascending.map((day, index) => ({
          plan: index % 2 === 0 ? 'b' : 'a',
          from: january(Math.max(1, day - 1)),
        }));
        const { use, request } = await aTenancy({
          meters: [bytes],
          plans: { a: plan, b: plan },
          customers: [
            aCustomer({
              subjects: [...own],
              timezone: timeZoneFrom(name, 'timezone'),
              plan: [
                { plan: 'a', from: '2020-01-01' },
                ...changes.filter(({ from }, index) => from !== changes[index - 1]?.from),
              ],
            }),
          ],
        });
        await use(events);

        const { current } = await request('press-review', '2026-01');

        const expected = inJanuary(events, hoursAhead)
          .map(({ data }) => (JSON.parse(data ?? '{}') as { value: number }).value)
          .reduce((sum, value) => sum + value, 0);
        expect(sumOfExact(current.charges.map(({ exact }) => exact))).toBe(
          BigInt(expected) * 10n ** 12n,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same invoice, to the byte, in whatever order, batches and repeats its events came', async () => {
    const tenant = {
      meters: [views, bytes],
      plans: {
        reader: aPlan(
          aVersion({
            charges: [
              {
                meter: 'view',
                model: 'graduated',
                tiers: [
                  { upTo: '3', unitPrice: '0.5' },
                  { upTo: null, unitPrice: '0.1', flatFee: '1' },
                ],
              },
              {
                meter: 'bytes',
                model: 'percentage',
                ratePercent: '1.5',
                freeEvents: 2,
                maximumPerEvent: '700',
              },
            ],
            minimumCommitment: '3',
          }),
        ),
      },
      customers: [
        aCustomer({ subjects: [...own], plan: [{ plan: 'reader', from: '2026-01-10' }] }),
      ],
    };
    const arrivals = someEvents.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
        fc.integer({ min: 1, max: 10 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arrivals, async ([events, again, batch]) => {
        const inOrder = await aTenancy(tenant);
        await inOrder.use(events);
        const other = await aTenancy(tenant);
        for (let from = 0; from < again.length; from += batch) {
          await other.use(again.slice(from, from + batch));
        }

        const [first, second] = [await issued(inOrder), await issued(other)];

        expect(second.reckoning).toEqual(first.reckoning);
        expect(second.content).toBe(first.content);
        expect(first.content).toContain('"status":"issued"');
      }),
      { numRuns: 25 },
    );
  });

  it('is, for example, three views at half a unit and one in the second tier', async () => {
    const tenancy = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion({
            charges: [
              {
                meter: 'view',
                model: 'graduated',
                tiers: [
                  { upTo: '3', unitPrice: '0.5' },
                  { upTo: null, unitPrice: '0.1', flatFee: '1' },
                ],
              },
            ],
          }),
        ),
      },
      customers: [aCustomer({ plan: [{ plan: 'reader', from: '2020-01-01' }] })],
    });
    const events = ['a', 'b', 'c', 'd'].map((id) =>
      aUsageEvent({ id, subject: 'app-1', occurredAt: timestampOf(Date.UTC(2026, 0, 10)) }),
    );
    await tenancy.use([...events, ...events].reverse());

    const { reckoning, content } = await issued(tenancy);

    const { total } = JSON.parse(content) as { total: string };
    expect(shown(reckoning.charges)).toEqual([['view', '4', '2.6']]);
    expect(total).toBe('2.60');
  });
});
