import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { everyCustomer } from '../../catalog/every-customer.ts';
import { planOf } from '../../catalog/load-plans.ts';
import type { Plans } from '../../catalog/ports.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { type BillingPeriod, billingPeriod } from '../../invoicing/billing-period.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Month } from '../../kernel/month.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { Meter } from '../../metering/meter.ts';
import type { SlotTally } from '../../metering/totals/totals.ts';
import type { Charge } from '../../pricing/charge.ts';
import type { RatingPorts } from '../ports.ts';
import { chargeTest } from '../rating/usage-tallies.ts';
import type { BillingRuns } from '../run/ports.ts';
import { type AskedMonth, type PayerMonth, payerMonths } from './payer-months.ts';
import { SlotSums } from './slot-sums.ts';
import { tooLateUsage } from './too-late.ts';
import { type UnbilledReason, type UnbilledUsage, unbilledKey } from './unbilled-usage.ts';

/** What the list is made from. */
export interface UnbilledPorts {
  readonly rating: RatingPorts;
  readonly runs: BillingRuns;
  readonly clock: Clock;
}

/** A month may begin and end so far from UTC's: by its zone, and where the zone was changed. */
const MONTH_REACHES_HOURS = 48;
const PLANS_PAGE = 100;

interface Place extends AskedMonth {
  readonly tenant: string;
  readonly partition: number;
  readonly meters: ReadonlyMap<string, Meter>;
  /** The seller's month, in which usage is that nobody pays for. */
  readonly sellers: BillingPeriod;
}

/**
 * All of a month that is not billed and not about to be, of the subjects and payers of one partition: each slot of a
 * meter that any plan prices is billed, about to be, or here. Reads the partition's hours of the month twice, and every
 * customer; of closed months that nothing reaches back to, also what their payers used.
 * @throws Rejection `billing-settings.not-found`
 */
export async function listUnbilled(
  ports: UnbilledPorts,
  tenant: string,
  { month, partition }: { readonly month: Month; readonly partition: number },
): Promise<readonly UnbilledUsage[]> {
  const { rating } = ports;
  const billing = await tenantBillingOf(rating.settings, tenant);
  const meters = await pricedMeters(rating, tenant);
  if (meters.size === 0) return [];
  const sellers = billingPeriod(month, billing.policy.timeZone);
  const place = { tenant, partition, month, billing, meters, sellers, now: ports.clock.now() };
  const subjects = await usersOf(rating, place);
  const owners = await ownersIn(rating, place, subjects);
  const ownKeys =
    billing.defaultPlan === undefined
      ? []
      : [...subjects].map((subject) => payerKeyOf({ subject }));
  const windows = new Map<string, PayerMonth[]>();
  const rows: UnbilledUsage[] = [];
  const payers = [...owners.keys, ...ownKeys];
  for await (const months of payerMonths(ports, tenant, { ...place, payers })) {
    for (const one of months) {
      for (const subject of new Set(one.usedBy.map((part) => part.subject))) {
        if (subjects.has(subject)) windows.set(subject, [...(windows.get(subject) ?? []), one]);
      }
      if (one.stage === 'final' && isPayerOf(one, partition)) {
        rows.push(...(await tooLateUsage(rating, tenant, one)));
      }
    }
  }
  const isPaidFor = (subject: string): boolean =>
    billing.defaultPlan !== undefined || owners.subjects.has(subject);
  const found = await slotRows(rating, place, { windows, isPaidFor });
  return [...rows, ...found].sort((a, b) => (unbilledKey(a) < unbilledKey(b) ? -1 : 1));
}

/** Where a payer's own rows are: with its subject, where it pays for itself. */
const isPayerOf = ({ customer }: PayerMonth, partition: number): boolean =>
  payerPartition(customer.key) === partition;

const payerPartition = (key: string): number => partitionOf(subjectOfKey(key) ?? key);

/** The partition in whose list a row is. */
export const partitionOfRow = ({ subject, customer, reason }: UnbilledUsage): number =>
  customer !== undefined && (reason === 'too-late' || subject === undefined)
    ? payerPartition(customer)
    : partitionOf(subject ?? '');

/** Those that some plan has a charge for. */
async function pricedMeters(
  { plans, catalogs }: RatingPorts,
  tenant: string,
): Promise<ReadonlyMap<string, Meter>> {
  const priced = new Set<string>();
  for await (const charge of everyCharge(plans, tenant)) {
    for (const key of metersOf(charge)) priced.add(key);
  }
  const { meters } = await catalogs.latest(tenant, 'strong');
  return new Map(meters.filter(({ key }) => priced.has(key)).map((meter) => [meter.key, meter]));
}

