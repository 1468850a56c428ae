import { ownerAt, subjectOwners } from '../../catalog/subject-owners.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { partitionOf, partitions } from '../../metering/log/log-key.ts';
import { type BegunRun, sendAll } from './message.ts';
import type { BillingRunPorts, RunNote } from './ports.ts';

/** So that one message is worked off within seconds, however much was used. */
const PARTITIONS_PER_MESSAGE = 8;
/** Zones are at most this far from UTC: usage outside is no part of anybody's month. */
const ZONE_MAX_HOURS = 15;

/**
 * Searches a month's totals for subjects that nobody pays for, some partitions a message. Totals are by far the
 * most that a run reads, so nobody else searches: `RunProgress` and whoever asks it have what was found here.
 */
export async function searchMonth(
  ports: BillingRunPorts,
  run: BegunRun,
  from: number,
): Promise<'goes-on' | 'done'> {
  const { tenant, month } = run;
  const to = Math.min(from + PARTITIONS_PER_MESSAGE, partitions);
  await findUnassigned(ports, { tenant, month, from, to });
  if (to < partitions) {
    await sendAll(ports.billing, [{ kind: 'run', phase: 'search', ...run, partition: to }]);
    return 'goes-on';
  }
  const now = ports.clock.now();
  const note = await ports.runs.note(tenant, month);
  await ports.runs.putNote({ waitingFor: [], at: now, ...note, tenant, month, lookedAt: now });
  return 'done';
}

/**
 * Finds the month's unassigned subjects in partitions `from <= partition < to`, and keeps them.
 *
 * Each call reads every customer of the tenant, and of each of these partitions all hours of the month and those around
 * it that a time zone may reach. So a run on the queue takes a few partitions a message.
 */
export async function findUnassigned(
  { rating, runs }: Pick<BillingRunPorts, 'rating' | 'runs'>,
  {
    tenant,
    month,
    from,
    to,
  }: {
    readonly tenant: string;
    readonly month: Month;
    readonly from: number;
    readonly to: number;
  },
): Promise<void> {
  const { start, end } = billingPeriod(month, utc);
  const hours = {
    from: Math.floor(start / millisecondsPer.hour) - ZONE_MAX_HOURS,
    to: Math.ceil(end / millisecondsPer.hour) + ZONE_MAX_HOURS,
  };
  const owners = await subjectOwners(rating.customers, tenant, (subject) => {
    const partition = partitionOf(subject);
    return from <= partition && partition < to;
  });
  const kept = new Set((await runs.unassigned(tenant, month)).map(partitionOf));
  const all = Array.from({ length: to - from }, (_, index) => from + index);
  await inParallel(all.length, all, async (partition) => {
    const subjects = new Set<string>();
    for await (const hour of rating.totals.readRange({
      tenant,
      partition,
      ...hours,
      consistency: 'strong',
    })) {
      for (const { subject, slot } of hour.totals.tallies) {
        const at = timestampOf(
          hour.hour * millisecondsPer.hour + slot * millisecondsPer.quarterHour,
        );
        // Who has a subject from a day on, or until one, does not pay for what it used before, or after.
        if (ownerAt(owners.get(subject), at) === undefined) subjects.add(subject);
      }
    }
    // Of most partitions there is nothing to keep, and nothing is kept.
    if (subjects.size === 0 && !kept.has(partition)) return;
    await runs.putUnassigned({ tenant, month, partition, subjects: [...subjects].sort() });
  });
}

/**
 * Whether a month is to be searched (again): when it is due, and when each of the months is in which its usage
 * can still come. So a subject whose first usage of a month comes late is found.
 */
export function isStale(
  note: RunNote | undefined,
  {
    month,
    billing: { policy, graceMilliseconds },
    now,
    monthsReachedBack,
  }: {
    readonly month: Month;
    readonly billing: TenantBilling;
    readonly now: Timestamp;
    readonly monthsReachedBack: number;
  },
): boolean {
  const dues = Array.from(
    { length: monthsReachedBack + 1 },
    (_, later) => billingPeriod(laterMonth(month, later), policy.timeZone).end + graceMilliseconds,
  );
  const last = dues.findLast((due) => due <= now);
  return last !== undefined && (note?.lookedAt ?? 0) < last;
}
