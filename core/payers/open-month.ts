import { endedIn } from '../billing/rating/reach.ts';
import { isBilledIn } from '../billing/run/progress.ts';
import { documentsBefore, readCustomer } from '../books/customer-documents.ts';
import type { Customer } from '../catalog/customer.ts';
import { tenantBillingFrom } from '../catalog/tenant-billing.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { laterMonth, type Month, monthOfDate } from '../kernel/month.ts';
import { localDate, localStart, utc } from '../kernel/time-zone.ts';
import type { BilledMonth, ErasePorts } from './erase-ports.ts';
import type { PayerHeld } from './ports.ts';

/** Runs close these together with the last: what of them is open waits for something. */
const MONTHS_WITH_LAST = 2;
/** What runs wait for they look for so far back. */
const MONTHS_MAX = 120;
const READS_AT_ONCE = 16;

/**
 * A month of a payer that can still be billed, which takes what its profile says: undefined where there is none, and
 * for one without a profile. The last that runs close must be closed, however long that takes. So must be each before
 * it that waits for a person, or was voided to be billed again.
 */
export async function openMonthOf(
  ports: ErasePorts,
  held: PayerHeld,
): Promise<BilledMonth | undefined> {
  const { clock, monthsReachedBack } = ports;
  const customer = held.record?.customer;
  const ended = customer === undefined ? undefined : endedIn(customer, monthsReachedBack);
  if (customer === undefined || ended === undefined) return undefined;
  const last = laterMonth(ended, -1);
  const over = localStart(`${laterMonth(ended)}-01`, utc);
  const now = clock.now();
  if (over === undefined || now < over) return { month: last, until: over };
  const month = await openUpTo(ports, held, { customer, last });
  if (month === undefined) return undefined;
  return { month, until: localStart(`${laterMonth(monthOfDate(localDate(now, utc)))}-01`, utc) };
}

/** The first month that is open, up to the last that runs close. */
async function openUpTo(
  ports: ErasePorts,
  { tenant, payer }: PayerHeld,
  { customer, last }: { readonly customer: Customer; readonly last: Month },
): Promise<Month | undefined> {
  const { books, settings, runs, monthsReachedBack } = ports;
  const known = await settings.get(tenant);
  const billing = known === undefined ? undefined : tenantBillingFrom(known.body);
  const cell = await readCustomer(books, tenant, payer);
  const closed = new Set((cell?.closed ?? []).map(({ month }) => month));
  const inBooks = await monthsInBooks(ports, tenant, payer);
  const surely = laterMonth(last, -MONTHS_WITH_LAST);
  const isOpen = async (month: Month): Promise<boolean> => {
    if (closed.has(month)) return false;
    if (inBooks.has(month)) return true;
    if (billing === undefined) return false;
    if (!isBilledIn(customer, month, { billing, monthsReachedBack })) return false;
    return month >= surely || (await runs.parkedMonth(tenant, month, payer)) !== undefined;
  };
  const months = Array.from({ length: MONTHS_MAX }, (_, index) =>
    laterMonth(last, index + 1 - MONTHS_MAX),
  );
  const open = await inParallel(READS_AT_ONCE, months, isOpen);
  return months.find((_, index) => open[index] === true);
}

/** Those that were closed once, whatever has become of that. */
async function monthsInBooks(
  { books }: Pick<ErasePorts, 'books'>,
  tenant: string,
  payer: string,
): Promise<ReadonlySet<Month>> {
  const months = new Set<Month>();
  for await (const { period } of documentsBefore(books, tenant, {
    customer: payer,
    before: undefined,
  })) {
    if (period !== undefined) months.add(period);
  }
  return months;
}
