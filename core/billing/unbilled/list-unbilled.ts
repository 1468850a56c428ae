import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { everyCustomer } from '../../catalog/every-customer.ts';
import {
  canSubjectsPayIn,
  type TenantBilling,
  tenantBillingOf,
} from '../../catalog/tenant-billing.ts';
import { tenuresOf } from '../../catalog/tenures.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Month } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { Meter } from '../../metering/meter.ts';
import { type SlotTally, slotAsRead } from '../../metering/totals/totals.ts';
import type { RatingPorts } from '../ports.ts';
import type { BillingRuns } from '../run/ports.ts';
import { type AskedMonth, type PayerMonth, payerMonths } from './payer-months.ts';
import { pricedMeters } from './priced-meters.ts';
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

/** A month may begin and end so far from UTC's: by its zone, and where the zone was changed. */
const MONTH_REACHES_HOURS = 48;

interface Place extends AskedMonth {
  readonly tenant: string;
  readonly partition: number;
  readonly meters: ReadonlyMap<string, Meter>;
  readonly sums: UsageSums | undefined;
  readonly isRated: boolean;
  /** Told how many slots were read, and payers looked at. */
  readonly onWork: (count: number) => void;
}

/** What is the same for all partitions. */
interface KnownTenant {
  readonly billing: TenantBilling;
  readonly meters: ReadonlyMap<string, Meter>;
  readonly customers: readonly Customer[];
}

/** Read once where several partitions are listed. @throws Rejection `billing-settings.not-found` */
export async function knownTenant(
  { rating }: Pick<UnbilledPorts, 'rating'>,
  tenant: string,
): Promise<KnownTenant> {
  const billing = await tenantBillingOf(rating.settings, tenant);
  const meters = await pricedMeters(rating, tenant);
  const customers: Customer[] = [];
  for await (const customer of everyCustomer(rating.customers, tenant)) customers.push(customer);
  return { billing, meters, customers };
}

/**
 * All of a month that is not billed and not about to be, of the subjects and payers of one partition: each slot of a
 * meter that any plan prices is billed, about to be, or here. Reads the partition's hours of the month twice, and every
 * customer; where it is rated, also what the payers used: without, what came too late is not found.
 * @throws Rejection `billing-settings.not-found`
 */
export async function listUnbilled(
  ports: UnbilledPorts,
  tenant: string,
  {
    month,
    partition,
    known,
    sums,
    isRated = true,
    onWork = () => undefined,
  }: {
    readonly month: Month;
    readonly partition: number;
    readonly known?: KnownTenant;
    /** Adds up all that was used, and where it went; what is about to be billed is known only where it is rated. */
    readonly sums?: UsageSums | undefined;
    readonly isRated?: boolean;
    /** Told how many slots were read, and payers looked at. */
    readonly onWork?: Place['onWork'];
  },
): Promise<readonly UnbilledUsage[]> {
  const { rating } = ports;
  const { billing, meters, customers } = known ?? (await knownTenant(ports, tenant));
  if (meters.size === 0) return [];
  const sellers = billingPeriod(month, billing.policy.timeZone);
  const now = ports.clock.now();
  const place = { tenant, partition, month, billing, meters, now, sums, isRated, onWork };
  const subjects = await usersOf(rating, place);
  const owners = ownersIn(customers, partition, subjects);
  const canSubjectsPay = canSubjectsPayIn(billing, month);
  const ownKeys = canSubjectsPay ? [...subjects].map((subject) => payerKeyOf({ subject })) : [];
  const payers = [...owners.keys, ...ownKeys];
  onWork(payers.length);
  const { windows, rows } = await lookAtPayers(ports, { ...place, payers, subjects });
  const isPaidFor = (subject: string, at: number): boolean =>
    canSubjectsPay ||
    (owners.tenures.get(subject) ?? []).some(({ start, end }) => start <= at && at < end);
  // Most partitions of most tenants have nothing: those are not read again.
  const found =
    subjects.size === 0 ? [] : await slotRows(rating, place, { sellers, windows, isPaidFor });
  const listed = [...rows, ...found];
  sums?.addListed(listed);
  return listed.sort((a, b) => (unbilledKey(a) < unbilledKey(b) ? -1 : 1));
}

