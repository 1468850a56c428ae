import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { aggregations, type Meter } from '../../../core/metering/meter.ts';
import { markedTotals } from '../../../core/metering/rollups/marked-totals.ts';
import type { RollupReads } from '../../../core/metering/rollups/ports.ts';
import { InMemoryRollups } from '../../fakes/rollups.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { billingInterface } from '../../support/billing-interface.ts';
import { aTenancy } from '../../support/rated-usage.ts';

jest.setTimeout(240_000);

const { day: DAY, hour: HOUR, quarterHour: QUARTER } = millisecondsPer;
const january = Date.UTC(2026, 0, 1);
type Charge = PlanVersionBody['charges'][number];
type Tenancy = Awaited<ReturnType<typeof aTenancy>>;

/** One of each aggregation; two that say how much there is go on from month to month, or do not. */
const meters = (goOn: boolean): readonly Meter[] =>
  aggregations.map((aggregation) =>
    aMeter({
      key: aggregation,
      eventType: 'view',
      aggregation,
      dimensions: ['section'],
      ...(aggregation === 'count' ? {} : { value: 'n' }),
      ...(goOn && (aggregation === 'latest' || aggregation === 'weighted_sum')
        ? { opensWith: 'previous' as const }
        : {}),
    }),
  );

const each: readonly Charge[] = [
  ...aggregations.map((meter): Charge => ({ meter, model: 'per_unit', unitPrice: '0.37' })),
  {
    key: 'news',
    meter: 'count',
    model: 'package',
    packageSize: '3',
    packagePrice: '2',
    filter: { section: ['news'] },
  },
  { key: 'share', meter: 'sum', model: 'percentage', ratePercent: '10', minimumPerEvent: '0.2' },
  {
    key: 'fixed',
    meter: 'sum',
    model: 'percentage',
    ratePercent: '10',
    fixedPerEvent: '0.1',
    countMeter: 'count',
  },
];
const someCharges = fc
  .uniqueArray(fc.constantFrom(...each), { minLength: 1, maxLength: 4 })
  // A meter has several charges only where each is for values of its own.
  .map((charges) => charges.filter(({ meter }, at) => first(charges, meter) === at));
const first = (charges: readonly Charge[], meter: string): number =>
  charges.findIndex((one) => one.meter === meter);

const aDay = fc.integer({ min: 2, max: 31 }).map((day) => String(day).padStart(2, '0'));
const aQuarter = fc.integer({ min: -40 * 96, max: 45 * 96 });
const someEvents = fc.array(
  fc.record({
    subject: fc.constantFrom('app-1', 'app-2', 'app-3', 'app-4'),
    // Few times, so that days have several and midnights have any.
    quarter: fc.oneof(
      fc.constantFrom(-1, 0, 1, 29, 30, 31).map((day) => day * 96 + 1),
      fc.integer({ min: -2, max: 33 }).map((day) => day * 96 - 1),
      aQuarter,
    ),
    n: fc.constantFrom<number | string>(1, 2, -3, 7, '0.1234567890123456', 'none'),
    section: fc.constantFrom('news', 'x'.repeat(4_000), `${'x'.repeat(4_000)}y`),
  }),
  { maxLength: 14 },
);

