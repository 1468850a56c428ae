import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar, hasBillingDay } from '../../catalog/customer-after.ts';
import { canSubjectsPayIn } from '../../catalog/tenant-billing.ts';
import { tenuresOf } from '../../catalog/tenures.ts';
import { billingPeriod, periodIn } from '../../invoicing/billing-period.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Month } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { millisecondsPer, type Period, type Timestamp } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { Meter } from '../../metering/meter.ts';
import { type CountedTally, slotAsRead } from '../../metering/totals/totals.ts';
import type { RatingPorts } from '../ports.ts';
import type { BillingRuns } from '../run/ports.ts';
import { knownTenant, payerPartition } from './known-tenant.ts';
import { type PartitionUsage, partitionUsage } from './partition-usage.ts';
import { type AskedMonth, type PayerMonth, payerMonths } from './payer-months.ts';
import { type SlotsOfMonth, type SlotVerdict, verdictOn } from './slot-reason.ts';
import { SlotSums } from './slot-sums.ts';
import { tooLateUsage } from './too-late.ts';
import { type UnbilledUsage, unbilledKey } from './unbilled-usage.ts';
import type { UsageSums } from './usage-sums.ts';

/** What the list is made from. */
export interface UnbilledPorts {
  readonly rating: RatingPorts;
  readonly runs: BillingRuns;
  readonly clock: Clock;
}

interface Place extends AskedMonth {
  readonly tenant: string;
  readonly meters: ReadonlyMap<string, Meter>;
  readonly sums: UsageSums | undefined;
  readonly isRated: boolean;
  /** Told how many slots were read, and payers looked at. */
  readonly onWork: (count: number) => void;
}

/** How a list is made. */
export interface UnbilledQuestion {
  readonly month: Month;
  readonly known?: Awaited<ReturnType<typeof knownTenant>>;
  /** Adds up all that was used, and where it went; what is about to be billed is known only where it is rated. */
  readonly sums?: UsageSums | undefined;
  readonly isRated?: boolean;
  /** Told how many slots were read, and payers looked at. */
  readonly onWork?: Place['onWork'];
}

/**
 * All of a month that is not billed and not about to be, of the subjects and payers of one partition: each slot of a
 * meter that any plan prices is billed, about to be, or here. Reads the partition's hours of the month, twice where it
 * has many, and every customer unless they are known; where it is rated, also what the payers used: without, what came
 * too late is not found.
 * @throws Rejection `billing-settings.not-found`
 */
export async function listUnbilled(
  ports: UnbilledPorts,
  tenant: string,
  { partition, ...asked }: UnbilledQuestion & { readonly partition: number },
): Promise<readonly UnbilledUsage[]> {
  const known = asked.known ?? (await knownTenant(ports, tenant, { from: partition }));
  const until = partition + 1;
  return (await listTogether(ports, tenant, { ...asked, known, from: partition, until })).listed;
}

/** So many payers are looked at together: their months are read by a few requests. */
const PAYERS_TOGETHER = 100;
/** Held meanwhile, besides those of one partition. */
const SLOTS_TOGETHER = 10_000;

/**
 * The same of several partitions, from one on, before `until`: of as many as have some payers together, so that a
 * tenant of few customers is not asked about partition by partition. Answers the partition to go on from.
 */
