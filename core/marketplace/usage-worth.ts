import type { RatingPorts } from '../billing/ports.ts';
import { prepareMonths } from '../billing/rating/prepare-closings.ts';
import { billedCustomer } from '../catalog/billed-customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { Clock } from '../kernel/clock.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import { laterMonth, type Month, monthOfDate } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { MonthCharges, UsageWorth } from './ports.ts';
import { withMore } from './subscription.ts';

/** What customers use comes to by their plans: months are rated as those are that are closed. */
export const ratedWorth = (rating: RatingPorts, clock: Clock): UsageWorth => ({
  async read(tenant, { customer, since }) {
    try {
      return { kind: 'known', months: await monthsOf(rating, tenant, { customer, since, clock }) };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { kind: 'unknown', detail: error.message };
    }
  },
});

async function monthsOf(
  rating: RatingPorts,
  tenant: string,
  {
    customer: key,
    since,
    clock,
  }: { readonly customer: string; readonly since: Month; readonly clock: Clock },
): Promise<readonly MonthCharges[]> {
  const billing = await tenantBillingOf(rating.settings, tenant);
  const customer = await billedCustomer(rating.customers, tenant, { key, billing });
  const current = monthOfDate(customerCalendar(customer).dayAt(clock.now()));
  const months = reached(current, since, rating.monthsReachedBack);
  if (months.length === 0) return [];
  const prepared = await prepareMonths(rating, tenant, { customer: key, months });
  return prepared.flatMap(({ month: { period }, prepared: one }): MonthCharges[] => {
    // What nothing prices costs nothing yet: it is rated again once something does.
    if (one.status === 'unpriced') return [];
    const { terms, current: reckoned } = one.request;
    let charges: ReadonlyMap<string, ExactAmount> = new Map();
    for (const { charge, exact } of reckoned.charges) charges = withMore(charges, charge, exact);
    return [{ month: period.month, currency: terms.currency, charges }];
  });
}

/** From a month on, those whose usage can still come. */
function reached(current: Month, since: Month, back: number): readonly Month[] {
  return Array.from({ length: back + 1 }, (_, index) => laterMonth(current, index - back)).filter(
    (month) => month >= since,
  );
}
