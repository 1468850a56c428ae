import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import type { RecipientBody } from '../../core/contract/shares/shapes.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { sharedMonth } from '../../core/shares/shared-month.ts';
import { inMemoryShares } from '../fakes/shares.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aShare } from '../fixtures/shares.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { aTenancy } from '../support/rated-usage.ts';

const DAY = 86_400_000;
const reads = aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'] });
const month = monthFrom('2026-01');
const day = (from: number): string => `2026-01-${String(from).padStart(2, '0')}`;

const charge: fc.Arbitrary<PlanVersionBody['charges'][number]> = fc.oneof(
  fc.record({
    ...{ meter: fc.constant('reads'), model: fc.constant('per_unit' as const) },
    unitPrice: fc.constantFrom('0.1', '0.000000007', '3'),
    included: fc.constantFrom('0', '2'),
  }),
  fc.record({
    ...{ meter: fc.constant('reads'), model: fc.constant('graduated' as const) },
    tiers: fc.constantFrom('0.7', '0').map((unitPrice) => [
      { upTo: '3', unitPrice },
      { upTo: null, unitPrice: '0.013' },
    ]),
  }),
  fc.record({
    ...{ meter: fc.constant('reads'), model: fc.constant('package' as const) },
    ...{ packagePrice: fc.constant('1'), packageSize: fc.constant('7') },
    maximum: fc.constantFrom('1.5', '100'),
  }),
);

const recipient: fc.Arbitrary<RecipientBody> = fc.oneof(
  fc.record({ to: fc.constant('value' as const), shares: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ to: fc.constant('platform' as const), shares: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    ...{ to: fc.constant('payee' as const), payee: fc.constantFrom('agent', 'label') },
    feePercent: fc.constantFrom('0', '2.5', '20'),
  }),
  fc.record({
    ...{ to: fc.constant('share' as const), share: fc.constant('band') },
    shares: fc.integer({ min: 1, max: 9 }),
  }),
);
const split = fc.array(recipient, { minLength: 1, maxLength: 4 });

const given = fc.record({
  charge,
  change: fc.integer({ min: 2, max: 28 }),
  planChange: fc.integer({ min: 2, max: 28 }),
  splits: fc.tuple(split, split),
  reads: fc.array(
    fc.record({
      author: fc.constantFrom('ada', 'ben', 'cy', undefined),
      at: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 25 },
  ),
});

type Given = typeof given extends fc.Arbitrary<infer Value> ? Value : never;

const eventsOf = ({ reads: all }: Given): UsageEvent[] =>
  all.map(({ author, at }, index) => ({
    ...{ source: 'app', id: String(index), type: 'read', subject: 'reader-7' },
    occurredAt: timestampOf(Date.UTC(2026, 0, 1, 12) + at * DAY),
    data: JSON.stringify(author === undefined ? {} : { author }),
  }));

/** The month shared, and what its lines come to, with events that arrived in an order, in so many batches. */
async function sharedOf(one: Given, events: readonly UsageEvent[], batches: number) {
  const { charge: only, change, planChange, splits } = one;
  const later = aVersion({ effectiveFrom: day(planChange), charges: [only], fixedFees: [] });
  const tenancy = await aTenancy({
    meters: [reads],
    plans: { reader: aPlan(aVersion({ charges: [only] }), later) },
    customers: [
      aCustomer({ subjects: ['reader-7'], plan: [{ plan: 'reader', from: '2020-01-01' }] }),
    ],
  });
  const size = Math.max(1, Math.ceil(events.length / batches));
  for (let from = 0; from < events.length; from += size) {
    await tenancy.use(events.slice(from, from + size));
  }
  const shares = inMemoryShares();
  const versions = [
    { effectiveFrom: '2026-01-01', split: splits[0] },
    { effectiveFrom: day(change), split: splits[1] },
  ];
  const of = { meter: 'reads', dimension: 'author' };
  await shares.put('acme', aShare('authors', [], '', { of, basis: 'invoiced', versions }));
  await shares.put('acme', aShare('band', [{ to: 'payee', payee: 'drums', shares: 1 }]));
  const ports = { rating: tenancy.rating, shares };
  const shared = await sharedMonth(ports, 'acme', { customer: 'press-review', month });
  const { current } = await tenancy.request('press-review', '2026-01');
  const usage = current.charges.filter(({ kind }) => kind === 'usage');
  return { shared, billed: usage.reduce<bigint>((sum, { exact }) => sum + exact, 0n) };
}

describe('shares of any month under any plan', () => {
  it('are all of what the usage lines say, whatever order and batches the usage came in', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (one) => {
        const events = eventsOf(one);
        const { shared, billed } = await sharedOf(one, events, 1);
        const again = await sharedOf(one, events.toReversed(), 3);

        const { payees, platform, unshared, amount } = shared;
        const together = payees.reduce<bigint>((sum, { amount: own }) => sum + own, 0n);
        expect(together + platform + unshared).toBe(billed);
        expect(amount).toBe(billed);
        expect(again.shared).toEqual(shared);
      }),
      { numRuns: 25 },
    );
  });
});