export async function listTogether(
  ports: UnbilledPorts,
  tenant: string,
  {
    month,
    known: { billing, meters, customers },
    from,
    until,
    sums,
    isRated = true,
    onWork = () => undefined,
  }: UnbilledQuestion & {
    readonly known: Awaited<ReturnType<typeof knownTenant>>;
    readonly from: number;
    readonly until: number;
  },
): Promise<{ readonly listed: readonly UnbilledUsage[]; readonly to: number }> {
  if (meters.size === 0) return { listed: [], to: until };
  const place = { tenant, month, billing, meters, now: ports.clock.now(), sums, isRated, onWork };
  const canSubjectsPay = canSubjectsPayIn(billing, month);
  const used: UsedPartition[] = [];
  let [to, slots, payers] = [from, 0, 0];
  while (to < until && payers < PAYERS_TOGETHER && slots < SLOTS_TOGETHER) {
    const known = customers.get(to) ?? [];
    const until = lastEnd(known, month);
    const usage = await partitionUsage(ports.rating, { ...place, partition: to, until });
    const owners = ownersIn(known, { partition: to, users: usage.subjects, month });
    const ownKeys = canSubjectsPay
      ? [...usage.subjects].map((subject) => payerKeyOf({ subject }))
      : [];
    const keys = [...owners.keys, ...ownKeys];
    used.push({ ...usage, partition: to, tenures: owners.tenures, payers: keys });
    slots += usage.slots;
    payers += keys.length;
    to += 1;
  }
  onWork(payers);
  const listed = await listOf(ports, place, used);
  return { listed, to };
}

/** When the last month of customers with a billing day ends; undefined where there are none. */
const lastEnd = (customers: readonly Customer[], month: Month): Timestamp | undefined =>
  customers
    .flatMap((customer) => ownMonthOf(customer, month) ?? [])
    .reduce<Timestamp | undefined>(
      (last, { end }) => (last === undefined || end > last ? end : last),
      undefined,
    );

const ownMonthOf = (customer: Customer, month: Month): Period | undefined =>
  hasBillingDay(customer) ? periodIn(customerCalendar(customer), month) : undefined;

async function listOf(
  ports: UnbilledPorts,
  place: Place,
  used: readonly UsedPartition[],
): Promise<readonly UnbilledUsage[]> {
  const { month, billing, sums } = place;
  const canSubjectsPay = canSubjectsPayIn(billing, month);
  const { windows, rows } = await lookAtPayers(ports, place, used);
  const listed = [...rows];
  for (const { subjects, tenures, hours } of used) {
    const tenureAt = (subject: string, at: number): OwnedTime | undefined =>
      tenures.get(subject)?.find(({ start, end }) => start <= at && at < end);
    const isPaidFor = (subject: string, at: number): boolean =>
      canSubjectsPay || tenureAt(subject, at) !== undefined;
    const ownMonth = (subject: string, at: number): Period | 'unknown' | undefined => {
      const own = tenureAt(subject, at)?.month;
      return own === undefined || billing.defaultPlan === undefined ? own : 'unknown';
    };
    const sellers = billingPeriod(month, billing.policy.timeZone);
    // Most partitions of most tenants have nothing: those are not read again.
    if (subjects.size === 0) continue;
    listed.push(...(await slotRows(place, hours, { sellers, windows, isPaidFor, ownMonth })));
  }
  sums?.addListed(listed);
  return listed.sort((a, b) => (unbilledKey(a) < unbilledKey(b) ? -1 : 1));
}

/** Whose month has what the subjects used, and what closed months of these partitions' payers lack. */
async function lookAtPayers(
  ports: UnbilledPorts,
  asked: Place,
  used: readonly UsedPartition[],
): Promise<{
  readonly windows: ReadonlyMap<string, readonly PayerMonth[]>;
  readonly rows: readonly UnbilledUsage[];
}> {
  const { tenant } = asked;
  const subjects = new Set(used.flatMap((one) => [...one.subjects]));
  const partitions = new Set(used.map(({ partition }) => partition));
  const payers = [...new Set(used.flatMap((one) => one.payers))];
  const windows = new Map<string, PayerMonth[]>();
  const rows: UnbilledUsage[] = [];
  const isOwn = (key: string): boolean => partitions.has(payerPartition(key));
  const others = payers.filter((key) => !isOwn(key));
  for await (const months of payerMonths(ports, tenant, { ...asked, payers: others })) {
    for (const one of months) addWindows(windows, one, subjects);
  }
  // By themselves, as what one of them used is read with what the others did.
  const own = payers.filter(isOwn);
  for await (const months of payerMonths(ports, tenant, { ...asked, payers: own })) {
    for (const one of months) {
      addWindows(windows, one, subjects);
      asked.sums?.addBilled(one);
      if (asked.isRated) rows.push(...(await ratedRows(ports.rating, asked, one)));
    }
  }
  return { windows, rows };
}

