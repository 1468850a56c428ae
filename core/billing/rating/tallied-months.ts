import type { PeriodCell } from '../../books/cell.ts';
import type { Customer } from '../../catalog/customer.ts';
import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { CutMonth } from './month-coupons.ts';
import type { SignedMonths } from './signed-months.ts';

/** A month that is still to come, as far as what is charged before it goes. */
export type MonthAhead = CutMonth & { readonly period: BillingPeriod };

/** The months that closing one of them looks at, with the tallies of each once they are read. */
export interface TalliedMonths extends SignedMonths {
  readonly customer: Customer;
  /** The next month first; those that are closed are not here. */
  readonly ahead: readonly MonthAhead[];
  readonly hasBought: boolean;
  /** The month that is closed, where anything was ever billed of it. */
  readonly inBooks: PeriodCell | undefined;
}
