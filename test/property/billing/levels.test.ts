import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { MonthLevels } from '../../../core/billing/rating/month-levels.ts';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { decimalOf } from '../../../core/kernel/decimal.ts';
import { type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { aggregations } from '../../../core/metering/meter.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, sumOf } from '../../support/rated-usage.ts';

jest.setTimeout(240_000);

const QUARTER = 900_000;
const month = { start: timestampOf(Date.UTC(2026, 0, 1)), end: timestampOf(Date.UTC(2026, 1, 1)) };
const quarters = 31 * 96;
const atQuarter = (quarter: number): Timestamp => timestampOf(month.start + quarter * QUARTER);

/** At most one of a subject at a time: which of two is the latest goes by their ids, and the two customers' differ. */
const someChanges = fc.uniqueArray(
  fc.record({
    subject: fc.constantFrom('app-1', 'app-2'),
    quarter: fc.integer({ min: -60 * 96, max: quarters - 1 }),
    value: fc.integer({ min: 1, max: 40 }),
  }),
  { maxLength: 12, selector: ({ subject, quarter }) => `${subject}@${quarter}` },
);

const charges: readonly PlanVersionBody['charges'][number][] = [
  { meter: 'seats', model: 'per_unit', unitPrice: '0.37', included: '2', maximum: '9' },
  { meter: 'seats', model: 'package', packageSize: '7', packagePrice: '3.1' },
  {
    meter: 'seats',
    model: 'graduated',
    tiers: [
      { upTo: '5', unitPrice: '1' },
      { upTo: null, unitPrice: '0.3', flatFee: '2' },
    ],
  },
];
const perUnit = charges.slice(0, 1).map((charge) => ({ ...charge, maximum: undefined }));

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;

type Changes = readonly {
  readonly subject: string;
  readonly quarter: number;
  readonly value: number;
}[];

describe('a month of a level', () => {
  it('costs the same, line by line, wherever versions cut it that change nothing about the charge', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          aggregation: fc.constantFrom(...aggregations),
          goesOn: fc.boolean(),
          charge: fc.constantFrom(...charges),
          cuts: fc.uniqueArray(fc.integer({ min: 2, max: 31 }), { maxLength: 4 }),
          changes: someChanges,
        }),
        async ({ aggregation, goesOn, charge, cuts, changes }) => {
          const opens = goesOn && ['weighted_sum', 'latest'].includes(aggregation);
          const counted = aggregation === 'count' ? {} : { value: 'value' };
          const meter = aMeter({
            key: 'seats',
            eventType: 'seats',
            aggregation,
            ...counted,
            ...(opens ? { opensWith: 'previous' } : {}),
          });
          const version = aVersion({ charges: [charge] });
          const cut = cuts
            .toSorted((a, b) => a - b)
            .map((number) => ({ ...version, effectiveFrom: day(number) }));
          const { use, request } = await aTenancy({
            meters: [meter],
            plans: { whole: aPlan(version), cut: aPlan(version, ...cut) },
            customers: ['whole', 'cut'].map((key) =>
              aCustomer({
                key,
                subjects: ['app-1', 'app-2'].map((subject) => `${key}-${subject}`),
                plan: [{ plan: key, from: '1970-01-01' }],
              }),
            ),
          });
          await use(
            ['whole', 'cut'].flatMap((key) =>
              changes.map(({ subject, quarter, value }, index) =>
                aUsageEvent({
                  id: `${key}-${index}`,
                  type: 'seats',
                  subject: `${key}-${subject}`,
                  occurredAt: atQuarter(quarter),
                  data: JSON.stringify({ value }),
                }),
              ),
            ),
          );

          const [whole, inParts] = [
            await request('whole', '2026-01'),
            await request('cut', '2026-01'),
          ].map(({ current }) =>
            current.charges.map(({ quantity, exact, charge: of, kind }) => [
              of,
              kind,
              quantity,
              exact,
            ]),
          );

          expect(inParts).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has parts that add up to it where plans of one price cut it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          aggregation: fc.constantFrom(...aggregations.slice(2)),
          cuts: fc.uniqueArray(fc.integer({ min: 2, max: 31 }), { minLength: 1, maxLength: 3 }),
          changes: someChanges,
        }),
        async ({ aggregation, cuts, changes }) => {
          const plan = aPlan(
            aVersion({ charges: perUnit.map((charge) => ({ ...charge, included: '0' })) }),
          );
          const days = cuts.toSorted((a, b) => a - b);
          const { use, request } = await aTenancy({
            meters: [aMeter({ key: 'seats', eventType: 'seats', aggregation, value: 'value' })],
            plans: Object.fromEntries(['p0', ...days.map(String)].map((key) => [key, plan])),
            customers: [
              aCustomer({
                key: 'cut',
                subjects: ['app-1', 'app-2'],
                plan: [
                  { plan: 'p0', from: '1970-01-01' },
                  ...days.map((number) => ({ plan: String(number), from: day(number) })),
                ],
              }),
              aCustomer({
                key: 'whole',
                subjects: ['own-app-1', 'own-app-2'],
                plan: [{ plan: 'p0', from: '1970-01-01' }],
              }),
            ],
          });
          await use(
            ['', 'own-'].flatMap((prefix) =>
              changes.map(({ subject, quarter, value }, index) =>
                aUsageEvent({
                  id: `${prefix}${index}`,
                  type: 'seats',
                  subject: `${prefix}${subject}`,
                  occurredAt: atQuarter(quarter),
                  data: JSON.stringify({ value }),
                }),
              ),
            ),
          );

          const parts = (await request('cut', '2026-01')).current.charges;
          const whole = (await request('whole', '2026-01')).current.charges;

          expect(parts).toHaveLength(days.length + 1);
          expect(parts.reduce((sum, { quantity }) => sum + quantity, 0n)).toBe(whole[0]?.quantity);
          expect(sumOf(parts)).toBe(sumOf(whole));
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** The level at every quarter hour, added up: what an area is, without tallies. */
function slowly(changes: Changes, parts: readonly Part[], run: readonly [number, number]): bigint {
  const levelAt = (subject: string, quarter: number): number =>
    changes
      .filter((change) => change.subject === subject && change.quarter <= quarter)
      .reduce((sum, { value }) => sum + value, 0);
  let area = 0;
  for (let quarter = run[0]; quarter < run[1]; quarter += 1) {
    for (const { subject, from, to } of parts) {
      if (from <= quarter && quarter < to) area += levelAt(subject, quarter);
    }
  }
  return BigInt(area);
}

interface Part {
  readonly subject: string;
  readonly from: number;
  readonly to: number;
}

describe('the level of subjects that come and go', () => {
  it('is what all of them stand at while the customer pays for them', () => {
    const parts = fc
      .tuple(fc.nat(quarters), fc.nat(quarters), fc.nat(quarters), fc.nat(quarters))
      .map(([a, b, c, d]): Part[] => [
        { subject: 'app-1', from: Math.min(a, b), to: Math.max(a, b) },
        { subject: 'app-2', from: Math.min(c, d), to: Math.max(c, d) },
      ]);
    const property = fc.property(
      someChanges,
      parts,
      fc.uniqueArray(fc.integer({ min: 1, max: quarters - 1 }), { minLength: 2, maxLength: 3 }),
      (changes, owned, drawn) => {
        const cuts = drawn.toSorted((a, b) => a - b);
        const levels = new MonthLevels(month, cuts.map(atQuarter), new Set(['seats']));
        for (const { subject, from, to } of owned) {
          const sink = levels.sinkFor({ start: atQuarter(from), end: atQuarter(to) });
          for (const change of changes.filter((one) => one.subject === subject)) {
            const at = atQuarter(change.quarter);
            const hour = Math.floor(at / 3_600_000);
            const slot = Math.floor((at % 3_600_000) / QUARTER) as 0 | 1 | 2 | 3;
            const sum = decimalOf(BigInt(change.value) * 10n ** 12n);
            const tally = { kind: 'weighted_sum', sum, moment: sum * BigInt(at) } as const;
            sink.add(
              { subject, meter: 'seats', dimensions: [], slot, tally, unreadable: 0 },
              { hour, partition: 0, coverage: new Map() },
            );
          }
        }
        const [start = 0, end = quarters] = cuts;
        const run = { start: atQuarter(start), end: atQuarter(end) };
        const { quantity } = levels.over('seats', run, () => true);
        const expected = slowly(changes, owned, [start, end]) * 10n ** 12n;
        // The difference of two running sums, each rounded to 12 places.
        const off = quantity * BigInt(quarters) - expected;
        expect(off <= BigInt(quarters) && off >= -BigInt(quarters)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });
});
