import { type CustomerMonth, customerMonths } from '../billing/rating/customer-months.ts';
import { customerTaxes } from '../billing/rating/customer-terms.ts';
import { cutMonth } from '../billing/rating/prepare-closings.ts';
import { type PricingPorts, type RatingRun, ratingRun } from '../billing/rating/rating-run.ts';
import { billedCustomer } from '../catalog/billed-customer.ts';
import type { Customer } from '../catalog/customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Month } from '../kernel/month.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { PayerTerms } from './payer-terms.ts';
import { SpendMonth } from './spend-month.ts';

/** Holds of days before may still be captured; and calendars that were changed begin months on other days. */
const DAYS_BEFORE = 2;
/** What is known is used for a while. */
const DAYS_AFTER = 1;
/** Beside those around now: of what else there is to be known. */
const MONTHS_MAX = 12;
const MONTHS_AT_ONCE = 4;

/** Whose terms are asked for. */
export interface TermsAsked {
  readonly payer: PayerKey;
  readonly at: Timestamp;
  /** Of which domains are asked for, too; the latest of them, where there are more than 12. */
  readonly months?: Iterable<Month>;
}

/**
 * By what a payer's usage is priced now: by what closing its months would price it by. Reads the settings, the catalog,
 * the customer, each of its plans once, and the books' cells of the months around `at`, and of `months`.
 * @throws Rejection `billing-settings.not-found`, `customer.not-found`, `customer.unpriced` where nothing says in which
 *   currency
 */
export const loadSpendTerms = async (
  ports: PricingPorts,
  tenant: string,
  asked: TermsAsked,
): Promise<PayerTerms> => spendTermsIn(await ratingRun(ports, tenant), asked);

/** As `loadSpendTerms`, by settings, meters and plans that were read for several payers. */
async function spendTermsIn(
  run: RatingRun<PricingPorts>,
  { payer, at, months: others = [] }: TermsAsked,
): Promise<PayerTerms> {
  const { ports, tenant, billing, meters } = run;
  const customer = await billedCustomer(ports.customers, tenant, { key: payer, billing });
  const calendar = customerCalendar(customer);
  const around = [-DAYS_BEFORE, 0, DAYS_AFTER].map((days) =>
    calendar.monthAt(timestampOf(at + days * millisecondsPer.day)),
  );
  const latest = [...new Set(others)].sort().slice(-MONTHS_MAX);
  const months = await inParallel(MONTHS_AT_ONCE, new Set([...around, ...latest]), (month) =>
    loadMonth(run, customer, month),
  );
  return new PayerTerms({ payer, at, customer, meters, months });
}

async function loadMonth(
  run: RatingRun<PricingPorts>,
  customer: Customer,
  month: Month,
): Promise<SpendMonth> {
  const { ports, tenant, billing, meters } = run;
  const [found] = await customerMonths(ports.books, tenant, {
    customers: [customer],
    month,
    billing,
    monthsReachedBack: 0,
    // What is of trailing windows is not gated.
    windowDays: 0,
  });
  invariant(found !== undefined, 'one customer is asked for');
  const current: CustomerMonth = found.current;
  const { stretches, coupons, taxes } = await cutMonth(customer, current, run);
  return new SpendMonth({
    ...current,
    ...{ stretches, coupons },
    meters,
    isOpen: !found.closed.some((closed) => closed.month === month),
    // A month that is billed again is taxed as it was.
    taxes: new Map([...customerTaxes(customer, billing), ...(taxes ?? [])]),
  });
}
