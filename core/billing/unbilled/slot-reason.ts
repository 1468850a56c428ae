import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { Meter } from '../../metering/meter.ts';
import { currentReading, type SlotTally } from '../../metering/totals/totals.ts';
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
}

/** Undefined for a slot that is in another month. */
export function verdictOn(
  { sellers, windows, isPaidFor }: SlotsOfMonth,
  { slot, meter, at }: { readonly slot: SlotTally; readonly meter: Meter; readonly at: number },
): SlotVerdict | undefined {
  const payer = windows.get(slot.subject)?.find((one) => isUsedBy(one, slot.subject, at));
  if (payer !== undefined) {
    const { customer, period, rules } = payer;
    const reason = reasonOf(payer, { slot, meter, at });
    return { customer: customer.key, period, reason, rules };
  }
  if (isPaidFor(slot.subject, at) || at < sellers.start || at >= sellers.end) return undefined;
  return { customer: undefined, period: sellers, reason: 'no-payer', rules: currentReading };
}

const isUsedBy = ({ usedBy }: PayerMonth, subject: string, at: number): boolean =>
  usedBy.some(
    ({ subject: user, period }) => user === subject && period.start <= at && at < period.end,
  );

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
