import type { Books } from '../books/books.ts';
import { billedCustomer } from '../catalog/billed-customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import { draftClosing } from '../invoicing/close-periods.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Month, monthFrom } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { PrepareClosings, RatingPorts } from './ports.ts';
import { isBackfilled } from './rating/backfilled.ts';

/**
 * The month that is asked for; where none is named, the one that goes on for who pays under the key.
 * @throws Rejection `period.malformed`, `customer.not-found`, `billing-settings.not-found`
 */
export async function monthAsked(
  { customers, settings }: Pick<RatingPorts, 'customers' | 'settings'>,
  tenant: string,
  {
    key,
    period,
    now,
  }: { readonly key: string; readonly period: string | undefined; readonly now: Timestamp },
): Promise<Month> {
  if (period !== undefined) return monthFrom(period);
  const billing = await tenantBillingOf(settings, tenant);
  const customer = await billedCustomer(customers, tenant, { key, billing });
  return customerCalendar(customer).monthAt(now);
}

/** A draft, and what is to be known about it. */
interface Preview extends Awaited<ReturnType<typeof draftClosing>> {
  /** Whether a meter of it is being backfilled: then there is more to come. */
  readonly isPartial: boolean;
}

/**
 * What a customer's document of a month would be now, and why a run would set it aside; nothing is written.
 * @throws Rejection `customer.unpriced` where nothing prices the month, and what `PrepareClosings` throws
 */
export async function previewClosing(
  ports: {
    readonly rating: RatingPorts;
    readonly prepare: PrepareClosings;
    readonly books: Books;
  },
  tenant: string,
  { customer, month }: { readonly customer: string; readonly month: Month },
): Promise<Preview> {
  const [prepared] = await ports.prepare(ports.rating, tenant, { customers: [customer], month });
  invariant(prepared !== undefined, 'one customer is asked for, and one month made ready');
  if (prepared.status === 'unpriced') {
    throw new Rejection('customer.unpriced', prepared.detail, { param: 'key' });
  }
  const { period, charges } = prepared.request.current;
  const meters = new Set(charges.flatMap(({ meter }) => (meter === undefined ? [] : [meter])));
  const isPartial = await isBackfilled(ports.rating, tenant, { period, meters });
  return { ...(await draftClosing(ports.books, tenant, prepared.request)), isPartial };
}
