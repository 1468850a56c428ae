import { everyCustomer } from '../../catalog/every-customer.ts';
import { ownedBy, ownerAt } from '../../catalog/subject-owners.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { billingPeriod, periodInEveryZone } from '../../invoicing/billing-period.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { isInformationalKey } from '../../metering/informational.ts';
import { partitionOf, partitions } from '../../metering/log/log-key.ts';
import { PartitionItems } from '../partition-items.ts';
import type { RatingPorts } from '../ports.ts';
import { type BegunRun, sendAll } from './message.ts';
import type { BillingRunPorts, RunNote } from './ports.ts';

const PARTITIONS_AT_ONCE = 8;
/** Tallies that are looked at in a second or two: no message goes on after so many. */
const ENOUGH = 100_000;
/** To ask for a partition takes as long as to look at so many. */
const TALLIES_A_QUERY = 25;
/** Whose subjects are whose, so many times: some tens of megabytes. */
const OWNERS_MAX = 200_000;

/**
 * Searches a month's totals for subjects that nobody pays for, as many partitions a message as it is worked off within
 * seconds: all of a quiet month. Totals are by far the most that a run reads, so nobody else searches: `RunProgress`
 * and whoever asks it have what was found here.
 */
export async function searchMonth(
  ports: BillingRunPorts,
  run: BegunRun,
  from: number,
): Promise<'goes-on' | 'done'> {
  const { tenant, month } = run;
  const { eventsPerMessage: enough } = ports;
  const to = await findUnassigned(ports, { tenant, month, from, ...definedOnly({ enough }) });
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
 * Finds the month's unassigned subjects in partitions from one on, and keeps them; answers where to go on: when it has
 * read enough, or the next have more subjects than memory has room for.
 *
 * Each call reads every customer of the tenant, and of each partition all hours of the month and those around it that
 * a time zone may reach.
 */
export async function findUnassigned(
  { rating, runs }: Pick<BillingRunPorts, 'rating' | 'runs'>,
  {
    tenant,
    month,
    from,
    ownersMax = OWNERS_MAX,
    enough = ENOUGH,
  }: {
    readonly tenant: string;
    readonly month: Month;
    readonly from: number;
    readonly ownersMax?: number;
    readonly enough?: number;
  },
): Promise<number> {
  const held = new PartitionItems<OwnedSubject>({ from, most: ownersMax });
  for await (const customer of everyCustomer(rating.customers, tenant)) {
    for (const owned of ownedBy(customer)) held.add(partitionOf(owned.subject), owned);
  }
  const kept = new Set((await runs.unassigned(tenant, month)).map(partitionOf));
  const findIn = async (partition: number): Promise<number> => {
    const owned = held.byPartition.get(partition) ?? [];
    const { subjects, read } = await unownedIn(rating, tenant, { month, partition, owned });
    // Of most partitions there is nothing to keep, and nothing is kept.
    if (subjects.size > 0 || kept.has(partition)) {
      await runs.putUnassigned({ tenant, month, partition, subjects: [...subjects].sort() });
    }
    return read;
  };
  let to = from;
  for (let read = 0; to < held.until && read < enough; ) {
    const length = Math.min(PARTITIONS_AT_ONCE, held.until - to);
    const together = Array.from({ length }, (_, index) => to + index);
    const counts = await inParallel(length, together, findIn);
    read += counts.reduce((sum, count) => sum + count, 0);
    to += length;
  }
  return to;
}

type OwnedSubject = ReturnType<typeof ownedBy>[number];

/** The subjects of a partition that used something when nobody paid for them, and how many tallies were looked at. */
async function unownedIn(
  { totals }: Pick<RatingPorts, 'totals'>,
  tenant: string,
  {
    month,
    partition,
    owned,
  }: {
    readonly month: Month;
    readonly partition: number;
    readonly owned: readonly OwnedSubject[];
  },
): Promise<{ readonly subjects: ReadonlySet<string>; readonly read: number }> {
  const owners = new Map(
    [...Map.groupBy(owned, ({ subject }) => subject)].map(
      ([subject, ones]) => [subject, ones.map(({ owner }) => owner)] as const,
    ),
  );
  const subjects = new Set<string>();
  let read = TALLIES_A_QUERY;
  const range = { tenant, partition, ...hoursAround(month), consistency: 'strong' } as const;
  for await (const { hour, totals: found } of totals.readRange(range)) {
    read += found.tallies.length;
    for (const { subject, meter, slot } of found.tallies) {
      if (isInformationalKey(meter)) continue;
      const at = timestampOf(hour * millisecondsPer.hour + slot * millisecondsPer.quarterHour);
      // Who has a subject from a day on, or until one, does not pay for what it used before, or after.
      if (ownerAt(owners.get(subject), at) === undefined) subjects.add(subject);
    }
  }
  return { subjects, read };
}

function hoursAround(month: Month): { readonly from: number; readonly to: number } {
  const { start, end } = periodInEveryZone(month);
  return {
    from: Math.floor(start / millisecondsPer.hour),
    to: Math.ceil(end / millisecondsPer.hour),
  };
}

/** Finds those of all partitions: for who asks, and does not wait for a run. */
export async function searchNow(
  ports: Pick<BillingRunPorts, 'rating' | 'runs'>,
  tenant: string,
  month: Month,
): Promise<void> {
  for (let from = 0; from < partitions; ) {
    from = await findUnassigned(ports, { tenant, month, from });
  }
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
