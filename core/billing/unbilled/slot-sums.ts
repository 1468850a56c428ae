import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import type { Month } from '../../kernel/month.ts';
import type { Period } from '../../kernel/timestamp.ts';
import { quantityOf } from '../../metering/tally.ts';
import { TallySum } from '../../metering/tally-sum.ts';
import type { CountedTally } from '../../metering/totals/totals.ts';
import { type UnbilledReason, type UnbilledUsage, unbilledKey } from './unbilled-usage.ts';

interface Sum {
  readonly place: Omit<UnbilledUsage, 'quantity' | 'events'>;
  readonly period: Period;
  readonly tallies: TallySum;
  unreadable: number;
}

/** Adds up slots that are not billed, by subject, payer, meter and reason. */
export class SlotSums {
  readonly #month: Month;
  readonly #sums = new Map<string, Sum>();

  constructor(month: Month) {
    this.#month = month;
  }

  /** `period` is the month that a mean is taken over. */
  add(
    { subject, meter, tally, unreadable }: CountedTally,
    of: {
      readonly reason: UnbilledReason;
      readonly customer: string | undefined;
      readonly period: Period;
    },
  ): void {
    if (tally === undefined && unreadable === 0) return;
    const { customer, reason, period } = of;
    const place = { subject, customer, meter, month: this.#month, reason };
    const key = unbilledKey({ ...place, quantity: NOTHING, events: undefined });
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { place, period, tallies: new TallySum(), unreadable: 0 };
      this.#sums.set(key, sum);
    }
    if (tally !== undefined) sum.tallies.add(tally);
    sum.unreadable += unreadable;
  }

  /** In an order of their own, however they came. */
  rows(): UnbilledUsage[] {
    const sorted = [...this.#sums].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([, { place, period, tallies, unreadable }]) => {
      const { tally } = tallies;
      const counted = tally === undefined ? 0n : tally.kind === 'count' ? tally.count : undefined;
      return {
        ...place,
        quantity: tally === undefined ? NOTHING : quantityOf(tally, period),
        events: counted === undefined ? undefined : counted + BigInt(unreadable),
      };
    });
  }
}

const NOTHING: Decimal = decimalOf(0n);