const aCase = fc.record({
  zone: fc.constantFrom('UTC', 'UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
  goOn: fc.boolean(),
  charges: fc.tuple(someCharges, someCharges),
  cut: fc.option(aDay, { nil: undefined }),
  planFrom: fc.oneof(
    fc.constant('2025-11-01'),
    aDay.map((day) => `2026-01-${day}`),
  ),
  held: fc.tuple(aQuarter, aQuarter),
  now: fc.integer({ min: 4, max: 50 }),
  events: fc.tuple(someEvents, someEvents),
  again: fc.boolean(),
});
type Case = typeof aCase extends fc.Arbitrary<infer Made> ? Made : never;

/** What is used in two parts: the second comes late, once the days of the first are rolled up. */
async function tenancyOf({ events, again, now, ...terms }: Case): Promise<Tenancy> {
  const [one, other] = terms.charges;
  const versions = [
    aVersion({ charges: [...one] }),
    ...(terms.cut === undefined
      ? []
      : [aVersion({ effectiveFrom: `2026-01-${terms.cut}`, charges: [...other] })]),
  ];
  const [from = 0, until = 0] = terms.held.toSorted((a, b) => a - b);
  const at = (quarter: number) => timestampOf(january + quarter * QUARTER);
  const customer = aCustomer({
    subjects: ['app-1', 'app-2'],
    tenures: [
      { subject: 'app-2', from: at(from) },
      { subject: 'app-3', until: at(until + 1) },
    ],
    timezone: timeZoneFrom(terms.zone, 'timezone'),
    plan: [{ plan: 'reader', from: terms.planFrom }],
  });
  const tenancy = await aTenancy(
    {
      meters: meters(terms.goOn),
      plans: { reader: aPlan(...versions), other: aPlan(aVersion({ charges: [...other] })) },
      customers: [],
    },
    timestampOf(january + now * DAY + 9 * HOUR),
  );
  await tenancy.put(customer);
  const rolledUp = async (): Promise<void> => {
    await tenancy.rollUp();
    tenancy.time.now = timestampOf(tenancy.time.now + 2 * HOUR);
    await tenancy.rollUp();
  };
  await rolledUp();
  for (const [part, some] of events.entries()) {
    await tenancy.use(
      some.map(({ subject, quarter, n, section }, index) =>
        aUsageEvent({
          id: `event ${part} ${index}`,
          subject,
          occurredAt: at(quarter),
          data: JSON.stringify({ n, section }),
        }),
      ),
    );
    if (part === 0 || again) await rolledUp();
  }
  return tenancy;
}

const preview = (
  tenancy: Parameters<typeof billingInterface>[0],
  rollups: RollupReads,
  key: string,
  period: string,
) =>
  billingInterface({ ...tenancy, rollups })('GET /v1/customers/{key}/preview', {
    params: { key },
    query: { period },
  });

/** All of January in UTC, under one version, after it has ended. */
const uncut: Omit<Case, 'events'> = {
  zone: 'UTC',
  goOn: false,
  charges: [each.slice(0, 2), each.slice(0, 1)],
  cut: undefined,
  planFrom: '2025-11-01',
  held: [-100, -100],
  now: 40,
  again: false,
};

describe('a preview from days', () => {
  it('is that of the hours, whatever the zone, the cuts, the meters and what came late', async () => {
    await fc.assert(
      fc.asyncProperty(aCase, async (made) => {
        const tenancy = await tenancyOf(made);

        for (const key of ['press-review', 'subject:app-4']) {
          for (const period of ['2025-12', '2026-01', '2026-02']) {
            const rolled = await preview(tenancy, tenancy.rollups, key, period);
            const fromHours = await preview(tenancy, new InMemoryRollups(), key, period);
            expect(rolled).toEqual(fromHours);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has what came late of a day that is rolled up, once', async () => {
    const used = (quarter: number) => ({
      subject: 'app-1' as const,
      quarter,
      n: 2,
      section: 'news',
    });
    const tenancy = await tenancyOf({ ...uncut, events: [[used(3), used(99)], [used(4)]] });

    const { body } = await preview(tenancy, tenancy.rollups, 'press-review', '2026-01');

    expect(body['lines']).toMatchObject([{ quantity: '3' }, { quantity: '6' }]);
  });

  it('reads no hour of a month that is rolled up whole', async () => {
    const used = (quarter: number) =>
      (['app-1', 'app-2'] as const).map((subject) => ({ subject, quarter, n: 2, section: 'news' }));
    const tenancy = await tenancyOf({ ...uncut, events: [[3, 99, 2_900].flatMap(used), []] });
    const hours: number[] = [];
    const readRange: Tenancy['totals']['readRange'] = async function* (range) {
      hours.push(range.from);
      yield* tenancy.totals.readRange(range);
    };
    const totals = { ...markedTotals(tenancy.totals, tenancy.rollups), readRange };
    const counted = { ...tenancy, rating: { ...tenancy.rating, totals } };

    const { body } = await preview(counted, tenancy.rollups, 'press-review', '2026-01');

    expect(body['lines']).toMatchObject([{ quantity: '6' }, { quantity: '12' }]);
    expect(hours).toEqual([]);
  });
});
