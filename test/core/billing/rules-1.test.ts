import { describe, expect, it } from '@jest/globals';
import {
  cutIntoStretches,
  ratedUsageOf,
  readMonths,
} from '../../../core/billing/rating/month-usage.ts';
import { ratingRun } from '../../../core/billing/rating/rating-run.ts';
import { currentRules, rulesBeforeKept } from '../../../core/billing/rating/rules.ts';
import { billingPeriod } from '../../../core/invoicing/billing-period.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { stretchesOf } from '../../../core/pricing/stretches.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown } from '../../support/rated-usage.ts';

const perSeat = { meter: 'seats', model: 'per_unit', unitPrice: '1' } as const;
const cut = aPlan(
  aVersion({ charges: [perSeat], minimumCommitment: '31' }),
  aVersion({ effectiveFrom: '2026-01-16', charges: [perSeat], minimumCommitment: '31' }),
);

/** What January comes to with ten seats from 10 January, under a version of the rules. */
async function january(rules: number) {
  const { use, rating } = await aTenancy({
    meters: [aMeter({ key: 'seats', eventType: 'seats', aggregation: 'weighted_sum', value: 'n' })],
    plans: { team: cut },
  });
  await use([
    aUsageEvent({
      type: 'seats',
      subject: 'app-1',
      occurredAt: timestampFrom('2026-01-10T00:00:00Z') ?? timestampOf(0),
      data: '{"n":10}',
    }),
  ]);
  const run = await ratingRun(rating, 'acme');
  const plan = await run.plans.get('team');
  if (plan === undefined) throw new Error('the plan was put');
  const period = billingPeriod(monthFrom('2026-01'), utc);
  const stretches = stretchesOf(plan, {
    within: period,
    month: period,
    calendar: localCalendar(utc),
  });
  const month = cutIntoStretches(
    { period, agreed: undefined, rules, usedBy: [{ subject: 'app-1', period }], usedBefore: [] },
    { stretches: stretches.map((stretch) => ({ plan: 'team', stretch })), coupons: [] },
    run.meters,
  );
  await readMonths(run, [month]);
  return shown(await ratedUsageOf(month, run));
}

describe('a month that was closed under rules 1', () => {
  it('is rated as it was: each stretch by itself, every level from nothing', async () => {
    expect(await january(rulesBeforeKept)).toEqual([
      ['seats', '4', '4'],
      ['commitment', '1', '11'],
      ['seats', '0', '0'],
      ['commitment', '1', '16'],
    ]);
  });

  it('would be rated otherwise now', async () => {
    expect(await january(currentRules)).toEqual([
      ['seats', '7.096774193548', '7.096774193548'],
      ['commitment', '1', '23.903225806452'],
    ]);
  });
});
