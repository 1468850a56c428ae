import { describe, expect, it } from '@jest/globals';
import type { PlanBody, PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import type { RatedCharge } from '../../../core/invoicing/reckoning.ts';
import { decimalFrom } from '../../../core/kernel/decimal.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Aggregation } from '../../../core/metering/meter.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown, sumOf } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
type ChargeBody = PlanVersionBody['charges'][number];

let made = 0;
const change = (day: string, value: string, subject = 'app-1'): UsageEvent => {
  made += 1;
  return aUsageEvent({
    id: `change-${made}`,
    type: 'seats',
    subject,
    occurredAt: at(`${day}T00:00:00Z`),
    data: JSON.stringify({ value }),
  });
};

const meterOf = (aggregation: Aggregation) =>
  aMeter({ key: 'seats', eventType: 'seats', aggregation, value: 'value' });
const perSeat = (unitPrice: string) => ({ meter: 'seats', model: 'per_unit', unitPrice }) as const;
const priced = (charges: ChargeBody[], from = '2020-01-01', more = {}) =>
  aVersion({ effectiveFrom: from, charges, ...more });
const fee = (amount: string) => ({
  fixedFees: [{ key: 'base', amount, description: 'Base fee' }],
});

/** What January costs of usage under a plan, or under several, one after the other. */
async function january(
  aggregation: Aggregation,
  plan: PlanBody | Readonly<Record<string, PlanBody>>,
  events: readonly UsageEvent[],
): Promise<readonly RatedCharge[]> {
  const plans = 'versions' in plan ? { p1: plan as PlanBody } : plan;
  const { use, request } = await aTenancy({
    meters: [meterOf(aggregation)],
    plans,
    customers: [
      aCustomer({
        subjects: ['app-1', 'app-2'],
        plan: Object.keys(plans).map((key, index) => ({
          plan: key,
          from: index === 0 ? '2020-01-01' : '2026-01-16',
        })),
      }),
    ],
  });
  await use(events);
  const { current } = await request('press-review', '2026-01');
  return current.charges.filter(({ kind }) => kind !== 'fee');
}

const threeUsers = ['ann', 'bob', 'cid'].flatMap((user) => [
  change('2026-01-03', user),
  change('2026-01-20', user),
]);

describe('a cut at which nothing about a charge changes', () => {
  it('does not change what a level costs: ten from 10 January are 7.10, with and without', async () => {
    const events = [change('2026-01-10', '10')];
    const uncut = aPlan(priced([perSeat('1')]));
    const cut = aPlan(priced([perSeat('1')]), priced([perSeat('1')], '2026-01-16', fee('0')));

    const expected = [['seats', '7.096774193548', '7.096774193548']];
    const [whole] = await january('weighted_sum', uncut, events);
    const [again] = await january('weighted_sum', cut, events);

    expect(shown(await january('weighted_sum', uncut, events))).toEqual(expected);
    expect(shown(await january('weighted_sum', cut, events))).toEqual(expected);
    expect(again).toEqual(whole);
  });

  it('counts three users of a month once', async () => {
    const cut = aPlan(priced([perSeat('2')]), priced([perSeat('2')], '2026-01-16', fee('0')));

    expect(shown(await january('unique_count', cut, threeUsers))).toEqual([['seats', '3', '6']]);
  });

  it('begins no tier anew, of what is added up as little as of levels', async () => {
    const tiers: ChargeBody = {
      meter: 'seats',
      model: 'graduated',
      tiers: [
        { upTo: '10', unitPrice: '50' },
        { upTo: null, unitPrice: '40' },
      ],
    };
    const cut = aPlan(priced([tiers]), priced([tiers], '2026-01-16', fee('0')));

    const charges = await january('sum', cut, [
      change('2026-01-03', '8'),
      change('2026-01-20', '7'),
    ]);

    expect(shown(charges)).toEqual([['seats', '15', '700']]);
  });

  it('leaves the days of a commitment together', async () => {
    const least = (amount: string) => ({ minimumCommitment: amount });
    const cut = aPlan(
      priced([perSeat('1')], '2020-01-01', least('31')),
      priced([perSeat('2')], '2026-01-16', least('31')),
    );

    const charges = await january('sum', cut, [change('2026-01-03', '20')]);

    expect(shown(charges)).toEqual([
      ['seats', '20', '20'],
      ['seats', '0', '0'],
      ['commitment', '1', '11'],
    ]);
  });

  it('charges a commitment that changes for the days of each', async () => {
    const least = (amount: string) => ({ minimumCommitment: amount });
    const cut = aPlan(
      priced([perSeat('1')], '2020-01-01', least('31')),
      priced([perSeat('1')], '2026-01-16', least('62')),
    );

    const charges = await january('sum', cut, [change('2026-01-03', '31')]);

    // Of the 31 that were used, 15 are of the first days, and 16 of the others, of which 32 are due.
    expect(shown(charges)).toEqual([
      ['seats', '31', '31'],
      ['commitment', '1', '16'],
    ]);
  });
});

