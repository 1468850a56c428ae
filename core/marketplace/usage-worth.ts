import type { RatingPorts } from '../billing/ports.ts';
import { type PreparedMonth, prepareMonths } from '../billing/rating/prepare-closings.ts';
import { billedCustomer } from '../catalog/billed-customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { RatedCharge } from '../invoicing/reckoning.ts';
import type { Clock } from '../kernel/clock.ts';
import { laterMonth, type Month } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
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
  const now = clock.now();
  const current = customerCalendar(customer).monthAt(now);
  const months = reached(current, since, rating.monthsReachedBack);
  if (months.length === 0) return [];
  const prepared = await prepareMonths(rating, tenant, { customer: key, months });
  return prepared.flatMap(({ month, prepared: one }): MonthCharges[] => {
    // What nothing prices costs nothing yet: it is rated again once something does.
    if (one.status === 'unpriced') return [];
    const { terms, current: reckoned } = one.request;
    const waits = uncertain(month, reckoned.charges, now);
    let charges: MonthCharges['charges'] = new Map();
    let waiting: MonthCharges['waiting'] = new Map();
    for (const { key, off, charge, exact } of reckoned.charges) {
      if (waits.has(off ?? key)) waiting = withMore(waiting, charge, exact);
      else charges = withMore(charges, charge, exact);
    }
    return [{ month: month.period.month, currency: terms.currency, charges, waiting }];
  });
}

/**
 * The keys of what a plan that ends earlier, or more usage, can still make less: fees, minimums and commitments of what
 * goes on. Fees in advance do not wait, as they are invoiced by then.
 */
function uncertain(
  { period, stretches }: PreparedMonth['month'],
  charges: readonly RatedCharge[],
  now: Timestamp,
): ReadonlySet<string> {
  const fees = stretches.flatMap(({ stretch }) => stretch.version?.fixedFees ?? []);
  const ahead = new Set(fees.filter(({ timing }) => timing === 'advance').map(({ key }) => key));
  return new Set(
    charges.flatMap(({ key, kind, charge, stretch }) => {
      const isWaiting = kind === 'minimum' || (kind === 'fee' && !ahead.has(charge));
      return isWaiting && (stretch ?? period).end > now ? [key] : [];
    }),
  );
}

/** From a month on, those whose usage can still come. */
function reached(current: Month, since: Month, back: number): readonly Month[] {
  return Array.from({ length: back + 1 }, (_, index) => laterMonth(current, index - back)).filter(
    (month) => month >= since,
  );
}