/** Whose month has what the subjects used, and what closed months of this partition's payers lack. */
async function lookAtPayers(
  ports: UnbilledPorts,
  asked: Place & {
    readonly payers: readonly string[];
    readonly subjects: ReadonlySet<string>;
  },
): Promise<{
  readonly windows: ReadonlyMap<string, readonly PayerMonth[]>;
  readonly rows: readonly UnbilledUsage[];
}> {
  const { tenant, partition, subjects } = asked;
  const windows = new Map<string, PayerMonth[]>();
  const rows: UnbilledUsage[] = [];
  const isOwn = (key: string): boolean => payerPartition(key) === partition;
  const others = asked.payers.filter((key) => !isOwn(key));
  for await (const months of payerMonths(ports, tenant, { ...asked, payers: others })) {
    for (const one of months) addWindows(windows, one, subjects);
  }
  // By themselves, as what one of them used is read with what the others did.
  const own = asked.payers.filter(isOwn);
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

function addWindows(
  windows: Map<string, PayerMonth[]>,
  month: PayerMonth,
  subjects: ReadonlySet<string>,
): void {
  for (const subject of new Set(month.usedBy.map((part) => part.subject))) {
    if (subjects.has(subject)) windows.set(subject, [...(windows.get(subject) ?? []), month]);
  }
}

/** A payer's own rows are with its subject, where it pays for itself. */
const payerPartition = (key: string): number => partitionOf(subjectOfKey(key) ?? key);

/** The partition in whose list a row is. */
export const partitionOfRow = ({ subject, customer, reason }: UnbilledUsage): number =>
  customer !== undefined && (reason === 'too-late' || subject === undefined)
    ? payerPartition(customer)
    : partitionOf(subject ?? '');

const hoursOf = ({ rating, place }: { rating: RatingPorts; place: Place }) => {
  const { start, end } = billingPeriod(place.month, utc);
  return rating.totals.readRange({
    tenant: place.tenant,
    partition: place.partition,
    from: Math.floor(start / millisecondsPer.hour) - MONTH_REACHES_HOURS,
    to: Math.ceil(end / millisecondsPer.hour) + MONTH_REACHES_HOURS,
    consistency: 'strong',
  });
};

/** The partition's subjects that used a priced meter around the month. */
async function usersOf(rating: RatingPorts, place: Place): Promise<ReadonlySet<string>> {
  const subjects = new Set<string>();
  for await (const { totals } of hoursOf({ rating, place })) {
    place.onWork(totals.tallies.length);
    for (const { subject, meter } of totals.tallies) {
      if (place.meters.has(meter)) subjects.add(subject);
    }
  }
  return subjects;
}

interface Owners {
  /** Keys of the customers that pay for any of the subjects, or are this partition's own. */
  readonly keys: Set<string>;
  /** When each subject is somebody's. */
  readonly tenures: ReadonlyMap<string, readonly Period[]>;
}

function ownersIn(
  customers: readonly Customer[],
  partition: number,
  users: ReadonlySet<string>,
): Owners {
  const keys = new Set<string>();
  const tenures = new Map<string, readonly Period[]>();
  for (const customer of customers) {
    const own = tenuresOf(customer).filter(({ subject }) => users.has(subject));
    for (const { subject, period } of own) {
      tenures.set(subject, [...(tenures.get(subject) ?? []), period]);
    }
    if (own.length > 0 || payerPartition(customer.key) === partition) keys.add(customer.key);
  }
  return { keys, tenures };
}

async function slotRows(
  rating: RatingPorts,
  place: Place,
  slots: SlotsOfMonth,
): Promise<UnbilledUsage[]> {
  const sums = new SlotSums(place.month);
  for await (const { hour, totals } of hoursOf({ rating, place })) {
    for (const slot of totals.tallies) {
      const meter = place.meters.get(slot.meter);
      if (meter === undefined) continue;
      const at = hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
      place.sums?.addSlot(slots, { slot, meter, at });
      const verdict = verdictOn(slots, { slot, meter, at });
      if (verdict !== undefined) addSlot(sums, slotAsRead(slot, verdict.rules), verdict);
    }
  }
  return sums.rows();
}

/** What has no value that the meter can read is that, whoever would pay, unless nothing would be charged. */
export function addSlot(
  sums: SlotSums,
  slot: SlotTally,
  { reason, customer, period }: SlotVerdict,
): void {
  const of = { customer, period };
  if (reason === 'no-charge') {
    sums.add(slot, { ...of, reason });
    return;
  }
  if (reason !== undefined) sums.add({ ...slot, unreadable: 0 }, { ...of, reason });
  sums.add({ ...slot, tally: undefined }, { ...of, reason: 'unreadable' });
}