describe('a level whose price changes in the middle of a month', () => {
  const twice = aPlan(priced([perSeat('1')]), priced([perSeat('2')], '2026-01-16'));

  it('is opened with what it stood at', async () => {
    expect(shown(await january('weighted_sum', twice, [change('2026-01-10', '10')]))).toEqual([
      ['seats', '1.935483870968', '1.935483870968'],
      ['seats', '5.16129032258', '10.32258064516'],
    ]);
  });

  it.each([
    ['unique_count', threeUsers, '3'],
    ['max', [change('2026-01-03', '3'), change('2026-01-20', '2')], '3'],
    ['min', [change('2026-01-03', '3'), change('2026-01-20', '5')], '3'],
    ['latest', [change('2026-01-03', '9'), change('2026-01-20', '3')], '3'],
  ] as const)('has shares by time of the month’s %s', async (aggregation, events, whole) => {
    const charges = await january(aggregation, twice, events);

    expect(shown(charges)).toEqual([
      ['seats', '1.451612903226', '1.451612903226'],
      ['seats', '1.548387096774', '3.096774193548'],
    ]);
    expect(charges.reduce((sum, { quantity }) => sum + quantity, 0n)).toBe(decimalFrom(whole));
  });

  it('costs in parts what it costs whole when another plan has the same price', async () => {
    const plan = aPlan(priced([perSeat('2')]));

    expect(sumOf(await january('unique_count', { p1: plan, p2: plan }, threeUsers))).toBe('6');
    const seats = [change('2026-01-10', '10')];
    expect(sumOf(await january('weighted_sum', { p1: plan, p2: plan }, seats))).toBe(
      sumOf(await january('weighted_sum', plan, seats)),
    );
  });

  it('is put in tiers and packages as if it stood for the whole month', async () => {
    const tiers: ChargeBody = {
      meter: 'seats',
      model: 'graduated',
      tiers: [
        { upTo: '2', unitPrice: '31' },
        { upTo: null, unitPrice: '62', flatFee: '31' },
      ],
    };
    const tens = {
      meter: 'seats',
      model: 'package',
      packageSize: '10',
      packagePrice: '31',
    } as const;
    const plans = { p1: aPlan(priced([tiers])), p2: aPlan(priced([tens])) };

    const charges = await january('max', plans, [change('2026-01-20', '3')]);

    // The whole month: 2 × 31 + 62 + 31 = 155 in tiers, 31 in packages; 15 and 16 days of 31 of it.
    expect(shown(charges)).toEqual([
      ['seats', '1.451612903226', '75'],
      ['seats', '1.548387096774', '16'],
    ]);
  });

  it('is charged for the time that anything charges for it', async () => {
    const late = aPlan(priced([], '2020-01-01'), priced([perSeat('1')], '2026-01-16'));

    expect(shown(await january('weighted_sum', late, [change('2026-01-10', '31')]))).toEqual([
      ['seats', '16', '16'],
    ]);
    // Who was there before it cost anything is nobody that it counts.
    const users = [change('2026-01-03', 'ann'), change('2026-01-20', 'bob')];
    expect(shown(await january('unique_count', late, users))).toEqual([
      ['seats', '0.516129032258', '0.516129032258'],
    ]);
  });
});
