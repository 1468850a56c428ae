import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import { readUsagePage } from '../../../core/metering/query/usage-query.ts';
import { compactMonth } from '../../../core/metering/rollups/compact.ts';
import type { RollupReads } from '../../../core/metering/rollups/ports.ts';
import { InMemoryRollups } from '../../fakes/rollups.ts';
import type { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import type { Violation } from '../journal.ts';
import type { RunContext } from '../run-context.ts';
import type { Stores } from '../stores.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AROUND_DAYS = 40;

/** What usage queries answer at rest: by rollups, whatever state they are in, as by the hours alone. */
export async function wrongInRollups({
  stores,
  scenario,
  now,
}: RunContext): Promise<Violation | undefined> {
  const at = { now, subjects: new Set(scenario.subjects) };
  const items = stores.totals.items().map(({ key }) => key);
  for (const tenant of new Set(items.map((key) => key.tenant))) {
    const { meters } = await stores.catalogs.latest(tenant, 'strong');
    const left = await firstDifference(stores, { ...at, tenant, meters });
    if (left !== undefined) return violated('rollups answer as the hours do', tenant, left);
    const places = items.filter((key) => key.tenant === tenant);
    const far = Math.floor(now / DAY_MS) + AROUND_DAYS;
    for (const key of distinctMonths(places)) await compactMonth(stores, key, far);
    const anew = await firstDifference(stores, { ...at, tenant, meters });
    const rule = 'rollups that are compacted at rest answer as the hours do';
    if (anew !== undefined) return violated(rule, tenant, anew);
  }
  return undefined;
}

const violated = (rule: string, tenant: string, detail: string): Violation => ({
  rule,
  detail: `${tenant}: ${detail}`,
  about: JSON.stringify(tenant),
});

interface Asked {
  readonly tenant: string;
  readonly subjects: ReadonlySet<string>;
  readonly now: number;
}

async function firstDifference(
  { totals, rollups }: Stores,
  { meters, ...asked }: Asked & { readonly meters: readonly Meter[] },
): Promise<string | undefined> {
  for (const meter of meters) {
    const byHours = await answer(totals, new InMemoryRollups(), { ...asked, meter });
    const rolled = await answer(totals, rollups, { ...asked, meter });
    if (byHours !== rolled) return `${meter.key} is ${byHours}, rollups say ${rolled}`;
  }
  return undefined;
}

async function answer(
  totals: InMemoryUsageTotals,
  rollups: RollupReads,
  { tenant, subjects, now, meter }: Asked & { readonly meter: Meter },
): Promise<string> {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const question = {
    tenant,
    meter,
    period: {
      start: timestampOf(today - AROUND_DAYS * DAY_MS),
      end: timestampOf(today + 2 * DAY_MS),
    },
    unit: 'day',
    timeZone: utc,
    grouping: { customer: false, subject: true, dimensions: meter.dimensions.map((_, at) => at) },
    subjects,
    isAskedFor: () => true,
    cutsOf: undefined,
    dimensionValues: new Map(),
    ownerOf: () => undefined,
  } as const;
  const page = { after: undefined, limit: 100_000 };
  const { rows, unreadable } = await readUsagePage({ totals, rollups }, question, page);
  const lines = rows.map(({ window, subject, dimensions, value }) => [
    window.start,
    subject,
    dimensions,
    String(value),
  ]);
  return JSON.stringify([lines, unreadable]);
}

function distinctMonths(
  places: readonly { readonly tenant: string; readonly partition: number; readonly hour: number }[],
) {
  const months = places.map(({ tenant, partition, hour }) => {
    const date = new Date(hour * HOUR_MS);
    const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    return { tenant, partition, month };
  });
  return [...new Map(months.map((key) => [JSON.stringify(key), key])).values()];
}
