import type { Customer } from '../../core/catalog/customer.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import type { PlanBody } from '../../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import type { ClosingRequest } from '../../core/invoicing/closing-request.ts';
import type { RatedCharge } from '../../core/invoicing/reckoning.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { exactText, sumOfExact } from '../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import type { Timestamp } from '../../core/kernel/timestamp.ts';
import {
  hourOfMinute,
  type LogKey,
  logKeyOf,
  logKeyText,
} from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import type { Meter } from '../../core/metering/meter.ts';
import { compactMonth } from '../../core/metering/rollups/compact.ts';
import { markedTotals } from '../../core/metering/rollups/marked-totals.ts';
import { settleDays } from '../../core/metering/rollups/settled.ts';
import { refreshHour } from '../../core/metering/totals/refresh.ts';
import { identified, type UsageEvent } from '../../core/metering/usage-event.ts';
import { monthOfHour } from '../../core/metering/utc-month.ts';
import { someSettings } from '../fixtures/plans.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { anything } from './rolled-tenant.ts';
import { someBilling } from './some-billing.ts';

/** Views, counted. */
export const views = aMeter({ key: 'view', eventType: 'view' });

/** What a tenant has set up. */
export interface Tenancy {
  readonly meters?: readonly Meter[];
  readonly plans: Readonly<Record<string, PlanBody>>;
  readonly customers?: readonly Customer[];
  readonly settings?: SettingsBody;
}

type Billing = ReturnType<typeof someBilling>;

/** Everything that a month is rated from, in memory, with a tenant's plans and customers in it. */
export async function aTenancy(
  { meters = [views], plans, customers = [], settings = someSettings() }: Tenancy,
  now?: Timestamp,
  eventMaxAgeSeconds?: number,
) {
  const billing = someBilling(now, eventMaxAgeSeconds);
  const { rating } = billing;
  await rating.catalogs.append('acme', { version: 1, meters });
  await rating.settings.put({ tenant: 'acme', revision: 1, body: settings });
  for (const [key, body] of Object.entries(plans)) {
    await rating.plans.put('acme', { key, revision: 1, body });
  }
  const put = (customer: Customer) =>
    putCustomer(rating.customers, 'acme', {
      customer,
      now: billing.clock.now(),
      replaces: undefined,
    });
  for (const customer of customers) await put(customer);
  return {
    ...billing,
    put,
    use: (events: readonly UsageEvent[]) => recordUsage(billing, events),
    /** Appends events to their logs, and leaves the totals behind. */
    record: (events: readonly UsageEvent[]) => recordUsage(billing, events, () => undefined),
    rollUp: () => rollUp(billing),
    prepareOne: (key: string, period: string) =>
      billing.prepare(rating, 'acme', { customers: [key], month: monthFrom(period) }),
    /** Of customers that have prices. */
    requests: (keys: readonly string[], period: string) => requestsOf(billing, keys, period),
    request: async (key: string, period: string): Promise<ClosingRequest> => {
      const [request] = await requestsOf(billing, [key], period);
      if (request === undefined) throw new Error('one is asked for');
      return request;
    },
  };
}

async function requestsOf(
  { prepare, rating }: Billing,
  customers: readonly string[],
  period: string,
): Promise<ClosingRequest[]> {
  const all = await prepare(rating, 'acme', { customers, month: monthFrom(period) });
  return all.map((prepared) => {
    if (prepared.status === 'ready') return prepared.request;
    throw new Error(prepared.detail);
  });
}

/** Appends events to their logs, those of one log together, and brings the totals up to them, under marks. */
async function recordUsage(
  { rating, rollups }: Billing,
  events: readonly UsageEvent[],
  refresh: (...asked: Parameters<typeof refreshHour>) => unknown = refreshHour,
): Promise<void> {
  const marked = { ...rating, totals: markedTotals(rating.totals, rollups) };
  const writer = new UsageLogWriter(rating.usageLog);
  const logs = new Map<string, { readonly key: LogKey; readonly events: UsageEvent[] }>();
  for (const event of events) {
    const key = logKeyOf('acme', event, rating.shardEpochs);
    const log = logs.get(logKeyText(key)) ?? { key, events: [] };
    logs.set(logKeyText(key), log);
    log.events.push(event);
  }
  for (const { key, events: batch } of logs.values()) {
    const { blocks } = await writer.append(
      key,
      batch.map((event) => identified('acme', event)),
    );
    await refresh(marked, {
      tenant: 'acme',
      shard: key.shard,
      hour: hourOfMinute(key.minute),
      coverage: new Map([[key.minute, blocks]]),
    });
  }
}

/** Rolls up all days that are settled, of every partition that has usage. */
async function rollUp({ rating, rollups, totals, clock }: Billing): Promise<void> {
  const rollable = await settleDays(rollups, clock, 'acme');
  const keys = totals.items().map(({ key: { partition, hour } }) => ({
    tenant: 'acme',
    partition,
    month: monthOfHour(hour),
  }));
  for (const key of new Map(keys.map((one) => [JSON.stringify(one), one])).values()) {
    await compactMonth({ ...rating, rollups }, key, rollable, anything);
  }
}

/** Charges as a person reads them: what, how much, and what it comes to. */
export const shown = (charges: readonly RatedCharge[]): (readonly [string, string, string])[] =>
  charges.map(({ charge, quantity, exact }) => [charge, decimalText(quantity), exactText(exact)]);

export const sumOf = (charges: readonly RatedCharge[]): string =>
  exactText(sumOfExact(charges.map(({ exact }) => exact)));
