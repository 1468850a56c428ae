import type { RatingPorts } from '../billing/ports.ts';
import { type PreparedMonth, prepareMonths } from '../billing/rating/prepare-closings.ts';
import { monthsReachedBackOf } from '../billing/rating/reach.ts';
import { billedCustomer } from '../catalog/billed-customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import { missingNow } from '../invoicing/composed-on.ts';
import type { RatedCharge } from '../invoicing/reckoning.ts';
import { isMissing } from '../invoicing/term-charges.ts';
import type { Clock } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
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
  const back = monthsReachedBackOf(customer, rating.monthsReachedBack);
  const months = reached(current, since, back);
  if (months.length === 0) return [];
  const prepared = await prepareMonths(rating, tenant, { customer: key, months });
  const requests = prepared.flatMap(({ prepared: one }) =>
    one.status === 'ready' ? [one.request] : [],
  );
  const known = await inParallel(1, prepared, async ({ month, prepared: one }) => {
    // What nothing prices costs nothing yet: it is rated again once something does.
    if (one.status === 'unpriced') return [];
    const { request } = one;
    const open = requests.filter((other) => other !== request).map(({ current: of }) => of);
    const missing = await missingNow(rating.books, tenant, { request, open });
    const all = [...request.current.charges, ...(missing === undefined ? [] : [missing])];
    const waits = uncertain(month, all, now);
    let charges: MonthCharges['charges'] = new Map();
    let waiting: MonthCharges['waiting'] = new Map();
    for (const { key, off, charge, exact } of all) {
      if (waits.has(off ?? key)) waiting = withMore(waiting, charge, exact);
      else charges = withMore(charges, charge, exact);
    }
    const { currency } = request.terms;
    return [{ month: month.period.month, currency, charges, waiting }];
  });
  return known.flat();
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
      const own = isMissing({ key }) ? stretches.at(-1)?.stretch.period : stretch;
      return isWaiting && (own ?? period).end > now ? [key] : [];
    }),
  );
}

/** From a month on, those whose usage can still come. */
function reached(current: Month, since: Month, back: number): readonly Month[] {
  return Array.from({ length: back + 1 }, (_, index) => laterMonth(current, index - back)).filter(
    (month) => month >= since,
  );
}