/** What only rating finds of a payer's month: what came too late, and, for the sums, what is about to be billed. */
async function ratedRows(
  rating: RatingPorts,
  { tenant, sums }: Place,
  month: PayerMonth,
): Promise<readonly UnbilledUsage[]> {
  await sums?.addToBill(month);
  return month.stage === 'final' ? tooLateUsage(rating, tenant, month) : [];
}

/** Adds a payer's month to those of each of the subjects that it has usage of. */
export function addWindows(
  windows: Map<string, PayerMonth[]>,
  month: PayerMonth,
  subjects: ReadonlySet<string>,
): void {
  for (const subject of new Set(month.usedBy.map((part) => part.subject))) {
    if (subjects.has(subject)) windows.set(subject, [...(windows.get(subject) ?? []), month]);
  }
}

/** The partition in whose list a row is. */
export const partitionOfRow = ({ subject, customer, reason }: UnbilledUsage): number =>
  customer !== undefined && (reason === 'too-late' || subject === undefined)
    ? payerPartition(customer)
    : partitionOf(subject ?? '');

/** When a subject is somebody's, and the month of who that is, where it has a billing day. */
interface OwnedTime extends Period {
  readonly month: Period | undefined;
}

/** A partition with who used something in it, and who may pay. */
interface UsedPartition extends PartitionUsage {
  readonly partition: number;
  /** When each subject is somebody's. */
  readonly tenures: ReadonlyMap<string, readonly OwnedTime[]>;
  /** Keys of whoever pays for any of the subjects, or is this partition's own. */
  readonly payers: readonly string[];
}

interface Owners {
  /** Keys of the customers that pay for any of the subjects, or are this partition's own. */
  readonly keys: Set<string>;
  /** When each subject is somebody's. */
  readonly tenures: ReadonlyMap<string, readonly OwnedTime[]>;
}

function ownersIn(
  customers: readonly Customer[],
  {
    partition,
    users,
    month,
  }: {
    readonly partition: number;
    readonly users: ReadonlySet<string>;
    readonly month: Month;
  },
): Owners {
  const keys = new Set<string>();
  const tenures = new Map<string, readonly OwnedTime[]>();
  for (const customer of customers) {
    const own = tenuresOf(customer).filter(({ subject }) => users.has(subject));
    for (const { subject, period } of own) {
      const time = { ...period, month: ownMonthOf(customer, month) };
      tenures.set(subject, [...(tenures.get(subject) ?? []), time]);
    }
    if (own.length > 0 || payerPartition(customer.key) === partition) keys.add(customer.key);
  }
  return { keys, tenures };
}

async function slotRows(
  place: Place,
  hours: PartitionUsage['hours'],
  slots: SlotsOfMonth,
): Promise<UnbilledUsage[]> {
  const sums = new SlotSums(place.month);
  for await (const { hour, totals } of hours) {
    for (const slot of totals.tallies) {
      const meter = place.meters.get(slot.meter);
      if (meter === undefined) continue;
      const at = hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
      place.sums?.addSlot(slots, { slot, meter, at });
      const verdict = verdictOn(slots, { slot, meter, at });
      if (verdict !== undefined) addCounted(sums, slotAsRead(slot, verdict.rules), verdict);
    }
  }
  return sums.rows();
}

/** What has no value that the meter can read is that, whoever would pay, unless nothing would be charged. */
export function addCounted(
  sums: SlotSums,
  counted: CountedTally,
  { reason, customer, period }: SlotVerdict,
): void {
  const of = { customer, period };
  if (reason === 'no-charge') {
    sums.add(counted, { ...of, reason });
    return;
  }
  if (reason !== undefined) sums.add({ ...counted, unreadable: 0 }, { ...of, reason });
  sums.add({ ...counted, tally: undefined }, { ...of, reason: 'unreadable' });
}
