import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { type Decimal, decimalFromInteger, decimalOf } from '../../../core/kernel/decimal.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { domainKey } from '../../../core/spend/domain.ts';
import { loadSpendTerms } from '../../../core/spend/load-terms.ts';
import { netAt } from '../../../core/spend/most.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { at } from '../../support/a-pass.ts';
import { aTenancy } from '../../support/rated-usage.ts';

type ChargeBody = PlanVersionBody['charges'][number];

const sections = ['news', 'sport', 'film'];
const meters = [
  aMeter({ key: 'view', eventType: 'view', dimensions: ['section'] }),
  aMeter({
    key: 'bytes',
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
    dimensions: ['section'],
  }),
];
const aPrice = fc.constantFrom('0', '0.01', '2', '0.333333333333', '0.0000000007');
const included = fc.constantFrom('0', '1', '3.5');
const tiers = fc
  .tuple(aPrice, aPrice, fc.constantFrom('0', '1.5'), fc.constantFrom('0', '0.7'))
  .map(([first, second, firstFee, secondFee]) => [
    { upTo: '3', unitPrice: first, flatFee: firstFee },
    { upTo: null, unitPrice: second, flatFee: secondFee },
  ]);
const aModel = fc.oneof(
  fc.record({ model: fc.constant('per_unit'), unitPrice: aPrice, included }),
  fc.record({ model: fc.constantFrom('graduated', 'volume'), tiers, included }),
  fc.record({
    model: fc.constant('package'),
    packagePrice: aPrice,
    packageSize: fc.constantFrom('2', '0.7'),
    rounding: fc.constantFrom('up', 'down'),
    included,
  }),
);
const limits = fc.constantFrom<object>({}, {}, { minimum: '1' }, { maximum: '4' });

/** For each meter, one charge of all, or one of news and one of the rest. */
const someCharges = fc
  .tuple(...meters.map(() => fc.tuple(aModel, aModel, limits, fc.boolean())))
  .map((all) =>
    all.flatMap(([first, second, limited, isParted], index): object[] => {
      const meter = meters[index]?.key ?? '';
      if (!isParted) return [{ meter, ...first, ...limited }];
      return [
        { meter, key: `${meter}-news`, filter: { section: ['news'] }, ...first, ...limited },
        { meter, key: `${meter}-rest`, filter: 'rest', ...second },
      ];
    }),
  )
  .map((charges) => charges as ChargeBody[]);

const someCaptures = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 31 * 24 * 60 - 1 }),
    meter: fc.constantFrom(...meters),
    section: fc.constantFrom(...sections, undefined),
    quarters: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 25 },
);

/** When January begins in Vienna, by the billing day. */
const starts = { 1: at('2025-12-31T23:00:00Z'), 15: at('2026-01-14T23:00:00Z') };

it('captures add up to the usage lines that the same usage is rated to, to the nano', async () => {
  await fc.assert(
    fc.asyncProperty(
      someCharges,
      fc.option(someCharges, { nil: undefined }),
      someCaptures,
      fc.constantFrom<1 | 15>(1, 15),
      async (before, since, captures, billingDay) => {
        const start = starts[billingDay];
        const versions = [
          aVersion({ charges: before }),
          ...(since === undefined
            ? []
            : [aVersion({ effectiveFrom: '2026-01-16', charges: since })]),
        ];
        const { use, rating, request } = await aTenancy({
          meters,
          plans: { reader: aPlan(...versions) },
          customers: [
            aCustomer({
              key: 'press',
              timezone: timeZoneFrom('Europe/Vienna', ''),
              ...(billingDay === 1 ? {} : { billingDay }),
              plan: [{ plan: 'reader', from: '2025-01-01' }],
            }),
          ],
        });
        const payer = payerKeyOf({ customer: 'press' });
        const terms = await loadSpendTerms(rating, 'acme', { payer, at: start });
        const captured = new Map<string, { quantity: Decimal; net: bigint }>();
        const events = captures.flatMap(({ minute, meter, section, quarters }, place) => {
          const occurredAt = timestampOf(start + minute * 60_000);
          const counts = meter.aggregation === 'count';
          const quantity = counts
            ? decimalFromInteger(BigInt(quarters))
            : decimalOf(decimalFromInteger(BigInt(quarters)) / 4n);
          const dimensions = section === undefined ? {} : { section };
          const own = terms.chargeFor(occurredAt, meter.key, dimensions);
          const was = captured.get(own.key) ?? { quantity: decimalOf(0n), net: 0n };
          const then = decimalOf(was.quantity + quantity);
          const net = was.net + netAt(own, then) - netAt(own, was.quantity);
          captured.set(own.key, { quantity: then, net });
          const event = (index: number) =>
            aUsageEvent({
              ...{ id: `${place}~${index}`, type: meter.eventType, subject: 'app-1', occurredAt },
              data: JSON.stringify({ ...dimensions, bytes: `${quarters / 4}` }),
            });
          return Array.from({ length: counts ? quarters : 1 }, (_, index) => event(index));
        });
        await use(events);

        const { current } = await request('press', '2026-01');
        const lines = current.charges.flatMap(({ kind, plan, charge, stretch, quantity, exact }) =>
          kind === 'usage' && quantity > 0n
            ? [
                [
                  domainKey({
                    ...{ month: current.period.month, plan: plan.key, charge },
                    start: (stretch ?? current.period).start,
                  }),
                  { quantity, net: exact / 10n ** 15n },
                ] as const,
              ]
            : [],
        );
        expect(captured).toEqual(new Map(lines));
      },
    ),
    { numRuns: 25 },
  );
});
