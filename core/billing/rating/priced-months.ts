import type { PeriodCell } from '../../books/cell.ts';
import type { Customer } from '../../catalog/customer.ts';
import type { ClosedMonth } from '../../invoicing/billing-period.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { RatedCharge, Reckoning } from '../../invoicing/reckoning.ts';
import { decimalOf } from '../../kernel/decimal.ts';
import { exactOf } from '../../kernel/exact-amount.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { PrepareClosings, RatingPorts } from '../ports.ts';
import { askedMonths } from './asked-months.ts';
import { isUnused } from './closing-terms.ts';
import type { CustomerMonth } from './customer-months.ts';
import { readMonths } from './month-usage.ts';
import { cutMonth, reckon } from './prepare-closings.ts';
import { ratingRun } from './rating-run.ts';

const CUSTOMERS_AT_ONCE = 16;

/** A payer's month as it is closed or would be, without what was used of it. */
export interface PricedMonth extends CustomerMonth {
  readonly customer: Customer;
  /** The customer's months that are closed. */
  readonly closed: readonly ClosedMonth[];
  readonly inBooks: PeriodCell | undefined;
  readonly stretches: readonly PlanStretch[];
  /** Rates what was used as of now. The first that is asked reads for all that were asked about together. */
  readonly charges: () => Promise<Reckoning['charges']>;
}

const ofNothing = (charge: RatedCharge): RatedCharge => ({
  ...charge,
  quantity: decimalOf(0n),
  exact: exactOf(0n),
});

/**
 * Whose usage payers' months have, and what prices it when: what closing them goes by.
 * @throws Rejection as `PrepareClosings`
 */
export async function pricedMonths(
  ports: RatingPorts,
  tenant: string,
  asked: Parameters<PrepareClosings>[2],
): Promise<readonly PricedMonth[]> {
  const run = await ratingRun(ports, tenant);
  const all = await askedMonths(run, asked, 0);
  const cut = await inParallel(CUSTOMERS_AT_ONCE, all, async (one) => ({
    ...one,
    current: await cutMonth(one.customer, one.current, run),
  }));
  let reading: Promise<void> | undefined;
  return cut.map(({ customer, closed, inBooks, current }) => ({
    ...current,
    customer,
    closed,
    inBooks,
    charges: async () => {
      reading ??= readMonths(
        run,
        cut.map((one) => one.current),
      );
      await reading;
      const { charges } = await reckon(current, run);
      return isUnused(customer, current) ? charges.map(ofNothing) : charges;
    },
  }));
}
