import type { Customer } from '../../catalog/customer.ts';
import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { ClosingRequest } from '../../invoicing/closing-request.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';

/** A customer's month made ready to be closed, or why it cannot be: nothing prices what was used. */
export type PreparedClosing =
  | { readonly status: 'ready'; readonly customer: string; readonly request: ClosingRequest }
  | { readonly status: 'unpriced'; readonly customer: string; readonly detail: string };

/** Nothing says what it costs. */
export const unpriced = ({ key }: Customer, { month }: BillingPeriod): PreparedClosing => ({
  status: 'unpriced',
  customer: key,
  detail: `give the customer a plan that is in force in ${month}, or name a default plan in the billing settings: nothing prices what it uses`,
});

/** It has prices of two currencies. */
export const mixed = (
  { key }: Customer,
  { month }: BillingPeriod,
  [currency, { plan, stretch }]: readonly [string, PlanStretch],
): PreparedClosing => ({
  status: 'unpriced',
  customer: key,
  detail: `give the customer plans of one currency in ${month}, got ${plan} in ${stretch.version?.currency ?? ''} and another in ${currency}`,
});
