import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { type CountedTally, currentReading, type SlotTally } from '../../metering/totals/totals.ts';
import type { Charge } from '../../pricing/charge.ts';
import { chargeTest } from '../rating/usage-tallies.ts';
import type { PayerMonth } from './payer-months.ts';
import { metersOf } from './priced-meters.ts';
import type { UnbilledReason } from './unbilled-usage.ts';

/** Who would pay for what was used in a slot, the month that it is in, and why it is in no invoice. */
export interface SlotVerdict {
  readonly customer: string | undefined;
  readonly period: BillingPeriod;
  /** Undefined for what is billed, or about to be. */
  readonly reason: UnbilledReason | undefined;
  /** By which its values are read. */
  readonly rules: number;
}

/** A partition's month, as its slots are looked at. */
export interface SlotsOfMonth {
  /** The seller's month, in which usage is that nobody pays for. */
  readonly sellers: BillingPeriod;
  /** By subject. */
  readonly windows: ReadonlyMap<string, readonly PayerMonth[]>;
  readonly isPaidFor: (subject: string, at: number) => boolean;
  /** The month of who pays then, where it has a billing day; `unknown` where another payer's may have some of it. */
  readonly ownMonth?: (subject: string, at: number) => Period | 'unknown' | undefined;
}

/** Whose month has what a subject used then; undefined where it is nobody's, or another month's. */
export const payerOf = (
  windows: SlotsOfMonth['windows'],
  subject: string,
  at: number,
): PayerMonth | undefined => windows.get(subject)?.find((one) => isUsedBy(one, subject, at));

/** Undefined for a slot that is in another month. */
export function verdictOn(
  { sellers, windows, isPaidFor }: SlotsOfMonth,
  { slot, meter, at }: { readonly slot: SlotTally; readonly meter: Meter; readonly at: number },
): SlotVerdict | undefined {
  const payer = payerOf(windows, slot.subject, at);
  if (payer !== undefined) return verdictFor(payer, { counted: slot, meter, at });
  if (isPaidFor(slot.subject, at) || at < sellers.start || at >= sellers.end) return undefined;
  return { customer: undefined, period: sellers, reason: 'no-payer', rules: currentReading };
}

/** The same where it is known that the payer's month has it. */
export function verdictFor(payer: PayerMonth, placed: PlacedTally): SlotVerdict {
  const { customer, period, rules } = payer;
  return { customer: customer.key, period, reason: reasonOf(payer, placed), rules };
}

const isUsedBy = ({ usedBy }: PayerMonth, subject: string, at: number): boolean =>
  usedBy.some(
    ({ subject: user, period }) => user === subject && period.start <= at && at < period.end,
  );

/** What was counted in a slot, or over days of one stretch, and when that begins. */
interface PlacedTally {
  readonly counted: CountedTally;
  readonly meter: Meter;
  readonly at: number;
}

/** The charges that are for what was counted in a slot; undefined where no plan was in force then. */
export function chargesOn(
  { stretches }: PayerMonth,
  { counted, meter, at }: PlacedTally,
): readonly Charge[] | undefined {
  const inForce = stretches.find(
    ({ stretch: { period } }) => period.start <= at && at < period.end,
  );
  const charges = inForce?.stretch.version?.charges;
  return charges?.filter(
    (charge) =>
      metersOf(charge).includes(meter.key) &&
      chargeTest(charge, meter, charges)(counted.dimensions),
  );
}

/** Undefined for what is billed, or about to be; what closed months lack is told payer by payer. */
function reasonOf(payer: PayerMonth, placed: PlacedTally): UnbilledReason | undefined {
  const charges = chargesOn(payer, placed);
  if (charges === undefined) return 'no-plan';
  if (charges.length === 0) return 'no-charge';
  switch (payer.stage) {
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