async function* everyCharge(plans: Plans, tenant: string): AsyncGenerator<Charge> {
  const pages = pagesPast('', async (after) => {
    const { records, more } = await plans.list(tenant, { after, limit: PLANS_PAGE });
    return pageUpTo(records, ({ key }) => key, more);
  });
  for await (const records of pages) {
    for (const record of records) {
      for (const { charges } of planOf(record).versions) yield* charges;
    }
  }
}

const metersOf = ({ meter, price }: Charge): readonly string[] =>
  price.model === 'percentage' && price.countMeter !== undefined
    ? [meter, price.countMeter]
    : [meter];

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
    for (const { subject, meter } of totals.tallies) {
      if (place.meters.has(meter)) subjects.add(subject);
    }
  }
  return subjects;
}

interface Owners {
  /** Keys of the customers that pay for any of the subjects, or are this partition's own. */
  readonly keys: Set<string>;
  readonly subjects: ReadonlySet<string>;
}

async function ownersIn(
  { customers }: RatingPorts,
  { tenant, partition }: Place,
  users: ReadonlySet<string>,
): Promise<Owners> {
  const keys = new Set<string>();
  const subjects = new Set<string>();
  for await (const customer of everyCustomer(customers, tenant)) {
    const own = subjectsOf(customer).filter((subject) => users.has(subject));
    for (const subject of own) subjects.add(subject);
    if (own.length > 0 || payerPartition(customer.key) === partition) keys.add(customer.key);
  }
  return { keys, subjects };
}

const subjectsOf = ({ subjects }: Customer): readonly string[] => subjects;

async function slotRows(
  rating: RatingPorts,
  place: Place,
  of: {
    readonly windows: ReadonlyMap<string, readonly PayerMonth[]>;
    readonly isPaidFor: (subject: string) => boolean;
  },
): Promise<UnbilledUsage[]> {
  const { sellers, meters } = place;
  const sums = new SlotSums(place.month);
  for await (const { hour, totals } of hoursOf({ rating, place })) {
    for (const slot of totals.tallies) {
      const meter = meters.get(slot.meter);
      if (meter === undefined) continue;
      const at = hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
      const payer = of.windows.get(slot.subject)?.find((one) => isUsedBy(one, slot.subject, at));
      if (payer !== undefined) {
        const reason = reasonOf(payer, { slot, meter, at });
        const where = { customer: payer.customer.key, period: payer.period };
        addSlot(sums, slot, { ...where, reason });
      } else if (!of.isPaidFor(slot.subject) && sellers.start <= at && at < sellers.end) {
        addSlot(sums, slot, { customer: undefined, period: sellers, reason: 'no-payer' });
      }
    }
  }
  return sums.rows();
}

const isUsedBy = ({ usedBy }: PayerMonth, subject: string, at: number): boolean =>
  usedBy.some(
    ({ subject: user, period }) => user === subject && period.start <= at && at < period.end,
  );

/** What has no value that the meter can read is that, whoever would pay, unless nothing would be charged. */
function addSlot(
  sums: SlotSums,
  slot: SlotTally,
  {
    reason,
    ...of
  }: {
    readonly customer: string | undefined;
    readonly period: BillingPeriod;
    readonly reason: UnbilledReason | undefined;
  },
): void {
  if (reason === 'no-charge') return sums.add(slot, { ...of, reason });
  if (reason !== undefined) sums.add({ ...slot, unreadable: 0 }, { ...of, reason });
  sums.add({ ...slot, tally: undefined }, { ...of, reason: 'unreadable' });
}

/** Undefined for what is billed, or about to be; what closed months lack is told payer by payer. */
function reasonOf(
  { stretches, stage }: PayerMonth,
  { slot, meter, at }: { readonly slot: SlotTally; readonly meter: Meter; readonly at: number },
): UnbilledReason | undefined {
  const inForce = stretches.find(
    ({ stretch: { period } }) => period.start <= at && at < period.end,
  );
  const charges = inForce?.stretch.version?.charges;
  if (charges === undefined) return 'no-plan';
  const isCharged = charges.some(
    (charge) =>
      metersOf(charge).includes(meter.key) && chargeTest(charge, meter, charges)(slot.dimensions),
  );
  if (!isCharged) return 'no-charge';
  switch (stage) {
    case 'waiting':
      return 'waiting';
    case 'missed':
      return 'too-late';
    case 'open':
    case 'adjustable':
    case 'final':
      return undefined;
  }
}
