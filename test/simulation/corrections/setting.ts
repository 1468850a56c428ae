import { prepareClosings } from '../../../core/billing/rating/prepare-closings.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { type Month, monthFrom } from '../../../core/kernel/month.ts';
import { hourOfMinute, logKeyOf } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import type { UsageTotals } from '../../../core/metering/totals/ports.ts';
import { touchedHourBody } from '../../../core/metering/totals/touched.ts';
import { identified, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { at } from '../../support/billed-tenant.ts';
import { setUp, someBilling } from '../../support/some-billing.ts';

export const tenant = 'acme';
/** Whose subjects are whose. */
export const payers = { press: ['app-1', 'app-2'], radio: ['app-3'] } as const;
export const customers = ['press', 'radio'] as const;
export const subjects = ['app-1', 'app-2', 'app-3'] as const;
export const months: readonly Month[] = ['2026-01', '2026-02', '2026-03', '2026-04'].map((text) =>
  monthFrom(text),
);

/** A session ends after so long without an event. */
export const gapMilliseconds = 30 * 60_000;
/** Of a trailing window. */
export const windowDays = 7;

/** Tiers, a price of many places, and one by the greatest. */
export const prices = {
  firstViews: { upTo: 5n, each: 500_000_000_000n },
  otherViews: 123_456_789_000n,
  bytes: 1_234n,
  peak: 10_000_000_000n,
  visits: 30_000_000_000n,
  active: 700_000_000_000n,
} as const;

const plan = aPlan(
  aVersion({
    charges: [
      {
        ...{ meter: 'view', model: 'graduated' },
        tiers: [
          { upTo: '5', unitPrice: '0.5' },
          { upTo: null, unitPrice: '0.123456789' },
        ],
      },
      { meter: 'bytes', model: 'per_unit', unitPrice: '0.000000001234' },
      { meter: 'peak', model: 'per_unit', unitPrice: '0.01' },
      { meter: 'visits', model: 'per_unit', unitPrice: '0.03' },
      { meter: 'active', model: 'per_unit', unitPrice: '0.7' },
    ],
  }),
);

const meters = [
  aMeter({ key: 'view', eventType: 'view' }),
  aMeter({ key: 'bytes', eventType: 'load', aggregation: 'sum', value: 'n' }),
  aMeter({ key: 'peak', eventType: 'load', aggregation: 'max', value: 'n' }),
  aMeter({ key: 'visits', eventType: 'view', aggregation: 'session_count' }),
  aMeter({
    ...{ key: 'active', eventType: 'view', aggregation: 'unique_count', value: 'n' },
    window: { rolling: `P${windowDays}D`, statistic: 'max' },
  }),
];

/** A tenant whose payers are billed for views, their sessions and what is seen in a week, and for what they load. */
export async function someCorrected() {
  const billing = someBilling(at('2026-01-10T00:00:00Z'));
  const since = [{ plan: 'reader', from: '2026-01-01' }];
  await setUp(billing, {
    settings: someSettings(),
    plans: { reader: plan },
    customers: Object.entries(payers).map(([key, own]) =>
      aCustomer({ key, subjects: [...own], plan: since }),
    ),
  });
  await billing.catalogs.append(tenant, {
    version: 2,
    meters: meters.map((one) => ({ ...one, sinceVersion: 2 })),
  });
  return billing;
}

export type SomeCorrected = Awaited<ReturnType<typeof someCorrected>>;

/** Appends an event, if it is not there, and says which hour is to be refreshed. */
export async function arrive(billing: SomeCorrected, event: UsageEvent): Promise<string> {
  const key = logKeyOf(tenant, event, billing.rating.shardEpochs);
  const { blocks } = await new UsageLogWriter(billing.usageLog).append(key, [
    identified(tenant, event),
  ]);
  const { shard, minute } = key;
  const coverage = new Map([[minute, blocks]]);
  return touchedHourBody({ tenant, shard, hour: hourOfMinute(minute), coverage });
}

/** Closes a month as a run does once it has looked at it, from these totals. */
export async function close(
  { rating, books, clock }: SomeCorrected,
  month: Month,
  totals: UsageTotals,
): Promise<void> {
  const asked = { customers: [...customers], month };
  const prepared = await prepareClosings({ ...rating, totals }, tenant, asked);
  const overrides = [{ check: 'out-of-bounds', reason: 'as agreed' }];
  const requests = prepared.flatMap((one) =>
    one.status === 'ready' ? [{ ...one.request, overrides }] : [],
  );
  const outcomes = await closePeriods({ books, clock }, tenant, requests);
  const other = outcomes.find(({ status }) => status !== 'closed');
  if (other !== undefined) throw new Error(`${month} is ${JSON.stringify(other)}`);
}
