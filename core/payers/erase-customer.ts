import { endedIn } from '../billing/rating/reach.ts';
import { isBilledIn } from '../billing/run/progress.ts';
import { readCustomer } from '../books/customer-documents.ts';
import type { Customer } from '../catalog/customer.ts';
import { forgottenCustomer } from '../catalog/ports.ts';
import { tenantBillingFrom } from '../catalog/tenant-billing.ts';
import { takenBefore } from '../catalog/tenures.ts';
import { laterMonth, monthOfDate } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, localStart, utc } from '../kernel/time-zone.ts';
import type { BilledMonth, ErasedPayer, ErasePorts } from './erase-ports.ts';
import type { PayerHeld } from './ports.ts';

const PAST_PER_READ = 50;
const ERASED_NAME = 'erased';

/**
 * Until when months of a payer can be billed, which takes what its profile says: undefined where that is over, and for
 * one without a profile. The last month that runs close must be closed, however long that takes.
 */
export async function lastMonthOf(
  { books, settings, clock, monthsReachedBack }: ErasePorts,
  { tenant, payer, record }: PayerHeld,
): Promise<BilledMonth | undefined> {
  const customer = record?.customer;
  const ended = customer === undefined ? undefined : endedIn(customer, monthsReachedBack);
  if (customer === undefined || ended === undefined) return undefined;
  const month = laterMonth(ended, -1);
  const over = localStart(`${laterMonth(ended)}-01`, utc);
  const now = clock.now();
  const known = await settings.get(tenant);
  const billing = known === undefined ? undefined : tenantBillingFrom(known.body);
  const isBilled =
    billing !== undefined && isBilledIn(customer, month, { billing, monthsReachedBack });
  if (over === undefined || now < over) return { month, until: over };
  const closed = isBilled ? (await readCustomer(books, tenant, payer))?.closed : undefined;
  if (!isBilled || closed?.some((one) => one.month === month) === true) return undefined;
  return { month, until: localStart(`${laterMonth(monthOfDate(localDate(now, utc)))}-01`, utc) };
}

/** Takes off a profile what no invoice needs, and all where there will be none. Answers 1 where that changes it. */
export async function eraseProfile(
  ports: ErasePorts,
  { tenant, payer, record, isNeeded, isDry }: ErasedPayer,
): Promise<number> {
  if (record?.customer === undefined) return 0;
  const customer = isNeeded ? reduced(record.customer) : erased(record.customer);
  if (JSON.stringify(customer) === JSON.stringify(record.customer)) return 0;
  const { change: _, ...known } = record;
  // Over the revision that was judged: a customer that was put back since is one again.
  const next = { ...known, revision: record.revision + 1, customer };
  if (isDry || (await ports.customers.put(tenant, next)) === 'put') return 1;
  throw new Rejection(
    'customer.changed-meanwhile',
    `somebody put ${payer} while it was erased: look at it, and erase it again`,
  );
}

const reduced = ({ email: _, ...customer }: Customer): Customer => ({ ...customer, metadata: {} });

/** What is left says when it ended, so that no run looks for its months. */
const erased = ({ key, timezone, plan, since, currency }: Customer): Customer => ({
  key,
  name: ERASED_NAME,
  subjects: [],
  timezone,
  ...(plan === undefined ? {} : { plan }),
  ...(since === undefined ? {} : { since }),
  ...(currency === undefined ? {} : { currency }),
  archived: true,
  metadata: {},
});

/** Deletes what the customer was before. */
export async function eraseHistory(
  { customers }: ErasePorts,
  { tenant, payer, record, isDry }: ErasedPayer,
): Promise<number> {
  if (record === undefined) return 0;
  let count = 0;
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = await customers.listPast(tenant, { key: payer, before, limit: PAST_PER_READ });
    for (const { revision } of page.records) {
      if (!isDry) await customers.dropPast(tenant, { key: payer, revision });
      before = revision;
      count += 1;
    }
    if (!page.more || page.records.length === 0) return count;
  }
}

/**
 * Takes the names out of the claims on its subjects, and leaves when these were somebody's. While the profile is
 * needed, the claims are, too: they say who else may have the subjects, and that usage of them stays in clear.
 */
export async function eraseClaims(
  { customers }: ErasePorts,
  { tenant, payer, subjects, isNeeded, isDry, record }: ErasedPayer,
): Promise<number> {
  if (isNeeded) return 0;
  const claims = await customers.claims(tenant, subjects);
  let count = 0;
  for (const [subject, claim] of claims) {
    const named = await customers.get(tenant, claim.customer);
    const isOwn = record === undefined || claim.customer === payer;
    if (!isOwn || claim.customer === forgottenCustomer) continue;
    count += 1;
    if (isDry) continue;
    const taken = takenBefore(claim, named?.customer === undefined ? [] : [named.customer]);
    const next = { subject, revision: claim.revision + 1, taken };
    if ((await customers.forgetClaim(tenant, next)) === 'put') continue;
    throw new Error('somebody else asked for a subject at the same time: erase it again');
  }
  return count;
}
