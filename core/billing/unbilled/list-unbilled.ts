import type { Customer } from '../../catalog/customer.ts';
import { canSubjectsPayIn } from '../../catalog/tenant-billing.ts';
import { tenuresOf } from '../../catalog/tenures.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Month } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { Meter } from '../../metering/meter.ts';
import { type HourTotals, type SlotTally, slotAsRead } from '../../metering/totals/totals.ts';
import type { RatingPorts } from '../ports.ts';
import type { BillingRuns } from '../run/ports.ts';
import { knownTenant, payerPartition } from './known-tenant.ts';
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
    readonly known?: Awaited<ReturnType<typeof knownTenant>>;
    /** Adds up all that was used, and where it went; what is about to be billed is known only where it is rated. */
    readonly sums?: UsageSums | undefined;
    readonly isRated?: boolean;
    /** Told how many slots were read, and payers looked at. */
    readonly onWork?: Place['onWork'];
  },
): Promise<readonly UnbilledUsage[]> {
  const { rating } = ports;
  const { billing, meters, customers } =
    known ?? (await knownTenant(ports, tenant, { from: partition }));
  if (meters.size === 0) return [];
  const sellers = billingPeriod(month, billing.policy.timeZone);
  const now = ports.clock.now();
  const place = { tenant, partition, month, billing, meters, now, sums, isRated, onWork };
  const { subjects, hours } = await usageOf(rating, place);
  const owners = ownersIn(customers.get(partition) ?? [], partition, subjects);
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
    subjects.size === 0 ? [] : await slotRows(place, hours, { sellers, windows, isPaidFor });
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

/** An hour's totals of the partition. */
interface UsedHour {
  readonly hour: number;
  readonly totals: HourTotals;
}

/** So many slots are held while payers are looked at; of more, the hours are read again. */
const SLOTS_HELD_MAX = 50_000;

/** The partition's subjects that used a priced meter around the month, and its hours, to be gone through once more. */
async function usageOf(
  rating: RatingPorts,
  place: Place,
): Promise<{
  readonly subjects: ReadonlySet<string>;
  readonly hours: Iterable<UsedHour> | AsyncIterable<UsedHour>;
}> {
  const subjects = new Set<string>();
  const held: UsedHour[] = [];
  let slots = 0;
  for await (const hour of hoursOf({ rating, place })) {
    const { tallies } = hour.totals;
    place.onWork(tallies.length);
    for (const { subject, meter } of tallies) if (place.meters.has(meter)) subjects.add(subject);
    slots += tallies.length;
    if (slots <= SLOTS_HELD_MAX) held.push(hour);
    else held.length = 0;
  }
  return { subjects, hours: slots <= SLOTS_HELD_MAX ? held : hoursOf({ rating, place }) };
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
  place: Place,
  hours: Awaited<ReturnType<typeof usageOf>>['hours'],
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
