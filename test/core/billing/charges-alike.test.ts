import { describe, expect, it } from '@jest/globals';
import {
  cutIntoStretches,
  ratedUsageOf,
  readMonths,
} from '../../../core/billing/rating/month-usage.ts';
import { ratingRun } from '../../../core/billing/rating/rating-run.ts';
import { currentRules, rulesByText } from '../../../core/billing/rating/rules.ts';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { billingPeriod } from '../../../core/invoicing/billing-period.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { stretchesOf } from '../../../core/pricing/stretches.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, sumOf } from '../../support/rated-usage.ts';

type ChargeBody = PlanVersionBody['charges'][number];

const january = billingPeriod(monthFrom('2026-01'), utc);
const meters = [
  aMeter({ key: 'view', eventType: 'view', dimensions: ['cloud'] }),
  aMeter({ key: 'view-2', eventType: 'view', dimensions: ['cloud'] }),
  aMeter({
    key: 'paid',
    eventType: 'view',
    aggregation: 'sum',
    value: 'paid',
    dimensions: ['cloud'],
  }),
];

/** Ten events before 16 January and ten after, of two clouds; each is a view, and money of 1. */
const events = Array.from({ length: 20 }, (_, index) =>
  aUsageEvent({
    id: `event ${index}`,
    subject: 'app-1',
    occurredAt: timestampFrom(`2026-01-${index < 10 ? '05' : '20'}T00:00:00Z`) ?? timestampOf(0),
    data: JSON.stringify({ cloud: index % 2 === 0 ? 'aws' : 'gcp', paid: 1 }),
  }),
);

/** What January comes to under rules, where each of these is in force for a part of it. */
async function comesTo(
  rules: number,
  before: readonly ChargeBody[],
  since: readonly ChargeBody[],
): Promise<string> {
  const plan = aPlan(
    aVersion({ charges: [...before] }),
    aVersion({ effectiveFrom: '2026-01-16', charges: [...since] }),
  );
  const { use, rating } = await aTenancy({ meters, plans: { reader: plan } });
  await use(events);
  const run = await ratingRun(rating, 'acme');
  const found = await run.plans.get('reader');
  if (found === undefined) throw new Error('the plan was put');
  const stretches = stretchesOf(found, {
    within: january,
    month: january,
    calendar: localCalendar(utc),
  });
  const usedBy = [{ subject: 'app-1', period: january }];
  const month = cutIntoStretches(
    { period: january, agreed: undefined, rules, usedBy, usedBefore: [] },
    { stretches: stretches.map((stretch) => ({ plan: 'reader', stretch })), coupons: [] },
    run.meters,
  );
  await readMonths(run, [month]);
  return sumOf(await ratedUsageOf(month, run));
}

const tiers = [
  { upTo: '10', unitPrice: '5' },
  { upTo: null, unitPrice: '1' },
];
const graduated = { key: 'views', meter: 'view', model: 'graduated', tiers } as const;
const percentage = { meter: 'paid', model: 'percentage', ratePercent: '100' } as const;
const ofClouds = (...cloud: string[]): ChargeBody => ({ ...graduated, filter: { cloud } });
/** At most 20: in two parts of the month, 9.68 and 10.32, so that ten of each come to 19.68. */
const atMost = { ...percentage, maximum: '20' };
const tenFree = { ...percentage, freeEvents: 10, maximum: '10' };
const onlyFixed = { ...atMost, ratePercent: '0', fixedPerEvent: '1', countMeter: 'view' } as const;

describe('a charge that a version writes otherwise', () => {
  it.each<[string, ChargeBody, ChargeBody, string]>([
    ['names a minimum of nothing', graduated, { ...graduated, minimum: '0' }, '60'],
    ['names the standard tax code', graduated, { ...graduated, taxCode: 'standard' }, '60'],
    ['names nothing included', graduated, { ...graduated, included: '0' }, '60'],
    ['has its values in another order', ofClouds('aws', 'gcp'), ofClouds('gcp', 'aws'), '60'],
    ['names a value twice', ofClouds('aws', 'gcp'), ofClouds('aws', 'gcp', 'aws'), '60'],
    ['is for the rest, with no other', graduated, { ...graduated, filter: 'rest' }, '60'],
    ['has a least of nothing an event', tenFree, { ...tenFree, minimumPerEvent: '0' }, '10'],
    [
      'says of an allowance that none is free',
      atMost,
      { ...atMost, freeEvents: 0, freeAmount: '50' },
      '20',
    ],
    [
      'counts the events with another meter',
      onlyFixed,
      { ...onlyFixed, countMeter: 'view-2' },
      '20',
    ],
  ])('goes on where it %s', async (_, before, since, right) => {
    expect(await comesTo(currentRules, [before], [before])).toBe(right);
    expect(await comesTo(currentRules, [before], [since])).toBe(right);
    expect(await comesTo(currentRules, [since], [before])).toBe(right);
  });

  it('goes on for the rest where what the others are for is written otherwise', async () => {
    const rest: ChargeBody = { ...graduated, key: 'rest', filter: 'rest' };
    const aws = (...cloud: string[]): ChargeBody => ({
      meter: 'view',
      model: 'per_unit',
      unitPrice: '0',
      key: 'aws',
      filter: { cloud },
    });

    expect(await comesTo(currentRules, [rest, aws('aws', 'x')], [rest, aws('x', 'aws')])).toBe(
      '50',
    );
  });

  it('is another one where what it is for, or what it costs, is different', async () => {
    expect(await comesTo(currentRules, [graduated], [ofClouds('aws', 'gcp')])).toBe('100');
    expect(await comesTo(currentRules, [graduated], [{ ...graduated, minimum: '1' }])).toBe('100');
  });

  it('cuts a month that was closed when what was written counted', async () => {
    expect(await comesTo(rulesByText, [graduated], [{ ...graduated, minimum: '0' }])).toBe('100');
    expect(await comesTo(rulesByText, [graduated], [graduated])).toBe('60');
  });
});
