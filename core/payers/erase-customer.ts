import type { Customer } from '../catalog/customer.ts';
import { hasBillingDay } from '../catalog/customer-after.ts';
import {
  type CustomerRecord,
  type CustomersRead,
  forgottenCustomer,
  type SubjectClaim,
} from '../catalog/ports.ts';
import { takenBefore } from '../catalog/tenures.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { laterMonth, monthOfDate } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, localStart, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';

const PAST_PER_READ = 50;
const RECORDS_AT_ONCE = 8;
const ERASED_NAME = 'erased';

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
  throw changedMeanwhile(payer);
}

const reduced = ({ email: _, ...customer }: Customer): Customer => ({ ...customer, metadata: {} });

/** What is left says when it ended, so that no run looks for its months. */
const erased = ({
  key,
  timezone,
  billingDay,
  billingDays,
  plan,
  since,
  currency,
}: Customer): Customer => ({
  key,
  name: ERASED_NAME,
  subjects: [],
  timezone,
  ...definedOnly({ billingDay, billingDays }),
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

/** How many claims had a name taken out, or would have. */
interface ErasedClaims {
  readonly count: number;
  /** Until when others stay; undefined where none does. */
  readonly keptUntil: Timestamp | undefined;
  /** The record of the customer as it is then. */
  readonly record: CustomerRecord | undefined;
}

/**
 * Takes the names out of the claims on its subjects, and leaves when these were somebody's. While the profile is
 * needed, the claims are, too: they say who else may have the subjects, and that usage of them stays in clear.
 *
 * Of a payer without a profile, they also stay while usage can come late of when a customer had the subject: under a
 * pseudonym it would not be that customer's.
 *
 * Whoever a claim names may be putting a record that lists the subject: it is fenced first, as `putCustomer` does.
 * Otherwise that put would go through, and a customer list a subject that the next who asks for it gets as well.
 * @throws Rejection `payer.has-customer`, `customer.changed-meanwhile`
 */
export async function eraseClaims(ports: ErasePorts, erased: ErasedPayer): Promise<ErasedClaims> {
  const { customers } = ports;
  const { tenant, payer, subjects, isNeeded, isDry, record } = erased;
  if (isNeeded) return { count: 0, keptUntil: undefined, record };
  const found = [...(await customers.claims(tenant, subjects)).values()].filter(
    ({ customer }) =>
      customer !== forgottenCustomer && (record === undefined || customer === payer),
  );
  const keys = [...new Set(found.map(({ customer }) => customer))];
  // That of the payer is as it was judged: one that was put since is not fenced, and stays.
  const known = record === undefined ? await recordsOf(customers, tenant, keys) : [record];
  refuseListed(found, known);
  const late: ReadonlyMap<SubjectClaim, Timestamp> =
    record === undefined ? lateUntil(ports, found, known) : new Map();
  const keptUntil = [...late.values()].sort((one, other) => one - other).at(-1);
  const claims = found.filter((claim) => !late.has(claim));
  if (isDry || claims.length === 0) return { count: claims.length, keptUntil, record };
  const named = known.filter(({ key }) => claims.some(({ customer }) => customer === key));
  for (const one of named) {
    const fence = { ...one, revision: one.revision + 1 };
    if ((await customers.put(tenant, fence)) !== 'put') throw changedMeanwhile(one.key);
  }
  for (const claim of claims) {
    const taken = takenBefore(
      claim,
      named.flatMap((one) => one.customer ?? []),
    );
    const next = { subject: claim.subject, revision: claim.revision + 1, taken };
    if ((await customers.forgetClaim(tenant, next)) !== 'put') {
      throw changedMeanwhile(claim.customer);
    }
  }
  const fenced = record === undefined ? undefined : { ...record, revision: record.revision + 1 };
  return { count: claims.length, keptUntil, record: fenced };
}

/** Until when usage can come of when customers had the subject of a claim, of claims of which it still can. */
function lateUntil(
  { clock, monthsReachedBack }: ErasePorts,
  claims: readonly SubjectClaim[],
  named: readonly CustomerRecord[],
): ReadonlyMap<SubjectClaim, Timestamp> {
  const now = clock.now();
  const customers = named.flatMap(({ customer }) => customer ?? []);
  // Months of a payer with a billing day end weeks after those of the calendar, and reach one more where it changed.
  const more = customers.some(hasBillingDay) ? 2 : 0;
  const late = new Map<SubjectClaim, Timestamp>();
  for (const claim of claims) {
    for (const { end } of takenBefore(claim, customers)) {
      const month = laterMonth(monthOfDate(localDate(end, utc)), monthsReachedBack + 1 + more);
      const over = localStart(`${month}-01`, utc);
      if (over !== undefined && now < over) late.set(claim, over);
    }
  }
  return late;
}

const recordsOf = (
  customers: Pick<CustomersRead, 'get'>,
  tenant: string,
  keys: readonly string[],
): Promise<readonly CustomerRecord[]> =>
  inParallel(
    RECORDS_AT_ONCE,
    keys,
    async (key) => (await customers.get(tenant, key)) ?? { key, revision: 0, customer: undefined },
  );

function refuseListed(claims: readonly SubjectClaim[], named: readonly CustomerRecord[]): void {
  const listed = new Set(named.flatMap(({ customer }) => customer?.subjects ?? []));
  if (claims.some(({ subject }) => listed.has(subject))) throw hasCustomer();
}

/** What is answered where a customer pays for a subject that is to be erased. */
export const hasCustomer = (): Rejection =>
  new Rejection(
    'payer.has-customer',
    'erase the customer that pays for this subject, or take it off that customer first',
  );

const changedMeanwhile = (key: string): Rejection =>
  new Rejection(
    'customer.changed-meanwhile',
    `somebody put ${key} while it was erased: look at it, and erase it again`,
  );
