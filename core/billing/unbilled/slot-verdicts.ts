import { ownersOfEach, type SubjectPayer } from '../../catalog/subject-owners.ts';
import {
  canSubjectsPayIn,
  type TenantBilling,
  tenantBillingFrom,
} from '../../catalog/tenant-billing.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { localDate } from '../../kernel/time-zone.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { currentReading, type SlotTally, slotAsRead } from '../../metering/totals/totals.ts';
import { addCounted, addWindows, type UnbilledPorts } from './list-unbilled.ts';
import { type PayerMonth, payerMonths } from './payer-months.ts';
import { pricedMeters } from './priced-meters.ts';
import { payerOf, type SlotsOfMonth, type SlotVerdict, verdictOn } from './slot-reason.ts';
import { SlotSums } from './slot-sums.ts';
import { tooLateUsage } from './too-late.ts';
import type { UnbilledReason, UnbilledUsage } from './unbilled-usage.ts';

/** Something that a meter has counted in a slot, and when that begins. */
export interface PlacedSlot {
  readonly slot: SlotTally;
  readonly meter: Meter;
  readonly at: Timestamp;
}

/** Who pays for what was counted, and why it is in no invoice, as the tenant's list of unbilled usage has it. */
export interface BilledVerdict {
  /** Key of the payer; undefined where there is none, or no month has it. */
  readonly customer: string | undefined;
  /** Undefined for what is billed, or about to be; `unpriced` where no plan has a charge for the meter. */
  readonly reason: UnbilledReason | 'unpriced' | undefined;
  /** The rules that its values are read by. */
  readonly rules: number;
  /** Whether some of its month came too late, of this or another subject, and nothing says which. */
  readonly mayBeTooLate: boolean;
}

/** Months of calendars far apart overlap: usage is in that of its own day, or in one of those beside it. */
const MONTHS_ASKED = [0, -1, 1];

/**
 * Why each of the slots is in no invoice, by the rules of the tenant's list, in their order; undefined where the tenant
 * has no billing settings, as nobody is billed then.
 */
export async function slotVerdicts(
  ports: UnbilledPorts,
  tenant: string,
  slots: readonly PlacedSlot[],
): Promise<ReadonlyMap<PlacedSlot, BilledVerdict> | undefined> {
  const { rating } = ports;
  const settings = await rating.settings.get(tenant);
  if (settings === undefined) return undefined;
  const billing = tenantBillingFrom(settings.body);
  const priced = await pricedMeters(rating, tenant);
  const [charged, unpriced] = parted(slots, ({ meter }) => priced.has(meter.key));
  const verdicts = new Map(unpriced.map((one) => [one, without('unpriced')]));
  const subjects = new Set(charged.map(({ slot }) => slot.subject));
  const owners = await ownersOfEach(rating.customers, tenant, [...subjects]);
  let open = charged;
  for (const offset of MONTHS_ASKED) {
    const byMonth = Map.groupBy(open, ({ at }) =>
      laterMonth(monthOfDate(localDate(at, billing.policy.timeZone)), offset),
    );
    for (const [month, some] of byMonth) {
      const place = { tenant, month, billing, owners };
      for (const [one, verdict] of await verdictsIn(ports, place, some)) verdicts.set(one, verdict);
    }
    open = open.filter((one) => !verdicts.has(one));
  }
  for (const one of open) verdicts.set(one, without(undefined));
  return verdicts;
}

/** Of what no payer's month has, and none is asked for it. */
const without = (reason: BilledVerdict['reason']): BilledVerdict => ({
  ...{ customer: undefined, reason, rules: currentReading, mayBeTooLate: false },
});

/** Those of which it holds, and the others. */
function parted<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
): [readonly Item[], readonly Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

interface MonthPlace {
  readonly tenant: string;
  readonly month: Month;
  readonly billing: TenantBilling;
  readonly owners: ReadonlyMap<string, readonly SubjectPayer[]>;
}

/** Verdicts on what is in the month of its payer, or in the seller's where nobody pays. */
async function verdictsIn(
  ports: UnbilledPorts,
  place: MonthPlace,
  slots: readonly PlacedSlot[],
): Promise<ReadonlyMap<PlacedSlot, BilledVerdict>> {
  const verdicts = new Map<PlacedSlot, BilledVerdict>();
  const ofMonth = await slotsOfMonth(ports, place, new Set(slots.map(({ slot }) => slot.subject)));
  const missing = new Map<PayerMonth, readonly UnbilledUsage[]>();
  for (const one of slots) {
    const verdict = verdictOn(ofMonth, one);
    if (verdict === undefined) continue;
    const { customer, rules } = verdict;
    const reason = reasonListed(place.month, one, verdict);
    const payer = payerOf(ofMonth.windows, one.slot.subject, one.at);
    if (payer?.stage === 'final' && !missing.has(payer)) {
      missing.set(payer, await tooLateUsage(ports.rating, place.tenant, payer));
    }
    const late = payer === undefined || reason !== undefined ? [] : (missing.get(payer) ?? []);
    const mayBeTooLate = late.some((row) => isOf(row, one));
    verdicts.set(one, { customer, reason, rules, mayBeTooLate });
  }
  return verdicts;
}

const isOf = ({ subject, meter }: UnbilledUsage, { slot }: PlacedSlot): boolean =>
  meter === slot.meter && (subject === undefined || subject === slot.subject);

/** The reason of the row that the list has of it. */
function reasonListed(
  month: Month,
  { slot }: PlacedSlot,
  verdict: SlotVerdict,
): UnbilledReason | undefined {
  const sums = new SlotSums(month);
  addCounted(sums, slotAsRead(slot, verdict.rules), verdict);
  return sums.rows()[0]?.reason;
}

async function slotsOfMonth(
  ports: UnbilledPorts,
  { tenant, month, billing, owners }: MonthPlace,
  subjects: ReadonlySet<string>,
): Promise<SlotsOfMonth> {
  const canSubjectsPay = canSubjectsPayIn(billing, month);
  const ownersOf = (subject: string): readonly SubjectPayer[] => owners.get(subject) ?? [];
  const payers = new Set<string>();
  for (const subject of subjects) {
    for (const { customer } of ownersOf(subject)) payers.add(customer);
    if (canSubjectsPay) payers.add(payerKeyOf({ subject }));
  }
  const windows = new Map<string, PayerMonth[]>();
  const asked = { month, billing, now: ports.clock.now(), payers: [...payers] };
  for await (const months of payerMonths(ports, tenant, asked)) {
    for (const one of months) addWindows(windows, one, subjects);
  }
  return {
    sellers: billingPeriod(month, billing.policy.timeZone),
    windows,
    isPaidFor: (subject, at) =>
      canSubjectsPay ||
      ownersOf(subject).some(({ period: { start, end } }) => start <= at && at < end),
  };
}
