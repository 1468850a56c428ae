import { meterOfAccount } from '../../books/account.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { isLevel, type Meter } from '../../metering/meter.ts';
import { quantityOf } from '../../metering/tally.ts';
import { currentReading, type SlotTally, slotAsRead } from '../../metering/totals/totals.ts';
import type { PayerMonth } from './payer-months.ts';
import { chargesOn, payerOf, type SlotsOfMonth } from './slot-reason.ts';
import type { UnbilledUsage } from './unbilled-usage.ts';

/** What the totals have of a meter in a month, and where it went: by the law, the others add up to `used`. */
export interface MeterSums {
  readonly meter: string;
  /** What two charges are for counts twice, as it is billed twice. */
  readonly used: Decimal;
  /** By documents, as the books have it. */
  readonly billed: Decimal;
  /** By the next document, in addition. */
  readonly toBill: Decimal;
  /** On the list of what is not billed. */
  readonly listed: Decimal;
}

type Part = Exclude<keyof MeterSums, 'meter'>;

/** Midnights that begin a month are so many hours around UTC's, by the zones that there are. */
const ZONES_HOURS = { behind: 12, ahead: 14 };
const NOTHING: Decimal = decimalOf(0n);

/**
 * Adds up, meter by meter, what the totals have of a month and where it went, over all partitions. What was used is
 * found apart from reasons, so that usage without one is seen. Three things are left out:
 * - meters that are no `count` or `sum`: of a level, what parts come to does not add up to what the whole comes to;
 * - what a percentage price only counts (`countMeter`): it is no quantity of any document;
 * - hours around midnights between months that a payer has by none of its months: some may be another month's. So may
 *   all be of a payer with a billing day that took subjects over which paid for themselves by the seller's months.
 */
export class UsageSums {
  readonly #meters: ReadonlyMap<string, Meter>;
  readonly #sums: Map<string, MeterSums>;

  /** Goes on from what partitions before came to. */
  constructor(meters: ReadonlyMap<string, Meter>, begun: readonly MeterSums[] = []) {
    this.#meters = meters;
    this.#sums = new Map(begun.map((sums) => [sums.meter, sums]));
  }

  /** By meter. */
  all(): readonly MeterSums[] {
    return [...this.#sums.values()].sort((a, b) => (a.meter < b.meter ? -1 : 1));
  }

  /** What was counted in a slot that may be the month's. */
  addSlot(
    slots: SlotsOfMonth,
    { slot, meter, at }: { readonly slot: SlotTally; readonly meter: Meter; readonly at: number },
  ): void {
    const payer = payerOf(slots.windows, slot.subject, at);
    if (payer === undefined && !isOfMonth(slots, slot.subject, at)) return;
    const { tally } = slotAsRead(slot, payer?.rules ?? currentReading);
    if (tally === undefined || isLevel(meter)) return;
    const times = payer === undefined ? 1n : timesBilled(payer, { counted: slot, meter, at });
    this.#add(meter.key, 'used', quantityOf(tally, slots.sellers) * times);
  }

  /** What the books have of a payer's month. */
  addBilled({ stage, billed }: PayerMonth): void {
    if (isListedWhole(stage)) return;
    for (const { account, quantity } of billed) {
      const meter = meterOfAccount(account);
      if (meter !== undefined) this.#add(meter, 'billed', quantity);
    }
  }

  /** What the next document of a payer would have, beyond what is billed. */
  async addToBill({ stage, billed, charges }: PayerMonth): Promise<void> {
    if (isListedWhole(stage) || stage === 'final') return;
    for (const { account, quantity } of billed) {
      const meter = meterOfAccount(account);
      if (meter !== undefined) this.#add(meter, 'toBill', -quantity);
    }
    for (const { kind, meter, quantity } of await charges()) {
      if (kind === 'usage' && meter !== undefined) this.#add(meter, 'toBill', quantity);
    }
  }

  addListed(rows: readonly UnbilledUsage[]): void {
    for (const { meter, quantity } of rows) this.#add(meter, 'listed', quantity);
  }

  #add(meter: string, part: Part, quantity: bigint): void {
    const known = this.#meters.get(meter);
    if (known === undefined || isLevel(known)) return;
    const none = { meter, used: NOTHING, billed: NOTHING, toBill: NOTHING, listed: NOTHING };
    const before = this.#sums.get(meter) ?? none;
    this.#sums.set(meter, { ...before, [part]: decimalOf(before[part] + quantity) });
  }
}

/** What is neither billed nor about to be, however much of it there is. */
const isListedWhole = (stage: PayerMonth['stage']): boolean =>
  stage === 'waiting' || stage === 'missed';

/** By how many lines a slot is billed, or would be; what is on the list as it is counts once. */
function timesBilled(payer: PayerMonth, placed: Parameters<typeof chargesOn>[1]): bigint {
  const charges = chargesOn(payer, placed) ?? [];
  if (isListedWhole(payer.stage) || charges.length === 0) return 1n;
  return BigInt(charges.filter(({ meter }) => meter === placed.meter.key).length);
}

/**
 * Whether usage that is in no payer's month is of this one: in the seller's, where nobody pays for it. Where somebody
 * does, only what every time zone has in this month, and of a payer with a billing day, in its own.
 */
function isOfMonth(slots: SlotsOfMonth, subject: string, at: number): boolean {
  const { sellers, isPaidFor, ownMonth } = slots;
  if (!isPaidFor(subject, at)) return sellers.start <= at && at < sellers.end;
  const own = ownMonth?.(subject, at);
  if (own === 'unknown') return false;
  const { start, end } = own ?? billingPeriod(sellers.month, utc);
  return (
    start + ZONES_HOURS.behind * millisecondsPer.hour <= at &&
    at < end - ZONES_HOURS.ahead * millisecondsPer.hour
  );
}

/** What is in none of the places where it should be, as the law has it; negative where it is in two. */
export const unaccountedOf = ({ used, billed, toBill, listed }: MeterSums): Decimal =>
  decimalOf(used - billed - toBill - listed);
