import { billedCustomer } from '../../catalog/billed-customer.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { longestWindow } from '../../metering/rolling/rolling-window.ts';
import type { PrepareClosings } from '../ports.ts';
import { type CustomerMonths, customerMonths } from './customer-months.ts';
import type { RatingRun } from './rating-run.ts';

/** A store reads so many at once. */
const RECORDS_AT_ONCE = 100;

/** The months of customers that were asked for, with closed ones before them of which usage can still come. */
export async function askedMonths(
  { ports, tenant, billing, meters }: RatingRun,
  asked: Parameters<PrepareClosings>[2],
  monthsReachedBack: number,
): Promise<readonly CustomerMonths[]> {
  const customers = await inParallel(RECORDS_AT_ONCE, asked.customers, (key) =>
    billedCustomer(ports.customers, tenant, { key, billing }),
  );
  return customerMonths(ports.books, tenant, {
    customers,
    month: asked.month,
    billing,
    monthsReachedBack,
    windowDays: longestWindow(meters.values()),
  });
}
