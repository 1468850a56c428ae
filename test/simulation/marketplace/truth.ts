import type { ExactAmount } from '../../../core/kernel/exact-amount.ts';
import { type Month, monthOfDate } from '../../../core/kernel/month.ts';
import { localDate, utc } from '../../../core/kernel/time-zone.ts';
import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import type { MonthCharges, UsageWorth } from '../../../core/marketplace/ports.ts';

/** What customers have used, by month and charge: it only grows. */
export class UsedTruth implements UsageWorth {
  readonly #used = new Map<string, Map<Month, Map<string, ExactAmount>>>();

  use(
    customer: string,
    at: Timestamp,
    { charge, exact }: { readonly charge: string; readonly exact: bigint },
  ): void {
    const month = monthOfDate(localDate(at, utc));
    const months = this.#used.get(customer) ?? new Map<Month, Map<string, ExactAmount>>();
    const charges = months.get(month) ?? new Map<string, ExactAmount>();
    charges.set(charge, ((charges.get(charge) ?? 0n) + exact) as ExactAmount);
    months.set(month, charges);
    this.#used.set(customer, months);
  }

  /** All of a customer of some charges. */
  all(customer: string, isOf: (charge: string) => boolean): bigint {
    let sum = 0n;
    for (const charges of this.#used.get(customer)?.values() ?? []) {
      for (const [charge, exact] of charges) if (isOf(charge)) sum += exact;
    }
    return sum;
  }

  async read(_: string, { customer, since }: { readonly customer: string; readonly since: Month }) {
    const months = [...(this.#used.get(customer) ?? [])].flatMap(
      ([month, charges]): MonthCharges[] =>
        month < since
          ? []
          : [{ month, currency: 'USD', charges: new Map(charges), waiting: new Map() }],
    );
    return {
      kind: 'known',
      months: months.toSorted((a, b) => (a.month < b.month ? -1 : 1)),
    } as const;
  }
}
