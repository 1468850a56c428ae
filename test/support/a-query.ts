import type { Customer } from '../../core/catalog/customer.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import { usageOperations } from '../../core/contract/usage/operations.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import type { Meter } from '../../core/metering/meter.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { queryUsage } from '../../functions/query-usage/query-usage.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { asking, type Question } from './ask.ts';
import { totalsOf } from './folded-totals.ts';

/** An event of the meter `views` or `bytes`, by who, when and what. */
export function used(
  subject: string,
  time: string,
  data: Readonly<Record<string, unknown>> = {},
  type = 'view',
): UsageEvent {
  const occurredAt = timestampFrom(time) ?? timestampOf(Number.NaN);
  const id = JSON.stringify([subject, time, data, type]);
  return aUsageEvent({ id, type, subject, occurredAt, data: JSON.stringify(data) });
}

export const views = aMeter({ key: 'views', dimensions: ['section', 'device'] });

/** 1 November 2026, 10:07. */
const now = timestampOf(Date.UTC(2026, 10, 1, 10, 7));

interface Setting {
  readonly events?: readonly UsageEvent[];
  readonly meters?: readonly Meter[];
  readonly customers?: readonly Customer[];
  /** The version of the catalog that the events were folded under. */
  readonly foldedUnder?: number;
  readonly shards?: number;
  /** By subject, the pseudonym that its usage is also recorded under. */
  readonly pseudonyms?: ReadonlyMap<string, string>;
}

/** The function as it is deployed, over totals of some events, but for its tables. */
export async function aQuery({
  events = [],
  meters = [views],
  customers: known = [],
  foldedUnder = 1,
  shards = 1,
  pseudonyms = new Map(),
}: Setting = {}) {
  const customers = inMemoryCustomers();
  const put = (customer: Customer, now = timestampOf(0)) =>
    putCustomer(customers, 'acme', { customer, now, replaces: undefined });
  for (const customer of known) await put(customer);
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append('acme', { version: 1, meters });
  const counting = meters.filter(({ sinceVersion }) => sinceVersion <= foldedUnder);
  const totals = await totalsOf({ meters: counting, catalogVersion: foldedUnder, shards }, events);
  const rollups = new InMemoryRollups();
  const ask = asking(
    serveRoutes(
      'QueryUsage',
      { ...usageOperations, ...openMeterOperations },
      queryUsage({
        ...{ totals, rollups, catalogs, customers },
        clock: { now: () => now },
        pseudonyms: {
          find: async (_, subjects) =>
            new Map([...pseudonyms].filter(([subject]) => subjects.includes(subject))),
        },
      }),
    ),
  );
  const october = { meter: 'views', from: '2026-10-01', to: '2026-11-01' };
  return {
    totals,
    put,
    /** `GET /v1/usage`, of `views` in October 2026 unless said otherwise. */
    get: (query: Readonly<Record<string, string>> = {}, rest: Omit<Question, 'query'> = {}) =>
      ask('GET /v1/usage', { ...rest, query: { ...october, ...query } }),
    /** OpenMeter's query of `views`, by the text of its query string. */
    getAsOpenMeter: (rawQuery: string) =>
      ask('GET /api/v1/meters/{key}/query', { params: { key: 'views' }, rawQuery }),
  };
}
